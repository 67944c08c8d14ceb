import type { AnswerState } from '../core/model/attempt.ts';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { CallEvent } from '../core/model/call-event.ts';
import type { Tx } from './database.ts';
import { amongIds } from './among.ts';

/** A call event on its way into the store. */
export interface NewCallEvent {
  readonly tenantId: string;
  readonly sourceId: string;
  readonly inboxId: number;
  readonly locationId: string;
  /** The other party: the caller of an inbound call, the callee of an outbound one. Null when withheld. */
  readonly party: string | null;
  readonly event: CallEvent;
  readonly receivedAt: string;
}

export interface StoredCallEvent {
  readonly eventKey: string;
  readonly attemptId: string | null;
  readonly locationId: string;
  readonly event: CallEvent;
}

/** The same event twice is one row: surface and vendor event id decide. */
export function eventKey(event: CallEvent): string {
  return createHash('sha256').update(`${event.surface}\0${event.eventId}`).digest('hex').slice(0, 32);
}

/** Ids of the call and of everything it is linked to, each in its surface's own namespace. */
export function linkKeys(event: CallEvent): string[] {
  return [...new Set([event.callId, ...event.linkedCallIds])].map((id) => `${event.surface}:${id}`);
}

/** Which of these events are stored already. Served by the primary key. */
export async function knownEvents(tx: Tx, tenantId: string, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await sql<{ event_key: string }>`select event_key from call_event
    where tenant_id = ${tenantId} and event_key = any(${[...keys]})`.execute(tx);
  return new Set(rows.rows.map((row) => row.event_key));
}

/** Stores events under their attempts, which must be there. What is stored already stays as it is. */
export async function insertEvents(
  tx: Tx,
  events: readonly { readonly call: NewCallEvent; readonly attemptId: string | null }[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = JSON.stringify(
    events.map(({ call, attemptId }) => ({
      tenant_id: call.tenantId,
      event_key: eventKey(call.event),
      source_id: call.sourceId,
      inbox_id: call.inboxId,
      attempt_id: attemptId,
      location_id: call.locationId,
      party: call.party,
      occurred_at: call.event.occurredAt,
      event: call.event,
      received_at: call.receivedAt,
    })),
  );
  await sql`
    insert into call_event (tenant_id, event_key, source_id, inbox_id, attempt_id, location_id, party, occurred_at, event,
      received_at)
    select tenant_id, event_key, source_id, inbox_id, attempt_id, location_id, party, occurred_at, event, received_at
    from jsonb_to_recordset(${rows}::jsonb) as e(tenant_id uuid, event_key text, source_id uuid, inbox_id bigint,
      attempt_id uuid, location_id uuid, party text, occurred_at timestamptz, event jsonb, received_at timestamptz)
    on conflict do nothing`.execute(tx);
  const links = events.flatMap(({ call }) =>
    linkKeys(call.event).map((link) => ({ tenantId: call.tenantId, link, key: eventKey(call.event) })),
  );
  await sql`
    insert into call_link (tenant_id, link_key, event_key)
    select * from unnest(${links.map((each) => each.tenantId)}::uuid[], ${links.map((each) => each.link)}::text[],
      ${links.map((each) => each.key)}::text[]) on conflict do nothing`.execute(tx);
}

/**
 * Every event that could belong with the given ones: same party near in time, linked by an id, or already in an
 * attempt with one of those. Served by indexes call_event_by_party and call_event_by_attempt
 * and the key of call_link.
 */
export async function loadRelated(
  tx: Tx,
  tenantId: string,
  near: {
    readonly parties: readonly string[];
    readonly links: readonly string[];
    readonly from: string;
    readonly to: string;
  },
): Promise<StoredCallEvent[]> {
  const rows = await sql<{
    event_key: string;
    attempt_id: string | null;
    location_id: string;
    event: CallEvent;
  }>`
    with seed as (
      select event_key, attempt_id from call_event
      where tenant_id = ${tenantId} and party = any(${near.parties}) and occurred_at between ${near.from} and ${near.to}
      union
      select event_key, attempt_id from call_link join call_event using (tenant_id, event_key)
      where tenant_id = ${tenantId} and link_key = any(${near.links}::text[])
    ), family as (
      select event_key from seed
      union
      select e.event_key from call_event e where e.tenant_id = ${tenantId}
        and e.attempt_id in (select attempt_id from seed where attempt_id is not null)
    )
    select e.event_key, e.attempt_id, e.location_id, e.event
    from call_event e join family using (event_key) where e.tenant_id = ${tenantId}`.execute(tx);
  return rows.rows.map((row) => ({
    eventKey: row.event_key,
    attemptId: row.attempt_id,
    locationId: row.location_id,
    event: row.event,
  }));
}

export interface AttemptRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly location_id: string;
  readonly caller: string | null;
  readonly dialled: string;
  readonly state: string;
  readonly missed: boolean;
  readonly missed_at: string | null;
  readonly started_at: string;
  readonly primary_class: string | null;
  readonly view: unknown;
  readonly answer: AnswerState;
  readonly answer_reason: string | null;
  readonly answer_code: string | null;
  readonly answer_due_at: string | null;
  readonly first_evaluated_at: string | null;
  readonly merged_into: string | null;
}

