import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';

/** What the lab suites share: real components and Ringback's own processes, started and stopped. */
export const ROOT = join(import.meta.dirname, '../..');
/** Superuser-less account on the operator's PostgreSQL that scripts/lab.sh started; empty outside of the lab. */
export const LAB_SERVER = process.env['RINGBACK_LAB_DATABASE_URL'] ?? '';

export function databaseAt(name: string): string {
  const url = new URL(LAB_SERVER);
  url.pathname = `/${name}`;
  return url.href;
}

export async function freshDatabase(name: string): Promise<string> {
  await sql(LAB_SERVER, `drop database if exists ${name} with (force)`);
  await sql(LAB_SERVER, `create database ${name}`);
  return databaseAt(name);
}

export interface Processes {
  /** `quiet` programs keep what they print to themselves. */
  readonly run: (
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    quiet?: boolean,
  ) => ChildProcess;
  /** Ends the youngest first and waits for all. */
  readonly stop: () => Promise<void>;
}

export function processes(): Processes {
  const children: ChildProcess[] = [];
  return {
    run: (command, args, env = {}, quiet = false) => {
      const child = spawn(command, args, {
        cwd: ROOT,
        env: { ...process.env, TERM: 'dumb', ...env },
        stdio: ['pipe', 'pipe', quiet ? 'ignore' : 'inherit'],
      });
      if (quiet) child.stdout.resume();
      children.push(child);
      return child;
    },
    stop: async () => {
      for (const child of children.reverse()) child.kill('SIGTERM');
      const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
      await Promise.all(running.map((child) => exitOf(child)));
    },
  };
}

export function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once('exit', (code) => done(code)));
}

/** Everything printed up to and including the wanted words. */
export function line(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (wanted.test(text)) done(text);
    });
    child.once('exit', () => fail(new Error(`ended before ${String(wanted)}: ${text}`)));
  });
}

export async function sql(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: unknown = await client.query(text);
    // Several statements give several results.
    return Array.isArray(result) ? [] : (result as { rows: unknown[] }).rows;
  } finally {
    await client.end();
  }
}
