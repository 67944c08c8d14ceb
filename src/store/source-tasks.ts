import { sql } from 'kysely';
import type { Tx } from './database.ts';
import type { Keeper } from './keeper.ts';
import { storable } from './storable.ts';

/** Where a source stands with what Ringback does at its vendor by itself. One row per source and kind. */
export const TASK_KINDS = ['poll', 'subscribe'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export interface SourceTask {
  readonly sourceId: string;
  readonly tenantId: string;
  readonly kind: TaskKind;
  readonly connector: string;
  /** Hex of the fingerprint of the settings that this standing goes by. */
  readonly print: string;
  readonly state: 'going' | 'refused' | 'not-configured';
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly failureDetail: string | null;
  readonly failureRemedy: string | null;
  readonly failures: number;
  readonly nextDueAt: string | null;
  readonly nextRequestAt: string | null;
  readonly lookedUntil: string | null;
  /** The look under way. */
  readonly look: {
    readonly from: string;
    readonly to: string;
    readonly cursor: string | null;
    readonly pages: number;
  } | null;
  readonly subscription: {
    readonly id: string;
    readonly expiresAt: string | null;
    /** Null without a keeper, and for one that is older than this memory. */
    readonly madeWith: MadeWith | null;
  } | null;
}

/** The settings of a source, secrets included, and the address, at the time its subscription was made. */
export interface MadeWith {
  readonly config: unknown;
  readonly url: string;
}

/**
 * Makes the row of a task, or fits it to changed settings: a vendor that refused is asked again, and a look under way
 * begins anew, because its page marks belong to the old settings. A subscription of another vendor is forgotten.
 */
export async function fitTask(
  tx: Tx,
  task: Pick<SourceTask, 'sourceId' | 'tenantId' | 'kind' | 'connector' | 'print'>,
  now: Date,
): Promise<SourceTask & { readonly changed: boolean }> {
  const print = Buffer.from(task.print, 'hex');
  const result = await sql`
    insert into source_task as t (source_id, tenant_id, kind, connector, settings_print, next_due_at, looked_until)
    values (${task.sourceId}, ${task.tenantId}, ${task.kind}, ${task.connector}, ${print}, ${now}, ${now})
    on conflict (source_id, kind) do update set connector = excluded.connector,
      settings_print = excluded.settings_print, state = 'going', failures = 0, next_due_at = excluded.next_due_at,
      last_failure_at = null, failure_detail = null, failure_remedy = null,
      look_from = null, look_to = null, page_mark = null, pages = 0,
      subscription_id = case when t.connector = excluded.connector then t.subscription_id end,
      subscription_ends_at = case when t.connector = excluded.connector then t.subscription_ends_at end,
      subscription_made_with = case when t.connector = excluded.connector then t.subscription_made_with end
    where t.settings_print <> excluded.settings_print`.execute(tx);
  const row = await rowOf(tx, task.sourceId, task.kind);
  if (row === undefined) throw new Error('a task that was just written is missing');
  return { ...shaped(row, null), changed: Number(result.numAffectedRows ?? 0n) > 0 };
}

/** The standing, held until the transaction ends: two workers never judge by the same one. */
export async function lockTask(
  tx: Tx,
  keeper: Keeper,
  sourceId: string,
  kind: TaskKind,
): Promise<SourceTask | null> {
  const row = await rowOf(tx, sourceId, kind, true);
  return row === undefined ? null : shaped(row, keeper);
}

export type TaskChange = Partial<
  Pick<
    SourceTask,
    | 'state'
    | 'lastSuccessAt'
    | 'lastFailureAt'
    | 'failureDetail'
    | 'failureRemedy'
    | 'failures'
    | 'nextDueAt'
    | 'nextRequestAt'
    | 'lookedUntil'
    | 'look'
    | 'subscription'
  >
>;

export async function changeTask(
  tx: Tx,
  keeper: Keeper,
  task: Pick<SourceTask, 'sourceId' | 'kind'>,
  change: TaskChange,
): Promise<void> {
  const { look, subscription } = change;
  await tx
    .updateTable('source_task')
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.lastSuccessAt !== undefined && { last_success_at: change.lastSuccessAt }),
      ...(change.lastFailureAt !== undefined && { last_failure_at: change.lastFailureAt }),
      ...(change.failureDetail !== undefined && {
        failure_detail: storable(change.failureDetail?.slice(0, 500) ?? null),
      }),
      ...(change.failureRemedy !== undefined && {
        failure_remedy: storable(change.failureRemedy?.slice(0, 500) ?? null),
      }),
      ...(change.failures !== undefined && { failures: change.failures }),
      ...(change.nextDueAt !== undefined && { next_due_at: change.nextDueAt }),
      ...(change.nextRequestAt !== undefined && { next_request_at: change.nextRequestAt }),
      ...(change.lookedUntil !== undefined && { looked_until: change.lookedUntil }),
      ...(look !== undefined && {
        look_from: look?.from ?? null,
        look_to: look?.to ?? null,
        page_mark:
          look?.cursor == null ? null : keeper.seal(Buffer.from(look.cursor), markSeal(task.sourceId)),
        pages: look?.pages ?? 0,
      }),
      ...(subscription !== undefined && {
        subscription_id: subscription?.id ?? null,
        subscription_ends_at: subscription?.expiresAt ?? null,
        subscription_made_with:
          subscription?.madeWith == null ? null : sealMadeWith(keeper, task.sourceId, subscription.madeWith),
      }),
    })
    .where('source_id', '=', task.sourceId)
    .where('kind', '=', task.kind)
    .execute();
}

