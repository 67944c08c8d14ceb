/**
 * What a webhook costs as the store fills: normalise, correlate and classify as the worker does it, against a PostgreSQL
 * with fsync on that holds 10,000, 100,000 and 1,000,000 call events. The baseline in the same run are the same queries
 * without the indexes they were written for. Processor time counts, of this process and of PostgreSQL's, because others
 * may use the machine too; wall time stands beside it.
 *
 *   node bench/growth.ts [--quick]
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { wire } from '../src/installation.ts';
import { systemClock } from '../src/ports/clock.ts';
import { drainInbox } from '../src/pipeline/hear.ts';
import { ALL_TENANTS, migrate, openStore } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { contentHashOf, openInbox, type NewDelivery } from '../src/store/inbox.ts';
import { openKeeper } from '../src/store/keeper.ts';
import { applyConfig } from '../src/store/organisation.ts';
import { localSignal } from '../src/store/signal.ts';
import { castOf, tell } from '../test/chaos/cast.ts';
import { median } from './support/database.ts';
import { fillCalls, LOOK_UP_INDEXES } from './support/stored-calls.ts';
import { familyOf, usageOf } from './support/usage.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const SIZES = values.quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
const BATCH = 100;
const ROUNDS = values.quick ? 5 : 9;
const BARE_ROUNDS = 2;
const SINGLES = 40;
const BARE_SINGLES = 5;

const directory = await mkdtemp(join(tmpdir(), 'ringback-growth-'));
const database = await startEmbedded(directory);
const postmaster = Number(
  (await readFile(join(directory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
);
const line = (text: string): void => void process.stdout.write(`${text}\n`);
try {
  await migrate(database.url);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`select set_config('ringback.tenant', '*', false)`);
  // Helpers of a parallel scan are gone before their processor time can be read.
  await admin.query('alter role current_user set max_parallel_workers_per_gather = 0');
  const store = openStore(database.url, { max: 4 });
  const { pipeline } = wire({
    store,
    signal: localSignal(),
    keeper: openKeeper(randomBytes(32)),
    settings: { publicUrl: null },
    clock: systemClock,
  });
  const now = new Date();
  const wanted = SIZES.length * ((ROUNDS + BARE_ROUNDS + 1) * BATCH + SINGLES + BARE_SINGLES);
  const cast = castOf(Math.ceil(wanted / 2), 11, { today: now.toISOString().slice(0, 10) });
  const { tenantId } = await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, pipeline.keeper, cast.config));
  const sources = await pipeline.sources.ofTenant(tenantId);
  const waiting = cast.attempts
    .flatMap((attempt) => tell(attempt, now))
    .map((told): NewDelivery => {
      const source = sources.find((each) => each.connector === told.surface);
      if (source === undefined) throw new Error(`no source for ${told.surface}`);
      const target = `/hooks/voice/${source.key}`;
      const body = Buffer.from(told.body);
      return {
        tenantId,
        sourceId: source.id,
        kind: 'voice',
        contentHash: contentHashOf('POST', target, body),
        method: 'POST',
        url: `https://calls.example.test${target}`,
        headers: { 'content-type': told.contentType },
        body,
        receivedAt: now.toISOString(),
      };
    });
  const inbox = openInbox(store);

  /** Processor and wall time per webhook of one batch, in milliseconds. */
  const hear = async (count: number, each = count): Promise<Cost> => {
    const taken = waiting.splice(0, count);
    if (taken.length < count) throw new Error('the cast has run out of webhooks');
    await inbox.insert(taken);
    const pids = await familyOf(postmaster);
    const [cpu, theirs, began] = [process.cpuUsage(), await usageOf(pids), performance.now()];
    for (let left = count; left > 0;) left -= await drainInbox(pipeline, 'calls', each);
    const wall = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    const postgres = (await usageOf(pids)).cpuMs - theirs.cpuMs;
    return { ours: (user + system) / 1000 / count, postgres: postgres / count, wall: wall / count };
  };
  const rounds = async (count: number): Promise<Cost> => {
    const costs: Cost[] = [];
    for (let round = 0; round < count; round += 1) costs.push(await hear(BATCH));
    return {
      ours: median(costs.map((cost) => cost.ours)),
      // Counted in ticks of 10 ms: the sum is finer than any of its parts.
      postgres: costs.reduce((sum, cost) => sum + cost.postgres, 0) / costs.length,
      wall: median(costs.map((cost) => cost.wall)),
    };
  };

  line('milliseconds per webhook: processor time of this process + of PostgreSQL (wall time)');
  line(`batches of ${BATCH}, ${ROUNDS} rounds a size; "one by one" is a batch of one, as on a quiet day`);
  const rows: { size: number; indexed: Cost; bare: Cost; single: Cost; bareSingle: Cost }[] = [];
  let stored = 0;
  for (const size of SIZES) {
    const began = performance.now();
    for (const index of LOOK_UP_INDEXES) await admin.query(index.drop);
    await fillCalls(admin, { tenantId, source: sources[0]?.id ?? '' }, stored, size, now);
    stored = size;
    await admin.query('analyze');
    const bare = await rounds(BARE_ROUNDS);
    const bareSingle = await hear(BARE_SINGLES, 1);
    for (const index of LOOK_UP_INDEXES) await admin.query(index.create);
    await admin.query('vacuum analyze');
    const filledIn = (performance.now() - began) / 1000;
    await hear(BATCH);
    const indexed = await rounds(ROUNDS);
    const single = await hear(SINGLES, 1);
    rows.push({ size, indexed, bare, single, bareSingle });
    line(`${size.toLocaleString('en-US')} events in store (prepared in ${filledIn.toFixed(0)} s)`);
    line(
      `  by the hundred   indexed ${shown(indexed)}   no indexes ${shown(bare)}   ${ratio(bare, indexed)}`,
    );
    line(
      `  one by one       indexed ${shown(single)}   no indexes ${shown(bareSingle)}   ${ratio(bareSingle, single)}`,
    );
  }
  const [first, last] = [rows[0], rows.at(-1)];
  if (first !== undefined && last !== undefined) {
    const growth = (what: 'indexed' | 'bare' | 'single' | 'bareSingle'): string =>
      (total(last[what]) / total(first[what])).toFixed(2);
    line(
      `growth from ${first.size.toLocaleString('en-US')} to ${last.size.toLocaleString('en-US')} events (1 is flat):`,
    );
    line(`  by the hundred   indexed ${growth('indexed')}   no indexes ${growth('bare')}`);
    line(`  one by one       indexed ${growth('single')}   no indexes ${growth('bareSingle')}`);
  }
  await admin.end();
  await inbox.close();
  pipeline.sources.close();
  await store.close();
} finally {
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

interface Cost {
  readonly ours: number;
  readonly postgres: number;
  readonly wall: number;
}

function total(cost: Cost): number {
  return cost.ours + cost.postgres;
}

function ratio(bare: Cost, indexed: Cost): string {
  return `ratio ${(total(bare) / total(indexed)).toFixed(1)}`;
}

function shown(cost: Cost): string {
  return `${cost.ours.toFixed(2)} + ${cost.postgres.toFixed(2)} (${cost.wall.toFixed(2)})`;
}
