import { sql } from 'kysely';
import type { Store, Tx } from './database.ts';
import { ALL_TENANTS, literal } from './database.ts';

/**
 * Durable jobs and timers in our own table, sent in the same transaction as the state change that wants them.
 *
 * A job has a purpose key: sending it again while it waits changes nothing. A claim is a lease: if the worker dies,
 * the lease runs out and another worker takes the job, so every handler must be safe to run twice.
 */
export const JOB_KINDS = [
  'answer',
  'send',
  'reconcile',
  'follow',
  'reminder',
  'notify',
  'digest',
  'expire',
  'reply',
  'lookup',
  'poll',
  'subscribe',
  'unsubscribe',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export interface NewJob {
  readonly tenantId: string;
  readonly kind: JobKind;
  readonly key: string;
  /** Machine time. For tenant time use `dueAt(tenantClock, instant)`. */
  readonly dueAt: string;
  readonly payload?: unknown;
}

export interface Job {
  readonly id: number;
  readonly tenantId: string;
  readonly kind: JobKind;
  readonly key: string;
  readonly dueAt: string;
  readonly payload: unknown;
  readonly tries: number;
}

/** Adds jobs; one that already waits under the same key keeps its time unless `move` is set. */
export async function sendJobs(
  tx: Tx,
  jobs: readonly NewJob[],
  options: { move?: boolean } = {},
): Promise<void> {
  if (jobs.length === 0) return;
  const rows = JSON.stringify(
    jobs.map((job) => ({
      tenant_id: job.tenantId,
      kind: job.kind,
      key: job.key,
      due_at: job.dueAt,
      payload: job.payload ?? {},
    })),
  );
  const onConflict =
    options.move === true
      ? sql`do update set due_at = excluded.due_at, payload = excluded.payload, state = 'waiting', locked_until = null, tries = 0`
      : sql`do nothing`;
  await sql`
    insert into job (tenant_id, kind, key, due_at, payload)
    select tenant_id, kind, key, due_at, payload
    from jsonb_to_recordset(${rows}::jsonb) as j(tenant_id uuid, kind text, key text, due_at timestamptz, payload jsonb)
    on conflict (tenant_id, kind, key) ${onConflict}`.execute(tx);
}

export async function cancelJobs(
  tx: Tx,
  tenantId: string,
  kind: JobKind,
  keys: readonly string[],
): Promise<number> {
  if (keys.length === 0) return 0;
  const result =
    await sql`delete from job where tenant_id = ${tenantId} and kind = ${kind} and key = any(${keys})`.execute(
      tx,
    );
  return Number(result.numAffectedRows ?? 0n);
}

/** Takes up to `limit` due jobs under a lease. `now` is the injected machine clock. Served by index job_due. */
export async function claimJobs(
  store: Store,
  kind: JobKind,
  now: Date,
  limit: number,
  leaseMs = 30_000,
): Promise<Job[]> {
  return (await claimOrWait(store, kind, now, limit, leaseMs)).jobs;
}

/** The same, and when the next job of this kind is due: asked so often that it is one round trip. */
export async function claimOrWait(
  store: Store,
  kind: JobKind,
  now: Date,
  limit: number,
  leaseMs = 30_000,
): Promise<{ readonly jobs: Job[]; readonly nextDue: Date | null }> {
  const [claimed = [], next = []] = await store.script(ALL_TENANTS, [
    `update job set state = 'running', tries = tries + 1,
        locked_until = ${literal(new Date(now.getTime() + leaseMs))}
      where id in (
        select id from job where kind = ${literal(kind)} and state = 'waiting' and due_at <= ${literal(now)}
        order by due_at limit ${literal(limit)} for update skip locked)
      returning id, tenant_id as "tenantId", kind, key, due_at as "dueAt", payload, tries`,
    `select min(due_at) as due from job where kind = ${literal(kind)} and state = 'waiting'`,
  ]);
  const due = (next as { due: string | null }[])[0]?.due ?? null;
  return {
    jobs: (claimed as Job[]).sort((a, b) => a.dueAt.localeCompare(b.dueAt) || a.id - b.id),
    nextDue: due === null ? null : new Date(due),
  };
}

/** Removes finished jobs, in the transaction that holds their result. A job that was moved meanwhile stays. */
export async function finishJobs(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  await sql`delete from job where id = any(${jobs.map((job) => job.id)}) and state = 'running'`.execute(tx);
}

export const MAX_TRIES = 12;

/** Gives a failed job back with exponential back-off, or lays it aside as dead where an operator sees it (Health). */
export async function failJob(store: Store, job: Job, now: Date, error: string): Promise<'waiting' | 'dead'> {
  const state = job.tries >= MAX_TRIES ? 'dead' : 'waiting';
  const backoffMs = Math.min(1000 * 2 ** (job.tries - 1), 15 * 60_000);
  await store.tx(job.tenantId, (tx) =>
    sql`update job set state = ${state}, locked_until = null, last_error = ${error.slice(0, 500)},
        due_at = ${new Date(now.getTime() + backoffMs)} where id = ${job.id} and state = 'running'`.execute(
      tx,
    ),
  );
  return state;
}

/** Jobs whose worker died go back to waiting. */
export async function releaseExpired(store: Store, now: Date): Promise<number> {
  return store.tx(ALL_TENANTS, async (tx) => {
    const result = await sql`update job set state = 'waiting', locked_until = null
      where state = 'running' and locked_until < ${now}`.execute(tx);
    return Number(result.numAffectedRows ?? 0n);
  });
}