/** A source that is gone, or whose connector does nothing of this kind any more. */
export async function removeTask(tx: Tx, sourceId: string, kind: TaskKind): Promise<void> {
  await tx.deleteFrom('source_task').where('source_id', '=', sourceId).where('kind', '=', kind).execute();
}

/** Standings whose source was removed. Of every organisation. */
export async function tasksOfRemovedSources(
  tx: Tx,
): Promise<{ readonly sourceId: string; readonly tenantId: string; readonly kind: TaskKind }[]> {
  const rows = await tx
    .selectFrom('source_task as task')
    .innerJoin('source', 'source.id', 'task.source_id')
    .select(['task.source_id', 'task.tenant_id', 'task.kind'])
    .where('source.removed', '=', true)
    .execute();
  return rows.map((row) => ({
    sourceId: row.source_id,
    tenantId: row.tenant_id,
    kind: row.kind as TaskKind,
  }));
}

/** All tasks of an organisation, without their page marks. Served by source_task_by_tenant. */
export async function tasksOf(tx: Tx, tenantId: string): Promise<SourceTask[]> {
  const rows = await tx.selectFrom('source_task').selectAll().where('tenant_id', '=', tenantId).execute();
  return rows.map((row) => shaped(row, null));
}

/** A person wants the vendor asked again now, whatever it said before. Returns the kinds that are due by this. */
export async function rouseTasks(tx: Tx, sourceId: string, now: Date): Promise<TaskKind[]> {
  const rows = await tx
    .updateTable('source_task')
    .set({ state: 'going', failures: 0, next_due_at: now })
    .where('source_id', '=', sourceId)
    .returning('kind')
    .execute();
  return rows.map((row) => row.kind as TaskKind);
}

/** News that were fetched count as heard, like those that a vendor delivers (see server/intake/source-health.ts). */
export async function noteHeard(
  tx: Tx,
  source: { readonly id: string; readonly tenantId: string },
  at: Date,
  deliveries = 1,
): Promise<void> {
  await sql`insert into source_health as h (source_id, tenant_id, accepted, last_event_at)
    values (${source.id}, ${source.tenantId}, ${deliveries}, ${at})
    on conflict (source_id) do update set accepted = h.accepted + excluded.accepted,
      last_event_at = greatest(h.last_event_at, excluded.last_event_at)`.execute(tx);
}

