import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Environment } from '../src/settings.ts';

/** Writes `.env.example` from the environment schema; `--check` compares. */
const TARGET = new URL('../.env.example', import.meta.url);

const schema = z.toJSONSchema(Environment, { io: 'input', unrepresentable: 'any' }) as {
  properties: Record<string, { description?: string; default?: unknown; enum?: unknown[] }>;
};
const entries = Object.entries(schema.properties).map(([name, property]) => {
  const choices = property.enum === undefined ? '' : ` One of: ${property.enum.join(', ')}.`;
  return `# ${property.description ?? ''}${choices}\n#${name}=${property.default === undefined ? '' : JSON.stringify(property.default).replaceAll('"', '')}\n`;
});
const text = `# Environment of Ringback. Everything is optional. Generated from src/settings.ts; do not edit.\n\n${entries.join('\n')}`;

if (process.argv.includes('--check')) {
  if ((await readFile(TARGET, 'utf8').catch(() => '')) !== text) {
    process.stderr.write('.env.example is out of date: run `node scripts/gen-env-example.ts`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(TARGET, text);
}
