/**
 * The engines that are programs of their own, run from this machine when nobody named a server: OPA compiles the exported
 * rules to WebAssembly, a Cerbos PDP is started on loopback for as long as the command runs.
 */
import { execFile, spawn } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { PolicyFile } from '../core/policy/formats/format.ts';

const execute = promisify(execFile);

export async function writePolicies(directory: string, files: readonly PolicyFile[]): Promise<void> {
  for (const { path, text } of files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** The program's path: as named, or as the shell would find it. Null when there is none. */
export async function findProgram(name: string, named: string | undefined): Promise<string | null> {
  const places =
    named === undefined
      ? (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
      : [named];
  for (const place of places) {
    try {
      await access(place, constants.X_OK);
      return place;
    } catch {
      // Not here.
    }
  }
  return null;
}

export interface Running {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The compiled bundle, in a temporary folder that `close` removes. */
export async function compileWithOpa(
  opa: string,
  files: readonly PolicyFile[],
): Promise<{ readonly file: string; readonly close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'ringback-opa-'));
  const close = () => rm(directory, { recursive: true, force: true });
  try {
    const policies = join(directory, 'policies');
    await writePolicies(policies, files);
    const file = join(directory, 'bundle.tar.gz');
    await execute(opa, ['build', '-b', policies, '-t', 'wasm', '-e', 'ringback/gate/answer', '-o', file]);
    return { file, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export function startOpa(opa: string): Promise<Running> {
  return start(opa, '/health', (address) => [
    'run',
    '--server',
    '--addr',
    address,
    '--log-level',
    'error',
    '--disable-telemetry',
  ]);
}

export async function startCerbos(cerbos: string, files: readonly PolicyFile[]): Promise<Running> {
  const directory = await mkdtemp(join(tmpdir(), 'ringback-cerbos-'));
  await writePolicies(directory, files);
  const grpc = await freePort();
  const running = await start(
    cerbos,
    '/_cerbos/health',
    (address) => [
      'server',
      '--log-level=error',
      `--set=server.httpListenAddr=${address}`,
      `--set=server.grpcListenAddr=127.0.0.1:${grpc}`,
      '--set=storage.driver=disk',
      `--set=storage.disk.directory=${join(directory, 'policies')}`,
      '--set=telemetry.disabled=true',
    ],
    { CERBOS_NO_TELEMETRY: '1' },
  );
  return {
    url: running.url,
    close: async () => {
      await running.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Starts a server on a free loopback port and waits until it says that it is well. */
async function start(
  program: string,
  health: string,
  args: (address: string) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, args(address), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-2000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      done();
    });
    child.once('error', (error) => {
      said += error.message;
      done();
    });
  });
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const isUp = async (): Promise<boolean> => {
    try {
      return (await fetch(`http://${address}${health}`)).ok;
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 900; tries += 1) {
    if (await isUp()) return { url: `http://${address}`, close };
    if (child.exitCode !== null) break;
    await Promise.race([wait(100), ended]);
  }
  await close();
  throw new Error(`${program} did not start: ${said.trim()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
