import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from './core/model/errors.ts';
import { parseConfig } from './core/organisation/parse.ts';
import { openDatabase, openInstallation, WEB_ROOT, type Installation } from './installation.ts';
import type { Io } from './main.ts';
import { scheduleDigests } from './pipeline/digest.ts';
import { startWorker } from './pipeline/worker.ts';
import {
  createLoginToken,
  createMetrics,
  createServer,
  timedSteps,
  type RingbackServer,
} from './server/server.ts';
import { readSettings } from './settings.ts';
import { DEMO_KEY, demoOrganisation } from './simulate/demo-organisation.ts';
import { openSimulator } from './simulate/desk.ts';
import { openHands, type Hands } from './simulate/hands.ts';
import { playHistory } from './simulate/history.ts';
import { ALL_TENANTS, migrate } from './store/database.ts';
import { applyConfig, listTenants } from './store/organisation.ts';
import { VERSION } from './version.ts';

const DATA = '  --data DIR   where the embedded PostgreSQL, the key and the spool live (.ringback)\n';
const PORT = '  --port N     HTTP port (8080)\n';
const KNOWS = '  Every setting of the environment, DATABASE_URL among them: .env.example\n';
export const USAGES = {
  start: `usage: ringback start [--demo] [--config FILE] [--data DIR] [--port N] [--no-build]
  --demo       adds the SIMULATED organisation and plays two weeks of its calls
  --config     imports this ringback.yaml first
${DATA}${PORT}  --no-build   takes the dashboard as it was built
${KNOWS}`,
  server: `usage: ringback server [--data DIR] [--port N]\n${DATA}${PORT}${KNOWS}`,
  worker: `usage: ringback worker [--data DIR]\n${DATA}${KNOWS}`,
  migrate: `usage: ringback migrate [--data DIR]\n${DATA}${KNOWS}`,
} as const;

/** `ringback start`: everything in one process, with progress while it works and an address at the end. */
export async function start(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      demo: { type: 'boolean', default: false },
      config: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const say = progress(io);
  const stopped = untilStopped(say);
  const settings = readSettings(process.env, {
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.port === undefined ? {} : { port: portOf(values.port) }),
  });
  say(`Ringback ${VERSION}`);
  const [installation] = await Promise.all([
    openInstallation(settings, { report: say }),
    values['no-build'] ? undefined : buildDashboard(say),
  ]);
  try {
    if (values.config !== undefined) await importConfig(installation, values.config, say);
    if (values.demo) await ensureDemo(installation, say);
    const metrics = createMetrics();
    const hands = openHands();
    const server = await serverOf(installation, metrics, hands);
    const port = await server.start(settings.port);
    await scheduleDigests(installation.pipeline);
    await announce(installation, port, io);
    const history = values.demo ? startHistory(installation, say, hands) : NO_HISTORY;
    const worker = ((await isAloneWithDemo(installation)) ? history.done : Promise.resolve()).then(() =>
      startWorker(installation.pipeline, {
        ...installation.plan,
        steps: timedSteps(installation.plan.steps, metrics),
      }),
    );
    await stopped;
    say('stopping: finishing the work in hand');
    await server.stop();
    await history.stop();
    await (await worker).stop();
    return 0;
  } finally {
    await installation.close();
  }
}

/** `ringback server`: the HTTP side alone. */
export async function serverOnly(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { port: { type: 'string' }, data: { type: 'string' } } });
  const settings = readSettings(process.env, {
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.port === undefined ? {} : { port: portOf(values.port) }),
  });
  const say = progress(io);
  const stopped = untilStopped(say);
  const [installation] = await Promise.all([
    openInstallation(settings, { report: say }),
    buildDashboard(say),
  ]);
  const server = await serverOf(installation, createMetrics());
  const port = await server.start(settings.port);
  say(`listening on http://${settings.host}:${port}`);
  await stopped;
  await server.stop();
  await installation.close();
  return 0;
}

/** `ringback worker`: the pipeline alone. */
export async function workerOnly(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: 'string' } } });
  const say = progress(io);
  const stopped = untilStopped(say);
  const settings = readSettings(process.env, values.data === undefined ? {} : { data: values.data });
  const installation = await openInstallation(settings, { report: say });
  await scheduleDigests(installation.pipeline);
  const worker = startWorker(installation.pipeline, installation.plan);
  say('working');
  await stopped;
  await worker.stop();
  await installation.close();
  return 0;
}

/** `ringback migrate`: the schema alone. */
export async function migrateOnly(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: 'string' } } });
  const say = progress(io);
  const settings = readSettings(process.env, values.data === undefined ? {} : { data: values.data });
  const database = await openDatabase(settings, say);
  try {
    const ran = await migrate(database.url, say);
    say(ran.length === 0 ? 'the schema is up to date' : `${ran.length} migrations ran`);
  } finally {
    await database.stop();
  }
  return 0;
}

function serverOf(
  installation: Installation,
  metrics: ReturnType<typeof createMetrics>,
  hands?: Hands,
): Promise<RingbackServer> {
  const { pipeline, settings } = installation;
  return createServer({
    pipeline,
    simulator: openSimulator(pipeline, hands),
    metrics,
    settings: {
      version: VERSION,
      host: settings.host,
      dataDirectory: settings.data,
      webRoot: existsSync(WEB_ROOT) ? WEB_ROOT : null,
      adminKey: settings.adminKey,
      environment: process.env,
    },
  });
}

