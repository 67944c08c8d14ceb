/**
 * If this fails: Ctrl-C, or a killed launcher, leaves a server or a PostgreSQL behind that nobody owns, or a start that cannot work ends in a stack trace
 * instead of a sentence that says what to do. Runs the real command on an embedded PostgreSQL of its own.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let home: string;
let data: string;

interface Run {
  readonly child: ChildProcess;
  /** Everything it printed until the wanted words came. */
  readonly says: (wanted: RegExp) => Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
}

const ringback = (...args: string[]): Run => run(process.execPath, ['src/main.ts', ...args]);

function run(command: string, args: readonly string[]): Run {
  const child = spawn(command, args, {
    env: { ...process.env, DATABASE_URL: '', RINGBACK_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  const ended = new Promise<{ code: number | null; text: string }>((done) =>
    child.once('close', (code) => done({ code, text })),
  );
  return {
    child,
    ended,
    says: (wanted) =>
      new Promise((done, fail) => {
        const look = (): void => {
          if (wanted.test(text)) done(text);
        };
        listeners.add(look);
        void ended.then(() => fail(new Error(`ended without ${String(wanted)}: ${text}`)));
        look();
      }),
  };
}

const STARTING = (directory: string): string[] => ['start', '--no-build', '--data', directory, '--port', '0'];
const start = (...more: string[]): Run => ringback(...STARTING(data), ...more);
const databaseRuns = (): boolean => existsSync(join(data, 'postgres', 'postmaster.pid'));

describe('start and stop', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'ringback-stop-'));
    data = join(home, 'data');
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  it(
    'stops whole when one Ctrl-C arrives three times: terminal, npm, launcher',
    { timeout: 120_000 },
    async () => {
      const run = start();
      await run.says(/Ringback is up/);
      expect(databaseRuns()).toBe(true);
      run.child.kill('SIGINT');
      await run.says(/stopping/);
      run.child.kill('SIGINT');
      run.child.kill('SIGTERM');
      expect(await run.ended).toMatchObject({ code: 0 });
      expect(databaseRuns()).toBe(false);
    },
  );

  it('stops whole when it is asked to while PostgreSQL is being started', { timeout: 120_000 }, async () => {
    const run = start();
    await run.says(/starting PostgreSQL/);
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(databaseRuns()).toBe(false);
  });

  it(
    'stops whole, its database included, when only its launcher is killed without a word',
    { timeout: 120_000 },
    async () => {
      const launched = run(process.execPath, ['bin/ringback', ...STARTING(data)]);
      await launched.says(/Ringback is up/);
      launched.child.kill('SIGKILL');
      // The output closes when the last process that holds it has ended: the one that serves.
      const { text } = await launched.ended;
      expect(text).toMatch(/the launcher is gone[^]*stopping/);
      expect(databaseRuns()).toBe(false);
    },
  );

  it('stops whole when npm is killed and cannot pass it on', { timeout: 120_000 }, async () => {
    // What npm does: it starts the launcher with this variable and waits.
    const asNpm = `const { spawn } = require('node:child_process');
      spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit',
        env: { ...process.env, npm_package_json: require('node:path').resolve('package.json') } });`;
    const npm = run(process.execPath, ['-e', asNpm, '--', 'bin/ringback', ...STARTING(data)]);
    await npm.says(/Ringback is up/);
    npm.child.kill('SIGKILL');
    expect((await npm.ended).text).toMatch(/stopping/);
    expect(databaseRuns()).toBe(false);
  });

  it('ends by itself under the launcher when its work is done', { timeout: 60_000 }, async () => {
    const { code, text } = await run(process.execPath, ['bin/ringback', 'version']).ended;
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringMatching(/^\d+\./) as string });
  });

  it('stops whole under the launcher on one Ctrl-C', { timeout: 120_000 }, async () => {
    const launched = run(process.execPath, ['bin/ringback', ...STARTING(data)]);
    await launched.says(/Ringback is up/);
    launched.child.kill('SIGINT');
    expect(await launched.ended).toMatchObject({ code: 0 });
    expect(databaseRuns()).toBe(false);
  });

  it('says which port is taken and leaves nothing running', { timeout: 120_000 }, async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, text } = await ringback('start', '--no-build', '--data', data, '--port', port).ended;
    other.close();
    expect(code).toBe(2);
    expect(text).toMatch(new RegExp(`--port: port ${port} is taken\\. .*--port`));
    expect(text).not.toMatch(/\n\s+at |our fault/);
    expect(databaseRuns()).toBe(false);
  });

  it('says that the data directory is none', async () => {
    const file = join(home, 'a-file');
    await writeFile(file, '');
    const { code, text } = await ringback('start', '--no-build', '--data', file, '--port', '0').ended;
    expect({ code, text }).toMatchObject({
      code: 2,
      text: expect.stringContaining(`${file}: is a file`) as string,
    });
  });

  it.each(['start', 'server', 'worker', 'migrate', 'normalize', 'detect', 'gate', 'doctor', 'audit'])(
    'explains %s when asked with --help',
    async (command) => {
      const { code, text } = await ringback(command, '--help').ended;
      expect(code).toBe(0);
      expect(text).toMatch(new RegExp(`^usage: ringback ${command}`));
    },
  );
});
