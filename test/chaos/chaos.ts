/**
 * Attempts with known truth against the whole product in processes of its own, while server and workers are killed with
 * SIGKILL, deliveries come shuffled, doubled and late, and the carrier loses answers. Then the carrier's own book, the
 * CRM and the audit log are compared with the truth.
 *
 *   node test/chaos/chaos.ts [--attempts 10000] [--kill-every-ms 1500] [--seed 1] [--per-second 40] [--keep]
 *
 * Exit 0 when everything holds, 1 with the list of what does not. As a library: `runChaos`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { wire } from '../../src/installation.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { seededRandom, type Random } from '../../src/simulate/random.ts';
import { ALL_TENANTS, migrate, openStore } from '../../src/store/database.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import { localSignal } from '../../src/store/signal.ts';
import { castOf, tell, type PlannedAttempt } from './cast.ts';
import { startProduct, type Product } from './product.ts';
import { comeToRest } from './rest.ts';
import { middayAbroad, setClock } from './midday.ts';
import { vendorsAt, type Vendors } from './vendors.ts';
import { judge, type Verdict } from './verdict.ts';

export interface ChaosOptions {
  readonly databaseUrl: string;
  readonly attempts: number;
  readonly seed: number;
  /** On average; 0 kills nobody. */
  readonly killEveryMs: number;
  /** Attempts begun per second. */
  readonly perSecond: number;
  /** How late the latest deliveries are. */
  readonly latestMs?: number;
  readonly workers?: number;
  readonly say?: (line: string) => void;
  readonly directory: string;
}

export interface ChaosReport extends Verdict {
  readonly seconds: { readonly traffic: number; readonly rest: number };
  readonly kills: { readonly server: number; readonly worker: number };
  readonly webhooks: { readonly sent: number; readonly distinct: number; readonly retries: number };
  /** The end of what the processes wrote, for whoever looks into a failure. */
  readonly log: string;
}

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const say = options.say ?? (() => undefined);
  const random = seededRandom(options.seed);
  const secretKey = randomBytes(32);
  await migrate(options.databaseUrl);
  const store = openStore(options.databaseUrl, { max: 4 });
  const { pipeline } = wire({
    store,
    signal: localSignal(),
    keeper: openKeeper(secretKey),
    settings: { publicUrl: null },
    clock: systemClock,
  });
  const now = new Date();
  const offsetMs = middayAbroad(now).getTime() - now.getTime();
  const cast = castOf(options.attempts, options.seed, { today: now.toISOString().slice(0, 10) });
  const applied = await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, pipeline.keeper, cast.config));
  const tenant = { id: applied.tenantId, key: cast.config.tenant.key };
  await setClock(pipeline, tenant.id, offsetMs);

  say('starting one server and its workers');
  const product = await startProduct({
    databaseUrl: options.databaseUrl,
    secretKey: secretKey.toString('base64'),
    directory: options.directory,
    workers: options.workers ?? 2,
    faults: (place, life) => ({
      seed: `${options.seed}/${place}/${life}`,
      loseAnswer: 0.03,
      dropBefore: 0.01,
      repeatReceipts: 0.1,
      shuffleReceipts: 0.3,
      slow: 0.01,
      directory: join(options.directory, 'dropped'),
    }),
  });
  const vendors = vendorsAt(product.url, cast.secrets);
  try {
    const started = performance.now();
    const killer = startKiller(product, random, options, say);
    const distinct = await sendAll(cast.attempts, vendors, { random, offsetMs, ...options, say });
    await killer.stop();
    const traffic = performance.now() - started;
    say(`all ${options.attempts} attempts told; waiting for everything to come to rest`);
    await product.allUp();
    await comeToRest(pipeline, tenant.id, say);
    const rest = performance.now() - started - traffic;
    say('comparing with the truth');
    const verdict = await judge(pipeline, tenant, cast.attempts, distinct);
    return {
      ...verdict,
      seconds: { traffic: traffic / 1000, rest: rest / 1000 },
      kills: product.kills,
      webhooks: { sent: vendors.counts.accepted, distinct, retries: vendors.counts.retries },
      log: await product.log(),
    };
  } finally {
    vendors.close();
    await product.stop();
    closePipeline(pipeline);
    await store.close();
  }
}

// ---------------------------------------------------------------- the traffic