/** Built on first start and whenever its sources changed; a finished build is found by its stamp. */
async function buildDashboard(say: (line: string) => void): Promise<void> {
  const { buildWeb } = await import('../scripts/build-web.ts');
  await buildWeb(say);
}

async function importConfig(
  installation: Installation,
  file: string,
  say: (line: string) => void,
): Promise<void> {
  const parsed = parseConfig(await readFile(file, 'utf8'));
  if (!parsed.ok)
    throw new AppError('invalid-config', `${file} has ${parsed.issues.length} problems`, {
      issues: parsed.issues,
    });
  const { pipeline } = installation;
  const applied = await pipeline.store.tx(ALL_TENANTS, (tx) =>
    applyConfig(tx, pipeline.keeper, parsed.config, { env: process.env }),
  );
  pipeline.signal.wake('organisation');
  say(
    applied.changes.length === 0
      ? `${file}: nothing to change`
      : `${file}: ${applied.changes.length} changes applied`,
  );
}

async function ensureDemo(installation: Installation, say: (line: string) => void): Promise<void> {
  const { pipeline } = installation;
  const tenants = await pipeline.store.tx(ALL_TENANTS, listTenants);
  if (tenants.some((tenant) => tenant.key === DEMO_KEY)) return;
  say('making the demo organisation: two brands, 87 locations, SIMULATED');
  const config = demoOrganisation({
    today: new Date().toISOString().slice(0, 10),
    secret: () => randomBytes(24).toString('base64url'),
  });
  await pipeline.store.tx(ALL_TENANTS, (tx) => applyConfig(tx, pipeline.keeper, config));
  pipeline.signal.wake('organisation');
}

interface History {
  /** Never rejects. */
  readonly done: Promise<void>;
  readonly stop: () => Promise<void>;
}

const NO_HISTORY: History = { done: Promise.resolve(), stop: () => Promise.resolve() };

/** Then the history does every job there is, and a worker beside it would only take turns with it. */
async function isAloneWithDemo({ pipeline }: Installation): Promise<boolean> {
  return (await pipeline.store.tx(ALL_TENANTS, listTenants)).every((tenant) => tenant.key === DEMO_KEY);
}

function startHistory(installation: Installation, say: (line: string) => void, hands: Hands): History {
  const stopping = new AbortController();
  const done = playHistory(installation.pipeline, DEMO_KEY, {
    plan: installation.plan,
    hands,
    signal: stopping.signal,
    onProgress: say,
  }).catch((error: unknown) => {
    installation.log.error({ error: String(error) }, 'the demo history stopped');
  });
  return {
    done,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function announce(installation: Installation, port: number, io: Io): Promise<void> {
  const { pipeline, settings } = installation;
  const base =
    settings.publicUrl ?? `http://${settings.host === '0.0.0.0' ? 'localhost' : settings.host}:${port}`;
  const tenants = await pipeline.store.tx(ALL_TENANTS, listTenants);
  const lines = await Promise.all(
    tenants.map(async (tenant) => {
      const { token } = await createLoginToken(pipeline.store, pipeline.clock, { tenantId: tenant.id });
      return `  ${tenant.name}${tenant.simulated ? ' (SIMULATED)' : ''}\n    ${base}/login?token=${token}\n`;
    }),
  );
  const hint =
    tenants.length === 0
      ? '  No organisation yet: ringback import examples/ringback.yaml, or start with --demo.\n'
      : lines.join('');
  io.stdout(
    `\nRingback is up at ${base}\n\nOne-time login (good for an hour):\n${hint}\nStop with Ctrl-C.\n`,
  );
}

/**
 * Asked for before anything is started, and for good: a Ctrl-C reaches us two or three times (from the terminal, from npm,
 * from the launcher), perhaps while PostgreSQL is just being started. Whichever comes later must not end us half-way and
 * leave the database running without its owner.
 */
function untilStopped(say: (line: string) => void): Promise<void> {
  // Whoever read our lines may have died with the terminal; that must not end the stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);
  return new Promise((done) => {
    let askedAt: number | null = null;
    const ask = (): void => {
      const now = performance.now();
      if (askedAt !== null && now - askedAt > REPEATED_MS) say('still finishing the work in hand');
      askedAt ??= now;
      done();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    // The launcher was killed without a chance to say so (SIGKILL, out of memory): nobody could stop us any more.
    if (process.connected) {
      process.once('disconnect', () => {
        say('the launcher is gone');
        ask();
      });
      // Listening alone must not keep a finished run alive.
      process.channel?.unref();
    }
  });
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Signals closer together than this are one wish of one person. */
const REPEATED_MS = 1500;

/** Lines with the seconds since start, so that waiting never looks like hanging. */
function progress(io: Io): (line: string) => void {
  const started = performance.now();
  return (line) => io.stdout(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)}s] ${line}\n`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError('invalid-config', `--port ${text} is not a port`, {
      issues: [{ path: '--port', message: 'a number from 0 to 65535' }],
    });
  }
  return port;
}
