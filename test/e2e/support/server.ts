/**
 * A real Ringback for a browser: its own process, a database of its own on the server of the test run (starting the
 * embedded one has its own tests), the demo organisation without its two weeks of history (they take minutes, and their
 * own tests too). Everything the pages show is made by ringing shops.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { demoOrganisation } from '../../../src/simulate/demo-organisation.ts';
import { freshDatabase } from '../../support/postgres.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ADMIN_KEY = 'e2e-admin-key-0123456789abcdef';
const START_LIMIT_MS = 120_000;

export interface E2eServer {
  readonly base: string;
  readonly loginPath: string;
  /** The API as an owner, for what a test needs but is not about. */
  api<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export async function startServer(): Promise<E2eServer> {
  const directory = await mkdtemp(join(tmpdir(), 'ringback-e2e-'));
  const database = await freshDatabase();
  const clear = async () => {
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  };
  const config = join(directory, 'ringback.yaml');
  const today = new Date().toISOString().slice(0, 10);
  await writeFile(
    config,
    stringify(demoOrganisation({ today, secret: (key) => `e2e-secret-${key}-0123456789` })),
  );
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      ...['src/main.ts', 'start', '--no-build', '--config', config],
      ...['--data', join(directory, 'data'), '--port', String(port)],
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        RINGBACK_ADMIN_KEY: ADMIN_KEY,
        RINGBACK_LOG: 'warn',
        DATABASE_URL: database.url,
      },
    },
  );
  const loginPath = await announced(child).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await clear();
    throw error;
  });
  const base = `http://127.0.0.1:${port}`;
  return {
    base,
    loginPath,
    api: (method, path, body) => ask(base, method, path, body),
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await clear();
    },
  };
}

async function ask<T>(base: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Waits for the printed one-time login, which means that everything is up. */
function announced(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`the server did not come up:\n${output}`)),
      START_LIMIT_MS,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /(\/login\?token=\S+)/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server stopped with ${String(code)}:\n${output}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}
