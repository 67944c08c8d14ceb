/**
 * Own time: from the moment a vendor sends the webhook that completes a miss to the moment the carrier has taken the text,
 * with a deliberate delay of zero, through the real HTTP server and a worker in processes of their own and a PostgreSQL
 * with fsync on. The baseline in the same run is `bare.ts`. Resident memory and processor time of the product follow.
 *
 *   node bench/latency.ts [--calls-per-second 200] [--seconds 30] [--workers 1] [--profile DIR]
 */
import { randomBytes } from 'node:crypto';
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { wire } from '../src/installation.ts';
import { systemClock } from '../src/ports/clock.ts';
import { ALL_TENANTS, migrate, openStore } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { openKeeper } from '../src/store/keeper.ts';
import { applyConfig } from '../src/store/organisation.ts';
import { localSignal } from '../src/store/signal.ts';
import { castOf, tell, type Cast, type PlannedAttempt } from '../test/chaos/cast.ts';
import { middayAbroad, setClock } from '../test/chaos/midday.ts';
import { freePort, startProduct } from '../test/chaos/product.ts';
import { vendorsAt, type Vendors } from '../test/chaos/vendors.ts';
import { familyOf, usageOf, type Usage } from './support/usage.ts';

const { values } = parseArgs({
  options: {
    'calls-per-second': { type: 'string', default: '200' },
    seconds: { type: 'string', default: '30' },
    workers: { type: 'string', default: '1' },
    profile: { type: 'string' },
  },
});
const perSecond = Number(values['calls-per-second']);
const seconds = Number(values.seconds);
const workers = Number(values.workers);
const WARM_UP_SECONDS = 5;
/** After this long without a text a call counts as unanswered. */
const PATIENCE_MS = 20_000;

const directory = await mkdtemp(join(tmpdir(), 'ringback-latency-'));
const database = await startEmbedded(join(directory, 'database'));
const postmaster = Number(
  (await readFile(join(directory, 'database', 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
);
try {
  await migrate(database.url);
  const cast = castOf((WARM_UP_SECONDS + seconds) * perSecond * 2, 7, {
    today: new Date().toISOString().slice(0, 10),
    instantOnly: true,
  });
  const half = cast.attempts.length / 2;
  const line = (text: string): void => void process.stdout.write(`${text}\n`);
  line(
    `${perSecond} missed calls a second for ${seconds} s, 1 server, ${workers} worker(s), fsync on, loopback`,
  );
  const bare = await runBare(cast, cast.attempts.slice(0, half));
  line(told('bare pipeline', bare));
  const ours = await runOurs(cast, cast.attempts.slice(half));
  line(told('ringback', ours.times));
  line(`ratio ringback / bare: p50 ${ratio(ours.times, bare, 0.5)}, p99 ${ratio(ours.times, bare, 0.99)}`);
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  line(
    `resident memory after the run: product ${megabytes(ours.product.rss)}, with PostgreSQL ${megabytes(ours.product.rss + ours.postgres.rss)} ` +
      `(shared pages counted once: ${megabytes(ours.product.pss + ours.postgres.pss)})`,
  );
  const perCall = (usage: Usage): string =>
    (usage.cpuMs / ((WARM_UP_SECONDS + seconds) * perSecond)).toFixed(2);
  line(
    `processor time per call: product ${perCall(ours.product)} ms, PostgreSQL ${perCall(ours.postgres)} ms`,
  );
} finally {
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

interface Times {
  /** Milliseconds, sorted. */
  readonly own: readonly number[];
  readonly sent: number;
}

async function runOurs(
  cast: Cast,
  attempts: readonly PlannedAttempt[],
): Promise<{ times: Times; product: Usage; postgres: Usage }> {
  const secretKey = randomBytes(32);
  const store = openStore(database.url, { max: 2 });
  const { pipeline } = wire({
    store,
    signal: localSignal(),
    keeper: openKeeper(secretKey),
    settings: { publicUrl: null },
    clock: systemClock,
  });
  const now = new Date();
  const offsetMs = middayAbroad(now).getTime() - now.getTime();
  const { tenantId } = await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, pipeline.keeper, cast.config));
  await setClock(pipeline, tenantId, offsetMs);
  const book = new Map<string, number>();
  const product = await startProduct({
    databaseUrl: database.url,
    secretKey: secretKey.toString('base64'),
    directory,
    workers,
    onAccepted: (accepted) => accepted.forEach(([recipient, at]) => book.set(recipient, at)),
    ...(values.profile === undefined
      ? {}
      : { nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] }),
  });
  const before = {
    product: await usageOf(product.pids()),
    postgres: await usageOf(await familyOf(postmaster)),
  };
  const vendors = vendorsAt(product.url, cast.secrets, { sockets: 64 });
  try {
    // A new database knows nothing of its tables yet; PostgreSQL's own daemon would get to it some seconds later.
    const times = await measure(attempts, vendors, offsetMs, book, () => store.pool.query('analyze'));
    const after = {
      product: await usageOf(product.pids()),
      postgres: await usageOf(await familyOf(postmaster)),
    };
    return {
      times,
      product: { ...after.product, cpuMs: after.product.cpuMs - before.product.cpuMs },
      postgres: { ...after.postgres, cpuMs: after.postgres.cpuMs - before.postgres.cpuMs },
    };
  } finally {
    vendors.close();
    await product.stop();
    pipeline.sources.close();
    await store.close();
  }
}

async function runBare(cast: Cast, attempts: readonly PlannedAttempt[]): Promise<Times> {
  const store = openStore(database.url, { max: 1 });
  await store.pool.query(
    'create table bare_inbox (id bigint generated always as identity primary key, body bytea not null)',
  );
  await store.pool.query(
    'create table bare_carrier (id bigint generated always as identity primary key, recipient text not null)',
  );
  await store.close();
  const port = await freePort();
  const book = new Map<string, number>();
  const children = await Promise.all(
    ['server', ...Array.from({ length: workers }, () => 'worker')].map(async (role) => {
      const child = fork(join(import.meta.dirname, 'bare.ts'), [role, database.url, String(port)], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      });
      await new Promise<void>((done) => {
        child.on('message', (message: { accepted?: [string, number][] }) => {
          if (message.accepted === undefined) done();
          else message.accepted.forEach(([recipient, at]) => book.set(recipient, at));
        });
      });
      return child;
    }),
  );
  const vendors = vendorsAt(`http://127.0.0.1:${port}`, cast.secrets, { sockets: 64 });
  try {
    return await measure(attempts, vendors, 0, book, () => Promise.resolve());
  } finally {
    vendors.close();
    for (const child of children) child.kill('SIGKILL');
  }
}

