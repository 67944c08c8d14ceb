/**
 * Builds the dashboard when its sources changed since the last build, and says what it does. `npm start` calls it, so
 * that nobody has to know that there is a build. The stamp is a hash over everything that can change the result.
 *
 *   node scripts/build-web.ts [--force]
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WEB = join(ROOT, 'web');
const STAMP = join(WEB, 'dist', '.stamp');
/** Only their types reach the dashboard, and types leave no trace in the result: they need no stamp. */
const EXTRA = ['package-lock.json', 'tsconfig.json'];

export interface BuildReport {
  readonly built: boolean;
  readonly seconds: number;
}

export async function buildWeb(
  say: (line: string) => void = () => undefined,
  options: { readonly force?: boolean } = {},
): Promise<BuildReport> {
  const startedAt = performance.now();
  const stamp = sourceHash();
  if (options.force !== true && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) {
    return { built: false, seconds: 0 };
  }
  say('Building the dashboard...');
  // Vite is loaded only when there is something to build: starting it costs more than the check.
  const { build } = await import('vite');
  // Tests build it too, and what they look at has to be what users get: with their NODE_ENV it would be React's own
  // development build, twice the size and with the paths of this machine in it.
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ root: WEB, configFile: join(WEB, 'vite.config.ts'), logLevel: 'warn' });
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
  writeFileSync(STAMP, stamp);
  const seconds = (performance.now() - startedAt) / 1000;
  say(`Dashboard built in ${seconds.toFixed(1)} s.`);
  return { built: true, seconds };
}

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = [
    ...filesUnder(join(WEB, 'src')),
    ...filesUnder(join(WEB, 'public')),
    join(WEB, 'index.html'),
    join(WEB, 'vite.config.ts'),
    join(WEB, 'tsconfig.json'),
    ...EXTRA.map((name) => join(ROOT, name)),
  ].sort();
  for (const file of files) {
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

if (import.meta.main) {
  const report = await buildWeb((line) => console.log(line), { force: process.argv.includes('--force') });
  if (!report.built) console.log('Dashboard is up to date.');
}