/**
 * With `lock`, the rows stay as they are read until the transaction ends: for whoever writes whole attempts back. News of
 * a call may name no caller, so the caller's lock alone does not keep others away.
 */
export async function loadAttempts(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  options: { readonly lock?: boolean } = {},
): Promise<AttemptRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('attempt')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', amongIds(ids))
    .orderBy('id')
    .$if(options.lock === true, (query) => query.forUpdate())
    .execute();
  return rows as AttemptRow[];
}

/** Whether this caller reached a person after all: then nobody need call back because a text failed. */
export async function gotThrough(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  const [attempt] = await loadAttempts(tx, tenantId, [id]);
  return attempt?.state === 'answered' || attempt?.state === 'recovered-by-caller';
}

export interface AttemptWrite extends Omit<AttemptRow, 'view'> {
  readonly view: unknown;
  readonly simulated: boolean;
  readonly updated_at: string;
}

/** Creates or replaces whole attempts. */
export async function saveAttempts(tx: Tx, attempts: readonly AttemptWrite[]): Promise<void> {
  if (attempts.length === 0) return;
  await sql`
    insert into attempt (id, tenant_id, location_id, caller, dialled, state, missed, missed_at, started_at, primary_class, view,
      answer, answer_reason, answer_code, answer_due_at, first_evaluated_at, simulated, created_at, updated_at)
    select id, tenant_id, location_id, caller, dialled, state, missed, missed_at, started_at, primary_class, view,
      answer, answer_reason, answer_code, answer_due_at, first_evaluated_at, simulated, updated_at, updated_at
    from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as a(id uuid, tenant_id uuid, location_id uuid, caller text,
      dialled text, state text, missed boolean, missed_at timestamptz, started_at timestamptz, primary_class text, view jsonb,
      answer text, answer_reason text, answer_code text, answer_due_at timestamptz, first_evaluated_at timestamptz,
      simulated boolean, updated_at timestamptz)
    on conflict (id) do update set location_id = excluded.location_id, caller = excluded.caller, dialled = excluded.dialled,
      state = excluded.state, missed = excluded.missed, missed_at = excluded.missed_at, started_at = excluded.started_at,
      primary_class = excluded.primary_class, view = excluded.view, answer = excluded.answer,
      answer_reason = excluded.answer_reason, answer_code = excluded.answer_code, answer_due_at = excluded.answer_due_at,
      first_evaluated_at = excluded.first_evaluated_at, updated_at = excluded.updated_at`.execute(tx);
}

/** Files events under their attempt. */
export async function assignEvents(
  tx: Tx,
  tenantId: string,
  pairs: readonly { readonly eventKey: string; readonly attemptId: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`update call_event set attempt_id = v.attempt_id
    from unnest(${pairs.map((pair) => pair.eventKey)}::text[], ${pairs.map((pair) => pair.attemptId)}::uuid[]) as v(event_key, attempt_id)
    where call_event.tenant_id = ${tenantId} and call_event.event_key = v.event_key
      and call_event.attempt_id is distinct from v.attempt_id`.execute(tx);
}

/**
 * Late news joined two attempts: the losers point to the winner, and all that hangs on them follows. A loser's lead
 * and callback give way to the winner's, so the caller has one of each.
 */
export async function mergeAttempts(
  tx: Tx,
  tenantId: string,
  winner: string,
  losers: readonly string[],
): Promise<void> {
  if (losers.length === 0) return;
  const ids = [...losers];
  for (const table of ['lead', 'callback_item', 'counsel_item'] as const) {
    const taken = await tx.selectFrom(table).select('id').where('attempt_id', '=', winner).executeTakeFirst();
    const theirs = await tx
      .selectFrom(table)
      .select('id')
      .where('attempt_id', 'in', ids)
      .orderBy('id')
      .execute();
    const keep = taken === undefined ? theirs[0]?.id : undefined;
    const drop = theirs.map((row) => row.id).filter((id) => id !== keep);
    if (drop.length > 0) await tx.deleteFrom(table).where('id', 'in', drop).execute();
    if (keep !== undefined)
      await tx.updateTable(table).set({ attempt_id: winner }).where('id', '=', keep).execute();
  }
  for (const table of ['message', 'thread', 'booking'] as const) {
    await tx.updateTable(table).set({ attempt_id: winner }).where('attempt_id', 'in', ids).execute();
  }
  for (const loser of ids) {
    // Follow-ups are keyed `<attempt>:<part>`. One that a worker holds this moment goes back to waiting.
    await sql`update job set key = ${winner} || substr(key, ${loser.length + 1}), state = 'waiting', locked_until = null
      where tenant_id = ${tenantId} and kind = 'follow' and split_part(key, ':', 1) = ${loser}
        and not exists (select 1 from job other where other.tenant_id = ${tenantId} and other.kind = 'follow'
          and other.key = ${winner} || substr(job.key, ${loser.length + 1}))`.execute(tx);
  }
  await sql`update attempt set merged_into = ${winner} where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
    tx,
  );
}
