import { sql } from 'kysely';
import type { Pipeline } from '../pipeline/context.ts';
import { runDue, type WorkerPlan } from '../pipeline/worker.ts';
import { AppError } from '../core/model/errors.ts';
import type { Tx } from '../store/database.ts';
import { JOB_KINDS, releaseExpired, type JobKind } from '../store/jobs.ts';

/**
 * Moves a simulated organisation's clock so that an hour passes in a second. It never jumps over work: it goes from one
 * due job to the next, so that each job sees its own due time, and lets everything that this causes come to rest before
 * it goes on.
 */
export interface Progress {
  /** Tenant time reached. */
  readonly at: Date;
  /** From 0 to 1. */
  readonly share: number;
}

/** Works until nothing of this tenant is due: what `settle` does, or a worker's `drain`. */
export type Drain = () => Promise<unknown>;

/** What else happens on the way, such as the calls of a generated history. */
export interface Happenings {
  /** Tenant instant of the next one, or null when there are no more. */
  readonly next: () => Date | null;
  /** Makes those happen that are due by `now` (tenant time). */
  readonly happen: (now: Date) => Promise<void>;
}

/**
 * Moves the clock to `toInstant` (tenant time), step by step. Ends early when `signal` aborts; the clock then stands
 * where the last step left it and a new call carries on.
 */
export async function fastForward(
  pipeline: Pipeline,
  tenantId: string,
  toInstant: Date,
  drain: Drain,
  onProgress: (progress: Progress) => void | Promise<void> = () => undefined,
  options: { readonly happenings?: Happenings; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { happenings } = options;
  const from = (await tenantNow(pipeline, tenantId)).getTime();
  const to = toInstant.getTime();
  for (;;) {
    if (options.signal?.aborted === true) return;
    await happenings?.happen(await tenantNow(pipeline, tenantId));
    await drain();
    const now = (await tenantNow(pipeline, tenantId)).getTime();
    await onProgress({ at: new Date(now), share: to <= from ? 1 : Math.min(1, (now - from) / (to - from)) });
    if (now >= to) return;
    const nextCall = happenings?.next()?.getTime() ?? Number.POSITIVE_INFINITY;
    await pipeline.store.tx(tenantId, async (tx) => {
      const nextJob = await nextDue(tx, pipeline, tenantId);
      const step = Math.min(nextJob, nextCall, to) - now;
      if (step > 0) await moveClock(tx, tenantId, step);
    });
  }
}

/**
 * Moves the clock by so much (back when negative) together with everything that waits: a job that is due at a tenant
 * instant stays due at that instant.
 */
export async function moveClock(tx: Tx, tenantId: string, byMs: number): Promise<void> {
  const moved = await sql`update tenant set clock_offset_ms = clock_offset_ms + ${Math.round(byMs)}
    where id = ${tenantId} and simulated`.execute(tx);
  if (moved.numAffectedRows !== 1n)
    throw new AppError('simulated-only', 'only the clock of a simulated organisation can be moved');
  await sql`update job set due_at = due_at - make_interval(secs => ${Math.round(byMs) / 1000}::double precision)
    where tenant_id = ${tenantId} and state <> 'dead'`.execute(tx);
}

export async function tenantNow(pipeline: Pipeline, tenantId: string): Promise<Date> {
  const row = await pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('tenant').select('clock_offset_ms').where('id', '=', tenantId).executeTakeFirstOrThrow(),
  );
  return new Date(pipeline.clock.now().getTime() + row.clock_offset_ms);
}

/** Tenant time of the next waiting job, in milliseconds; infinity when none waits. */
async function nextDue(tx: Tx, pipeline: Pipeline, tenantId: string): Promise<number> {
  const { rows } = await sql<{ due: string | null; offset: number }>`
    select (select min(due_at) from job where tenant_id = ${tenantId} and state = 'waiting') as due,
      clock_offset_ms as offset from tenant where id = ${tenantId}`.execute(tx);
  const [row] = rows;
  return row?.due == null
    ? Number.POSITIVE_INFINITY
    : Math.max(Date.parse(row.due) + row.offset, pipeline.clock.now().getTime() + row.offset);
}

/** Longest wait for jobs that another worker of the installation holds. */
const PATIENCE_MS = 30_000;

/**
 * Works until nothing of one tenant is due, asking first what is: a round costs one small query when there is nothing to
 * do. Other workers may run beside it; jobs in their hands are waited for. Does not seal: the worker does that.
 */
export async function settle(pipeline: Pipeline, plan: WorkerPlan, tenantId: string): Promise<void> {
  const started = Date.now();
  for (let rounds = 0; rounds < 100_000; rounds += 1) {
    const due = await dueNow(pipeline, tenantId);
    if (due.inbox) await plan.drainInbox(pipeline);
    for (const kind of due.kinds) await runDue(pipeline, kind, plan.steps[kind]);
    if (due.inbox || due.kinds.length > 0) continue;
    if (!due.running) return;
    if (Date.now() - started > PATIENCE_MS) return;
    await releaseExpired(pipeline.store, pipeline.clock.now());
    await new Promise((done) => setTimeout(done, 5));
  }
  throw new AppError('internal', 'the pipeline of this organisation does not come to rest');
}

/** Without the steps at hand: wakes the running workers of the installation until nothing of this tenant is due. */
export async function restOfWorker(pipeline: Pipeline, tenantId: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const due = await dueNow(pipeline, tenantId);
    if (!due.inbox && due.kinds.length === 0 && !due.running) return;
    if (due.inbox) pipeline.signal.wake('inbox');
    for (const kind of due.kinds) pipeline.signal.wake(`job:${kind}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function dueNow(
  pipeline: Pipeline,
  tenantId: string,
): Promise<{ inbox: boolean; kinds: readonly JobKind[]; running: boolean }> {
  const now = pipeline.clock.now();
  const { rows } = await pipeline.store.tx(tenantId, (tx) =>
    sql<{ inbox: boolean; kinds: string[] | null; running: boolean }>`
      select exists (select 1 from inbox where tenant_id = ${tenantId} and state = 'new') as inbox,
        (select array_agg(distinct kind) from job where tenant_id = ${tenantId} and state = 'waiting' and due_at <= ${now}) as kinds,
        exists (select 1 from job where tenant_id = ${tenantId} and state = 'running') as running`.execute(
      tx,
    ),
  );
  const [row] = rows;
  const kinds = new Set(row?.kinds ?? []);
  return {
    inbox: row?.inbox === true,
    kinds: JOB_KINDS.filter((kind) => kinds.has(kind)),
    running: row?.running === true,
  };
}
