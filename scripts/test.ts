import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm test`: unit, contract and database tests everywhere; browser tests where Chromium is; lab tests where their
 * component is. What is skipped is said, with the reason; with CI=true nothing may be skipped.
 * The last line is the runner's summary: `N passed, N failed, N skipped`.
 */
const ci = process.env['CI'] === 'true';
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'));

const projects = ['unit', 'postgres'];
const skipped: string[] = [];
if (chromium !== undefined) projects.push('e2e');
else skipped.push('e2e: no Chromium on this machine (Debian: apt-get install chromium)');
if (process.env['RINGBACK_LAB'] === '1') projects.push('lab');
else skipped.push('lab: real components are started by .ci/run (set RINGBACK_LAB=1 when they are installed)');

const directory = mkdtempSync(join(tmpdir(), 'ringback-report-'));
const report = join(directory, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    ...flags,
    ...wanted,
  ],
  { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' } },
);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}
const result: Report | null = existsSync(report)
  ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
  : null;
rmSync(directory, { recursive: true, force: true });

for (const line of skipped) process.stdout.write(`skipped  ${line}\n`);
const pending = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
let failed = result?.numFailedTests ?? 1;
if (run.status !== 0 && failed === 0) failed = 1;
if (ci && (pending > 0 || chromium === undefined)) {
  process.stdout.write('with CI=true nothing may be skipped\n');
  failed += pending > 0 ? pending : 1;
}
process.stdout.write(`${result?.numPassedTests ?? 0} passed, ${failed} failed, ${pending} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