/** Late, doubled and out of order: how long after the call each delivery of it is sent. */
function lateness(random: Random, latestMs: number): number {
  const draw = random.next();
  if (draw < 0.6) return random.between(0, 1500);
  return random.between(0, draw < 0.85 ? latestMs / 3 : latestMs);
}

interface Traffic {
  readonly random: Random;
  readonly offsetMs: number;
  readonly perSecond: number;
  readonly latestMs?: number;
  readonly say: (line: string) => void;
}

/** Tells all attempts, each in its time. Returns how many different webhooks the product accepted. */
async function sendAll(
  attempts: readonly PlannedAttempt[],
  vendors: Vendors,
  traffic: Traffic,
): Promise<number> {
  const { random, say } = traffic;
  const started = Date.now();
  const tasks: Promise<void>[] = [];
  let distinct = 0;
  for (const [index, attempt] of attempts.entries()) {
    const beginAt = started + (index * 1000) / traffic.perSecond;
    const wait = beginAt - Date.now();
    if (wait > 0) await sleep(wait);
    const told = tell(attempt, new Date(Date.now() + traffic.offsetMs));
    distinct += told.length;
    for (const delivery of random.shuffled(told)) {
      const copies = random.chance(0.2) ? random.between(2, 3) : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        tasks.push(sleep(lateness(random, traffic.latestMs ?? 20_000)).then(() => vendors.deliver(delivery)));
      }
    }
    if (index > 0 && index % 1000 === 0) say(`${index} attempts begun`);
  }
  const results = await Promise.allSettled(tasks);
  const refused = results.find((result) => result.status === 'rejected');
  if (refused !== undefined) throw new Error('a vendor gave up', { cause: refused.reason });
  return distinct;
}

// ---------------------------------------------------------------- the killer

function startKiller(
  product: Product,
  random: Random,
  options: ChaosOptions,
  say: (line: string) => void,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const isOver = (): boolean => stopping.signal.aborted;
  const pending: Promise<void>[] = [];
  const run = async (): Promise<void> => {
    while (!isOver() && options.killEveryMs > 0) {
      await sleep(random.between(options.killEveryMs / 2, options.killEveryMs * 1.5));
      const ready = product.ready();
      if (isOver() || ready.length === 0) continue;
      pending.push(
        product
          .kill(random.pick(ready), random.between(20, 600))
          .catch((error: unknown) => say(`restart failed: ${String(error)}`)),
      );
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(pending);
    },
  };
}

function closePipeline(pipeline: Pipeline): void {
  pipeline.sources.close();
}

// ---------------------------------------------------------------- the command

export function printed(report: ChaosReport): string {
  const lines = Object.entries(report.counts).map(([name, count]) => `  ${name.padEnd(22)} ${count}`);
  return [
    `${report.webhooks.distinct} webhooks, sent ${report.webhooks.sent} times, ${report.webhooks.retries} retries by vendors`,
    `killed: server ${report.kills.server} times, workers ${report.kills.worker} times`,
    `traffic ${report.seconds.traffic.toFixed(1)} s, to rest ${report.seconds.rest.toFixed(1)} s`,
    ...lines,
    report.problems.length === 0 ? 'everything as it should be' : `${report.problems.length} PROBLEMS`,
    ...report.problems.slice(0, 40).map((problem) => `  ${problem}`),
    '',
  ].join('\n');
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      attempts: { type: 'string', default: '10000' },
      'kill-every-ms': { type: 'string', default: '1500' },
      'per-second': { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
    },
  });
  const directory = await mkdtemp(join(tmpdir(), 'ringback-chaos-'));
  const database = await startEmbedded(join(directory, 'database'));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const report = await runChaos({
      databaseUrl: database.url,
      directory,
      attempts: Number(values.attempts),
      killEveryMs: Number(values['kill-every-ms']),
      perSecond: Number(values['per-second']),
      seed: Number(values.seed),
      say,
    });
    process.stdout.write(printed(report));
    if (report.problems.length > 0) process.stdout.write(`\n${report.log}\n`);
    return report.problems.length === 0 ? 0 : 1;
  } finally {
    await database.stop();
    if (values.keep) say(`kept in ${directory}`);
    else await rm(directory, { recursive: true, force: true });
  }
}

if (import.meta.main) process.exitCode = await main();
