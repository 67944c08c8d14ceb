import type { AnswerState } from '../core/model/attempt.ts';
import { sql, type RawBuilder } from 'kysely';
import type { CallEvent } from '../core/model/call-event.ts';

import type { Tx } from './database.ts';
import { AN_ID, AN_INSTANT, decodeCursor, digitsOf, like, pageOf } from './queries-cursor.ts';

/** Attempts as the call list and the call page read them. */
export interface CallRecord {
  readonly id: string;
  readonly location_id: string;
  readonly caller: string | null;
  readonly dialled: string;
  readonly state: 'in-progress' | 'missed' | 'answered' | 'recovered-by-caller' | 'undecided';
  readonly missed: boolean;
  readonly missed_at: string | null;
  readonly started_at: string;
  readonly primary_class: string | null;
  readonly view: {
    readonly calls?: readonly unknown[];
    readonly links?: readonly {
      readonly eventIds: readonly string[];
      readonly rule: string;
      readonly confidence: number;
      readonly because: string;
    }[];
    readonly classes?: readonly {
      readonly class: string;
      readonly confidence: number;
      readonly because: string;
    }[];
    readonly confidence?: 'high' | 'medium' | 'low';
    readonly explanation?: string;
  };
  readonly answer: AnswerState;
  readonly answer_reason: string | null;
  readonly answer_code: string | null;
  readonly answer_due_at: string | null;
  readonly simulated: boolean;
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly thread_id: string | null;
  readonly texted_at: string | null;
  readonly surfaces: readonly string[];
  /** With all its digits: surfaces may send microseconds, and the cursor must not cut them off. */
  readonly started_exact: string;
}

export interface CallFilter {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly locationIds?: readonly string[];
  readonly state?: string | undefined;
  readonly class?: string | undefined;
  readonly answer?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly caller?: string | undefined;
  readonly q?: string | undefined;
}

const COLUMNS = sql`
  a.id, a.location_id, a.caller, a.dialled, a.state, a.missed, a.missed_at, a.started_at, to_json(a.started_at) #>> '{}' as started_exact, a.primary_class, a.view,
  a.answer, a.answer_reason, a.answer_code, a.answer_due_at, a.simulated, c.id as contact_id, c.name as contact_name,
  t.id as thread_id,
  (select min(m.accepted_at) from message m where m.tenant_id = a.tenant_id and m.purpose = 'textback:' || a.id::text) as texted_at,
  array(select distinct e.event ->> 'surface' from call_event e where e.attempt_id = a.id order by 1) as surfaces`;

const FROM = sql`
  from attempt a
  left join contact c on c.tenant_id = a.tenant_id and c.phone = a.caller
  left join thread t on t.tenant_id = a.tenant_id and t.location_id = a.location_id and t.phone = a.caller`;

/** Newest first. Served by attempt_by_time, attempt_by_location or attempt_by_caller, whichever the filter names. */
export async function listCalls(
  tx: Tx,
  tenantId: string,
  filter: CallFilter,
): Promise<{ rows: readonly CallRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [AN_INSTANT, AN_ID] as const);
  const where: RawBuilder<unknown>[] = [sql`a.tenant_id = ${tenantId}`, sql`a.merged_into is null`];
  if (after !== null) where.push(sql`(a.started_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  if (filter.locationIds !== undefined) where.push(sql`a.location_id = any(${filter.locationIds}::uuid[])`);
  if (filter.state !== undefined) where.push(sql`a.state = ${filter.state}`);
  if (filter.answer !== undefined) where.push(sql`a.answer = ${filter.answer}`);
  if (filter.caller !== undefined) where.push(sql`a.caller = ${filter.caller}`);
  if (filter.class !== undefined)
    where.push(sql`a.view -> 'classes' @> ${JSON.stringify([{ class: filter.class }])}::jsonb`);
  if (filter.from !== undefined) where.push(sql`a.started_at >= ${filter.from}::timestamptz`);
  if (filter.to !== undefined) where.push(sql`a.started_at < ${filter.to}::timestamptz`);
  if (filter.q !== undefined && filter.q !== '') {
    const digits = digitsOf(filter.q);
    where.push(
      digits === null
        ? sql`c.name ilike ${like(filter.q)}`
        : sql`(a.caller like ${`%${digits}%`} or a.dialled like ${`%${digits}%`})`,
    );
  }
  const result = await sql<CallRecord>`select ${COLUMNS} ${FROM} where ${sql.join(where, sql` and `)}
    order by a.started_at desc, a.id desc limit ${filter.limit + 1}`.execute(tx);
  return pageOf(result.rows, filter.limit, (row) => [row.started_exact, row.id]);
}

/** One attempt; one that was merged leads to the attempt it became part of. */
export async function readCall(tx: Tx, tenantId: string, id: string): Promise<CallRecord | null> {
  const result = await sql<CallRecord>`
    with recursive target as (
      select id, merged_into from attempt where tenant_id = ${tenantId} and id = ${id}
      union select a.id, a.merged_into from attempt a join target t on a.id = t.merged_into
    )
    select ${COLUMNS} ${FROM} join target on target.id = a.id and target.merged_into is null`.execute(tx);
  return result.rows[0] ?? null;
}

export interface CallEventRecord {
  readonly event_key: string;
  readonly source_id: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly event: CallEvent;
}

export async function readCallEvents(tx: Tx, attemptId: string): Promise<CallEventRecord[]> {
  const result =
    await sql<CallEventRecord>`select event_key, source_id, occurred_at, received_at, event from call_event
    where attempt_id = ${attemptId} order by occurred_at, received_at, event_key`.execute(tx);
  return result.rows;
}

export interface LeadRecord {
  readonly id: string;
  readonly attempt_id: string;
  readonly source: string;
  readonly intent: string | null;
  readonly outcome: string;
  readonly summary: string | null;
  readonly hot: boolean;
  readonly attribution: Record<string, unknown>;
  readonly created_at: string;
}

export async function readLeads(
  tx: Tx,
  tenantId: string,
  of: { attemptId: string } | { contactId: string },
): Promise<LeadRecord[]> {
  const result =
    await sql<LeadRecord>`select id, attempt_id, source, intent, outcome, summary, hot, attribution, created_at from lead
    where tenant_id = ${tenantId} and ${'attemptId' in of ? sql`attempt_id = ${of.attemptId}` : sql`contact_id = ${of.contactId}`}
    order by created_at desc limit 100`.execute(tx);
  return result.rows;
}

/** Ids of merged attempts whose records still tell a part of the story. */
export async function mergedInto(tx: Tx, tenantId: string, attemptId: string): Promise<string[]> {
  const result = await sql<{ id: string }>`
    with recursive part as (
      select id from attempt where tenant_id = ${tenantId} and id = ${attemptId}
      union select a.id from attempt a join part on a.merged_into = part.id where a.tenant_id = ${tenantId}
    ) select id from part`.execute(tx);
  return result.rows.map((row) => row.id);
}
