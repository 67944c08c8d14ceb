import { buildWeb } from '../../../scripts/build-web.ts';

/** The dashboard is built once, before the first browser: two servers that started at once would both build it. */
export default async function setup(): Promise<void> {
  await buildWeb((line) => process.stdout.write(`${line}\n`));
}
