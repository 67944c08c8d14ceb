import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildOptions, FromChild } from './child.ts';

/** The product as processes of their own: one server and several workers that may be killed and come back. */
export interface Product {
  readonly url: string;
  /** Kills that process with SIGKILL and starts it again after a moment; 0 is the server, 1 and up are workers. */
  readonly kill: (place: number, pauseMs: number) => Promise<void>;
  readonly kills: { server: number; worker: number };
  /** Places that are ready now. Who is killed before it ever got ready does not come back. */
  readonly ready: () => number[];
  /** Starts what is not running: after the last kill everybody is to be there. */
  readonly allUp: () => Promise<void>;
  readonly pids: () => number[];
  /** Last lines that the processes wrote. */
  readonly log: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface ProductOptions {
  readonly databaseUrl: string;
  /** 32 bytes in base64. */
  readonly secretKey: string;
  readonly directory: string;
  readonly workers: number;
  readonly faults?: (place: number, life: number) => ChildOptions['faults'];
  readonly nodeFlags?: readonly string[];
  readonly onAccepted?: (accepted: readonly (readonly [string, number])[]) => void;
}

const CHILD = join(import.meta.dirname, 'child.ts');
const READY_WITHIN_MS = 60_000;

export async function startProduct(options: ProductOptions): Promise<Product> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(options.directory, 'product.log');
  const log = await open(logFile, 'a');
  const lives = Array.from({ length: options.workers + 1 }, () => 0);
  const running = new Map<number, ChildProcess>();
  const ready = new Set<number>();
  const kills = { server: 0, worker: 0 };

  const start = async (place: number): Promise<void> => {
    const life = (lives[place] ?? 0) + 1;
    lives[place] = life;
    const child = launch(options, place, life, { port, url, log });
    running.set(place, child);
    await readiness(child, place, options, logFile);
    if (isAlive(child)) ready.add(place);
  };
  await Promise.all(lives.map((_, place) => start(place)));

  return {
    url,
    kills,
    ready: () => [...ready],
    kill: async (place, pauseMs) => {
      const child = running.get(place);
      if (child === undefined || !isAlive(child)) return;
      running.delete(place);
      ready.delete(place);
      kills[place === 0 ? 'server' : 'worker'] += 1;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await sleep(pauseMs);
      await start(place);
    },
    allUp: async () => {
      const down = [...lives.keys()].filter((place) => !running.has(place));
      await Promise.all(down.map((place) => start(place)));
    },
    pids: () => [...running.values()].flatMap((child) => child.pid ?? []),
    log: async () => (await readFile(logFile, 'utf8')).split('\n').slice(-60).join('\n'),
    stop: async () => {
      await Promise.all(
        [...running.values()].map(async (child) => {
          if (!isAlive(child)) return;
          const gone = once(child, 'exit');
          child.kill('SIGTERM');
          const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
          await gone;
          clearTimeout(late);
        }),
      );
      await log.close();
    },
  };
}

function launch(
  options: ProductOptions,
  place: number,
  life: number,
  at: { readonly port: number; readonly url: string; readonly log: FileHandle },
): ChildProcess {
  const given: ChildOptions = {
    role: place === 0 ? 'server' : 'worker',
    faults: place === 0 ? null : (options.faults?.(place, life) ?? null),
    reportAccepted: options.onAccepted !== undefined,
  };
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...(options.nodeFlags ?? []), CHILD, JSON.stringify(given)],
    {
      stdio: ['ignore', at.log.fd, at.log.fd, 'ipc'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: options.databaseUrl,
        RINGBACK_SECRET_KEY: options.secretKey,
        RINGBACK_DATA: join(options.directory, 'data'),
        RINGBACK_PORT: String(at.port),
        RINGBACK_PUBLIC_URL: at.url,
        RINGBACK_LOG: 'warn',
        NODE_COMPILE_CACHE: join(options.directory, 'compiled'),
      },
    },
  );
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function readiness(
  child: ChildProcess,
  place: number,
  options: ProductOptions,
  logFile: string,
): Promise<void> {
  return new Promise((done, fail) => {
    const late = setTimeout(
      () => fail(new Error(`process ${place} did not get ready; see ${logFile}`)),
      READY_WITHIN_MS,
    );
    child.on('message', (message: FromChild) => {
      if ('accepted' in message) options.onAccepted?.(message.accepted);
      else {
        clearTimeout(late);
        done();
      }
    });
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      if (signal === 'SIGKILL' || signal === 'SIGTERM') done();
      else
        fail(
          new Error(`process ${place} ended by itself with ${code ?? signal ?? 'nothing'}; see ${logFile}`),
        );
    });
  });
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address === null || typeof address === 'string'
          ? fail(new Error('no free port'))
          : done(address.port),
      );
    });
  });
}
