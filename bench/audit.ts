/**
 * The audit log: appending records (keys, encryption, canonical JSON, hashing) and sealing them into the Merkle log,
 * against the same rows inserted into a bare table on the same PostgreSQL in the same run; and how fast the verifier
 * reads it all back. `node bench/audit.ts [records]`; prints records per second and ratios.
 */
import { sql } from 'kysely';
import type { NewRecord } from '../src/core/audit/decision-record.ts';
import { silentLog } from '../src/ports/log.ts';
import { auditKey, sealTenant } from '../src/pipeline/seal.ts';
import { appendRecords } from '../src/store/audit.ts';
import { verifyLog } from '../src/store/audit-verify.ts';
import { ALL_TENANTS } from '../src/store/database.ts';
import { newId } from '../src/store/ids.ts';
import { openKeeper } from '../src/store/keeper.ts';
import { organisationDirectory } from '../src/store/organisation.ts';
import { localSignal } from '../src/store/signal.ts';
import { sourceDirectory } from '../src/store/sources.ts';
import { benchDatabase, paired } from './support/database.ts';

const count = Number(process.argv[2] ?? 20_000);
const perTransaction = 50;
const lanes = 4;
const rounds = 5;
const database = await benchDatabase();
const { store } = database;
const keeper = openKeeper(new Uint8Array(32).fill(1));
const clock = { now: () => new Date() };
const pipeline = {
  store,
  clock,
  keeper,
  log: silentLog,
  signal: localSignal(),
  organisations: organisationDirectory(keeper),
  sources: sourceDirectory({ store, keeper, clock }),
  connectors: { voice: new Map(), messaging: new Map(), notify: new Map(), llm: new Map() },
  fetch: globalThis.fetch,
  publicUrl: null,
};
const tenant = { id: newId(), key: 'bench' };
await store.tx(ALL_TENANTS, async (tx) => {
  await tx
    .insertInto('tenant')
    .values({ ...tenant, name: 'bench', zone: 'UTC', config: '{}' })
    .execute();
  await sql`create table bare (id uuid primary key, tenant_id uuid not null, kind text not null, attempt_id uuid,
    subject_id uuid, occurred_at timestamptz not null, leaf text not null, leaf_hash bytea not null)`.execute(
    tx,
  );
});

/** Half a kilobyte of facts for one of a thousand callers: what a text-back's records look like. */
function record(index: number): NewRecord {
  return {
    kind: 'decision.answer',
    attemptId: newId(),
    phone: `+1310555${String(index % 1000).padStart(4, '0')}`,
    occurredAt: new Date().toISOString(),
    body: { version: 1, confidence: 1, citations: [], outcome: { go: true, index } },
    personal: {
      facts: { state: 'missed', note: 'x'.repeat(400) },
      explanation: 'Nothing speaks against a text so far.',
    },
  };
}

async function inLanes(work: (from: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) {
        const from = next;
        next += perTransaction;
        await work(from);
      }
    }),
  );
}

const perSecond = (started: number): number => (count / (performance.now() - started)) * 1000;

/** Append in several lanes, then seal it all: the whole cost of an audited record. */
async function ours(): Promise<number> {
  const started = performance.now();
  await inLanes((from) =>
    store.tx(tenant.id, async (tx) => {
      await appendRecords(
        tx,
        keeper,
        tenant.id,
        Array.from({ length: perTransaction }, (_, at) => record(from + at)),
      );
    }),
  );
  const appended = performance.now();
  await sealTenant(pipeline, tenant.id);
  sealMs.push(performance.now() - appended);
  return perSecond(started);
}

/** The rows of that round again, byte for byte, into a table with a primary key and nothing else. */
async function bare(): Promise<number> {
  const rows = await store.tx(tenant.id, (tx) =>
    sql<{
      kind: string;
      attempt_id: string;
      subject_id: string;
      occurred_at: string;
      leaf: string;
      hash: string;
    }>`
      select kind, attempt_id, subject_id, occurred_at, leaf, encode(leaf_hash, 'hex') as hash
      from audit_record order by leaf_index desc limit ${count}`.execute(tx),
  );
  const started = performance.now();
  await inLanes((from) =>
    store.tx(tenant.id, async (tx) => {
      const part = rows.rows.slice(from, from + perTransaction);
      await sql`insert into bare
        select r.id, ${tenant.id}::uuid, r.kind, r.attempt_id, r.subject_id, r.occurred_at, r.leaf, decode(r.hash, 'hex')
        from unnest(${part.map(() => newId())}::uuid[], ${part.map((row) => row.kind)}::text[],
          ${part.map((row) => row.attempt_id)}::uuid[], ${part.map((row) => row.subject_id)}::uuid[],
          ${part.map((row) => row.occurred_at)}::timestamptz[], ${part.map((row) => row.leaf)}::text[],
          ${part.map((row) => row.hash)}::text[])
          as r(id, kind, attempt_id, subject_id, occurred_at, leaf, hash)`.execute(tx);
    }),
  );
  return perSecond(started);
}

const sealMs: number[] = [];
process.stdout.write(`${count} records, ${perTransaction} per transaction, ${lanes} writers, then sealed\n`);
await paired(rounds, { name: 'append and seal', run: ours }, { name: 'bare insert', run: bare }, 'records/s');
const median = sealMs.toSorted((a, b) => a - b)[Math.floor(sealMs.length / 2)] ?? 0;
process.stdout.write(`sealing alone: ${Math.round((count / median) * 1000)} records/s\n`);

const started = performance.now();
const report = await verifyLog(store, tenant, auditKey(keeper, tenant.key).verifierKey);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `verify: ${report.ok ? 'whole' : 'BROKEN'}, ${report.checked} records at ${Math.round(report.checked / seconds)} records/s\n`,
);
pipeline.sources.close();
await database.close();
process.exitCode = report.ok ? 0 : 1;