/** Sends calls at an even pace, whatever the product makes of it, and waits for their texts. */
async function measure(
  attempts: readonly PlannedAttempt[],
  vendors: Vendors,
  offsetMs: number,
  book: ReadonlyMap<string, number>,
  afterWarmUp: () => Promise<unknown>,
): Promise<Times> {
  const begun = new Map<string, number>();
  const play = async (calls: readonly PlannedAttempt[]): Promise<void> => {
    begun.clear();
    const tasks: Promise<void>[] = [];
    const started = performance.now();
    for (const [index, attempt] of calls.entries()) {
      const wait = started + (index * 1000) / perSecond - performance.now();
      if (wait > 1) await sleep(wait);
      const [completing, ...rest] = tell(attempt, new Date(Date.now() + offsetMs));
      if (completing === undefined || attempt.caller === null) continue;
      begun.set(attempt.caller, performance.timeOrigin + performance.now());
      tasks.push(vendors.deliver(completing));
      // The carrier's last word comes a second later and changes nothing.
      for (const delivery of rest) tasks.push(sleep(1000).then(() => vendors.deliver(delivery)));
    }
    await Promise.all(tasks);
    const until = Date.now() + PATIENCE_MS;
    while ([...begun.keys()].some((caller) => !book.has(caller)) && Date.now() < until) await sleep(250);
  };
  const warm = WARM_UP_SECONDS * perSecond;
  await play(attempts.slice(0, warm));
  await afterWarmUp();
  await play(attempts.slice(warm));
  const own = [...begun].flatMap(([caller, at]) => {
    const accepted = book.get(caller);
    return accepted === undefined ? [] : [accepted - at];
  });
  return { own: own.sort((a, b) => a - b), sent: begun.size };
}

function told(name: string, times: Times): string {
  const at = (share: number): string => `${percentile(times.own, share).toFixed(1)} ms`;
  const missing = times.sent - times.own.length;
  return (
    `${name.padEnd(14)} p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)} over ${times.own.length} calls` +
    (missing > 0 ? `; ${missing} calls got no text in time` : '')
  );
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function ratio(a: Times, b: Times, share: number): string {
  return (percentile(a.own, share) / percentile(b.own, share)).toFixed(1);
}
