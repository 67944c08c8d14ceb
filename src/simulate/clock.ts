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

/** How things stand in one organisation, read in one query. */
export interface Standing {
  readonly inbox: boolean;
  readonly kinds: readonly JobKind[];
  readonly running: boolean;
  /** Tenant time of the next waiting job in milliseconds; infinity when none waits. */
  readonly nextDue: number;
  readonly offsetMs: number;
  /** Position of the last text in the virtual carrier's book. */
  readonly lastText: number;
}

/** Works until nothing of this tenant is due, and says how things stand then: `settle` or `restOfWorker`. */
export type Drain = () => Promise<Standing>;

/** What else happens on the way, such as the calls of a generated history. */
export interface Happenings {
  /** Looks at how things stand after everything came to rest, for example for new texts to answer. */
  readonly notice: (standing: Standing) => Promise<void>;
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
  const to = toInstant.getTime();
  const from = (await tenantNow(pipeline, tenantId)).getTime();
  let offsetMs = from - pipeline.clock.now().getTime();
  for (;;) {
    if (options.signal?.aborted === true) return;
    await happenings?.happen(new Date(pipeline.clock.now().getTime() + offsetMs));
    const standing = await drain();
    await happenings?.notice(standing);
    offsetMs = standing.offsetMs;
    const now = pipeline.clock.now().getTime() + offsetMs;
    await onProgress({ at: new Date(now), share: to <= from ? 1 : Math.min(1, (now - from) / (to - from)) });
    if (now >= to) return;
    const nextCall = happenings?.next()?.getTime() ?? Number.POSITIVE_INFINITY;
    const step = Math.round(Math.min(standing.nextDue, nextCall, to) - now);
    if (step <= 0) continue;
    await pipeline.store.tx(tenantId, (tx) => moveClock(tx, tenantId, step));
    offsetMs += step;
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

/** Longest wait for jobs that another worker of the installation holds. */
const PATIENCE_MS = 30_000;

/**
 * Works until nothing of one tenant is due, asking first what is: a round costs one small query when there is nothing to
 * do. Other workers may run beside it; jobs in their hands are waited for. Does not seal: the worker does that.
 */
export async function settle(pipeline: Pipeline, plan: WorkerPlan, tenantId: string): Promise<Standing> {
  return untilRest(pipeline, tenantId, async (standing) => {
    if (standing.inbox) await plan.drainInbox(pipeline);
    for (const kind of standing.kinds) await runDue(pipeline, kind, plan.steps[kind]);
  });
}

/** Without the steps at hand: wakes the running workers of the installation until nothing of this tenant is due. */
export async function restOfWorker(pipeline: Pipeline, tenantId: string): Promise<Standing> {
  return untilRest(pipeline, tenantId, async (standing) => {
    if (standing.inbox) pipeline.signal.wake('inbox');
    for (const kind of standing.kinds) pipeline.signal.wake(`job:${kind}`);
    await new Promise((done) => setTimeout(done, 4));
  });
}

async function untilRest(
  pipeline: Pipeline,
  tenantId: string,
  work: (standing: Standing) => Promise<void>,
): Promise<Standing> {
  let waitingSince: number | null = null;
  for (let rounds = 0; rounds < 100_000; rounds += 1) {
    const standing = await standingOf(pipeline, tenantId);
    if (standing.inbox || standing.kinds.length > 0) await work(standing);
    else if (!standing.running) return standing;
    else {
      waitingSince ??= performance.now();
      if (performance.now() - waitingSince > PATIENCE_MS) return standing;
      await releaseExpired(pipeline.store, pipeline.clock.now());
      await new Promise((done) => setTimeout(done, 5));
    }
  }
  throw new AppError('internal', 'the pipeline of this organisation does not come to rest');
}

/**
 * A text that is on its way to the carrier counts as running: no job holds it then, only the timer that asks about it if
 * its answer is lost. Served by job_by_tenant, inbox_new and handset_by_number.
 */
async function standingOf(pipeline: Pipeline, tenantId: string): Promise<Standing> {
  const now = pipeline.clock.now();
  const { rows } = await pipeline.store.tx(tenantId, (tx) =>
    sql<{
      inbox: boolean;
      kinds: string[] | null;
      running: boolean;
      due: string | null;
      offset_ms: number;
      last_text: number | null;
    }>`
      select exists (select 1 from inbox where tenant_id = ${tenantId} and state = 'new') as inbox,
        (select array_agg(distinct kind) from job where tenant_id = ${tenantId} and state = 'waiting' and due_at <= ${now}) as kinds,
        exists (select 1 from job where tenant_id = ${tenantId}
          and (state = 'running' or (kind = 'reconcile' and (payload->>'underWayUntil')::timestamptz > ${now}))) as running,
        (select min(due_at) from job where tenant_id = ${tenantId} and state = 'waiting') as due,
        clock_offset_ms as offset_ms,
        (select max(id) from handset_message) as last_text
      from tenant where id = ${tenantId}`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) throw new AppError('not-found', 'there is no such organisation');
  const kinds = new Set(row.kinds ?? []);
  return {
    inbox: row.inbox,
    kinds: JOB_KINDS.filter((kind) => kinds.has(kind)),
    running: row.running,
    nextDue: row.due === null ? Number.POSITIVE_INFINITY : Date.parse(row.due) + row.offset_ms,
    offsetMs: row.offset_ms,
    lastText: row.last_text ?? 0,
  };
}