export interface UnknownStatus {
  readonly sourceId: string;
  /** As the vendor wrote it; empty when it named none. */
  readonly raw: string;
  readonly seen: number;
  readonly lastAt: string;
}

/** Counts statuses that no connector knows. In order of the key, so that two workers never wait for each other. */
export async function noteUnknownStatuses(
  tx: Tx,
  tenantId: string,
  statuses: readonly Omit<UnknownStatus, 'seen'>[],
): Promise<void> {
  if (statuses.length === 0) return;
  const rows = JSON.stringify(
    statuses.map((each) => ({ source_id: each.sourceId, raw: each.raw.slice(0, 200), at: each.lastAt })),
  );
  await sql`insert into unknown_status as u (tenant_id, source_id, raw, seen, last_at)
    select ${tenantId}::uuid, source_id, raw, count(*), max(at)
    from jsonb_to_recordset(${rows}::jsonb) as r(source_id uuid, raw text, at timestamptz)
    group by source_id, raw order by source_id, raw
    on conflict (tenant_id, source_id, raw) do update set seen = u.seen + excluded.seen,
      last_at = greatest(u.last_at, excluded.last_at)`.execute(tx);
}

/** The latest first; an organisation with more than these has other worries. */
export async function unknownStatusesOf(tx: Tx, tenantId: string): Promise<UnknownStatus[]> {
  const rows = await tx
    .selectFrom('unknown_status')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('last_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    sourceId: row.source_id,
    raw: row.raw,
    seen: row.seen,
    lastAt: row.last_at,
  }));
}

export function sealMadeWith(keeper: Keeper, sourceId: string, made: MadeWith): Buffer {
  return keeper.seal(Buffer.from(JSON.stringify(made)), madeSeal(sourceId));
}

export function openMadeWith(keeper: Keeper, sourceId: string, sealed: Uint8Array | null): MadeWith | null {
  if (sealed === null) return null;
  return JSON.parse(keeper.open(sealed, madeSeal(sourceId)).toString('utf8')) as MadeWith;
}

const markSeal = (sourceId: string): string => `page-mark:${sourceId}`;
const madeSeal = (sourceId: string): string => `subscription:${sourceId}`;

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>;

async function rowOf(tx: Tx, sourceId: string, kind: TaskKind, lock = false) {
  const query = tx
    .selectFrom('source_task')
    .selectAll()
    .where('source_id', '=', sourceId)
    .where('kind', '=', kind);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Without a keeper the page mark stays closed. */
function shaped(row: Row, keeper: Keeper | null): SourceTask {
  return {
    sourceId: row.source_id,
    tenantId: row.tenant_id,
    kind: row.kind as TaskKind,
    connector: row.connector,
    print: row.settings_print.toString('hex'),
    state: row.state as SourceTask['state'],
    lastSuccessAt: row.last_success_at,
    lastFailureAt: row.last_failure_at,
    failureDetail: row.failure_detail,
    failureRemedy: row.failure_remedy,
    failures: row.failures,
    nextDueAt: row.next_due_at,
    nextRequestAt: row.next_request_at,
    lookedUntil: row.looked_until,
    look:
      row.look_from === null || row.look_to === null
        ? null
        : {
            from: row.look_from,
            to: row.look_to,
            cursor:
              row.page_mark === null || keeper === null
                ? null
                : keeper.open(row.page_mark, markSeal(row.source_id)).toString('utf8'),
            pages: row.pages,
          },
    subscription:
      row.subscription_id === null
        ? null
        : {
            id: row.subscription_id,
            expiresAt: row.subscription_ends_at,
            madeWith:
              keeper === null ? null : openMadeWith(keeper, row.source_id, row.subscription_made_with),
          },
  };
}
