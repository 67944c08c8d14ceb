import { sql } from 'kysely';
import type { DeliveryState, MessageKind } from '../core/model/conversation.ts';
import type { Tx } from './database.ts';
import { amongIds, amongTexts } from './among.ts';

/** An outgoing text with what sending and settling it need to know. */
export interface OutboundText {
  readonly id: string;
  readonly threadId: string;
  readonly locationId: string;
  readonly attemptId: string | null;
  readonly kind: MessageKind;
  readonly author: string;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly sourceId: string | null;
  readonly providerId: string | null;
  readonly intendedAt: string;
  /** How often a provider may have taken it. */
  readonly submissions: number;
  readonly submittedAt: string | null;
  readonly attemptState: string | null;
  readonly attemptAnsweredElsewhere: boolean;
  readonly lastInboundAt: string | null;
  readonly contactBlocked: boolean;
  readonly contactName: string | null;
}

/** Loads outgoing texts by id and locks their rows, in one order for everybody. Served by the primary key. */
export async function lockTexts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<OutboundText[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{
    id: string;
    thread_id: string;
    location_id: string;
    attempt_id: string | null;
    kind: MessageKind;
    author: string;
    sender: string;
    recipient: string;
    body: string;
    state: DeliveryState;
    source_id: string | null;
    provider_id: string | null;
    intended_at: string;
    submissions: number;
    submitted_at: string | null;
    attempt_state: string | null;
    elsewhere: boolean | null;
    last_inbound_at: string | null;
    blocked: boolean | null;
    name: string | null;
  }>`
    select m.id, m.thread_id, t.location_id, coalesce(m.attempt_id, t.attempt_id) as attempt_id, m.kind, m.author, m.sender,
      m.recipient, m.body, m.state, m.source_id, m.provider_id, m.intended_at, m.submissions, m.submitted_at,
      a.state as attempt_state, t.last_inbound_at, c.blocked, c.name,
      a.merged_into is not null and exists (select 1 from message o where o.attempt_id = a.merged_into
        and o.kind = m.kind and o.direction = 'outbound' and o.state <> 'rejected') as elsewhere
    from message m
      join thread t on t.id = m.thread_id
      left join attempt a on a.id = m.attempt_id
      left join contact c on c.tenant_id = m.tenant_id and c.phone = m.recipient
    where m.tenant_id = ${tenantId} and m.direction = 'outbound' and m.id = any(${ids}::uuid[])
    order by m.id for update of m`.execute(tx);
  return rows.rows.map((row) => ({
    id: row.id,
    threadId: row.thread_id,
    locationId: row.location_id,
    attemptId: row.attempt_id,
    kind: row.kind,
    author: row.author,
    sender: row.sender,
    recipient: row.recipient,
    body: row.body,
    state: row.state,
    sourceId: row.source_id,
    providerId: row.provider_id,
    intendedAt: row.intended_at,
    submissions: row.submissions,
    submittedAt: row.submitted_at,
    attemptState: row.attempt_state,
    attemptAnsweredElsewhere: row.elsewhere === true,
    lastInboundAt: row.last_inbound_at,
    contactBlocked: row.blocked === true,
    contactName: row.name,
  }));
}

/** Whom these texts are for: known before any lock is taken, because the callers' locks come first. */
export async function recipientsOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('message')
    .select('recipient')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', amongIds(ids))
    .execute();
  return rows.map((row) => row.recipient);
}

/**
 * Marks texts as handed to a provider BEFORE it is called: from here on nobody may submit them without asking the
 * provider first, whatever dies.
 */
export async function markSubmitted(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  at: string,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`update message set state = 'unknown', submissions = submissions + 1, submitted_at = ${at}
    where tenant_id = ${tenantId} and id = any(${ids}::uuid[]) and state = 'intent'`.execute(tx);
}

/** Back to an intent that may be submitted: only after the provider said that it did not take the text. */
export async function markUnsubmitted(
  tx: Tx,
  tenantId: string,
  id: string,
  taken: { readonly forget: boolean },
): Promise<void> {
  await sql`update message set state = 'intent', submissions = submissions - ${taken.forget ? 1 : 0}
    where tenant_id = ${tenantId} and id = ${id} and state = 'unknown' and provider_id is null`.execute(tx);
}

export interface AcceptedWrite {
  readonly id: string;
  readonly providerId: string;
  readonly state: DeliveryState;
  readonly segments: number | null;
  readonly at: string;
}

/** Stores what providers accepted. A text that already bears another provider id keeps it; returns the ids that changed. */
export async function writeAccepted(
  tx: Tx,
  tenantId: string,
  texts: readonly AcceptedWrite[],
): Promise<Set<string>> {
  if (texts.length === 0) return new Set();
  const rows = JSON.stringify(
    texts.map((text) => ({
      id: text.id,
      provider_id: text.providerId,
      state: text.state,
      segments: text.segments,
      at: text.at,
    })),
  );
  const result = await sql<{ id: string }>`
    update message m set provider_id = v.provider_id, state = v.state, segments = coalesce(v.segments, m.segments),
      accepted_at = coalesce(m.accepted_at, v.at), reason = null, code = null
    from jsonb_to_recordset(${rows}::jsonb) as v(id uuid, provider_id text, state text, segments integer, at timestamptz)
    where m.tenant_id = ${tenantId} and m.id = v.id and (m.provider_id is null or m.provider_id = v.provider_id)
    returning m.id`.execute(tx);
  return new Set(result.rows.map((row) => row.id));
}

export interface StateWrite {
  readonly id: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly code: string | null;
  readonly deliveredAt: string | null;
}

/** Stores how texts stand now. */
export async function writeStates(tx: Tx, tenantId: string, texts: readonly StateWrite[]): Promise<void> {
  if (texts.length === 0) return;
  const rows = JSON.stringify(
    texts.map((text) => ({
      id: text.id,
      state: text.state,
      reason: text.reason,
      code: text.code,
      delivered_at: text.deliveredAt,
    })),
  );
  await sql`update message m set state = v.state, reason = v.reason, code = v.code,
      delivered_at = coalesce(m.delivered_at, v.delivered_at)
    from jsonb_to_recordset(${rows}::jsonb) as v(id uuid, state text, reason text, code text, delivered_at timestamptz)
    where m.tenant_id = ${tenantId} and m.id = v.id`.execute(tx);
}

/** Provider ids of other texts to the same number: reconciliation must not take one of them for a lost one. */
export async function otherProviderIds(tx: Tx, tenantId: string, text: OutboundText): Promise<string[]> {
  const rows = await tx
    .selectFrom('message')
    .select('provider_id')
    .where('tenant_id', '=', tenantId)
    .where('recipient', '=', text.recipient)
    .where('direction', '=', 'outbound')
    .where('id', '<>', text.id)
    .where('provider_id', 'is not', null)
    .orderBy('intended_at', 'desc')
    .limit(500)
    .execute();
  return rows.flatMap((row) => row.provider_id ?? []);
}

/** Which of these provider ids already belong to one of our texts. Served by the unique index of `message`. */
export async function takenProviderIds(
  tx: Tx,
  tenantId: string,
  sourceId: string,
  providerIds: readonly string[],
): Promise<Map<string, string>> {
  if (providerIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('message')
    .select(['id', 'provider_id'])
    .where('tenant_id', '=', tenantId)
    .where('source_id', '=', sourceId)
    .where('provider_id', '=', amongTexts(providerIds))
    .execute();
  return new Map(rows.map((row) => [row.provider_id ?? '', row.id]));
}

// ---------------------------------------------------------------- what a text means for its attempt and number

/** Codes of attempts whose text failed begin with this, so that a late "delivered" can take it back. */
export const TEXT_FAILED = 'text-';

/** How the answer to an attempt stands after the provider's word on its text-back; never overrides a person's. */
export async function settleAttempts(
  tx: Tx,
  tenantId: string,
  attempts: readonly {
    readonly id: string;
    readonly answer: 'sent' | 'held' | 'cancelled';
    readonly code: string | null;
    readonly reason: string | null;
  }[],
  at: string,
): Promise<void> {
  if (attempts.length === 0) return;
  const rows = JSON.stringify(attempts);
  await sql`update attempt a set answer = v.answer, answer_code = v.code, answer_reason = v.reason, updated_at = ${at}
    from jsonb_to_recordset(${rows}::jsonb) as v(id uuid, answer text, code text, reason text)
    where a.tenant_id = ${tenantId} and a.id = v.id
      and (a.answer in ('sending', 'sent') or (a.answer = 'held' and a.answer_code like ${`${TEXT_FAILED}%`}))`.execute(
    tx,
  );
}

/** A bounce taught us what kind of line this is. It beats a look-up; what staff said stays. */
export async function learnLine(
  tx: Tx,
  tenantId: string,
  fact: {
    readonly phone: string;
    readonly lineType: string;
    readonly messageId: string;
    readonly at: string;
  },
): Promise<void> {
  await sql`insert into number_fact (tenant_id, phone, line_type, learned_from, learned_at)
    values (${tenantId}, ${fact.phone}, ${fact.lineType}, ${`bounce:${fact.messageId}`}, ${fact.at})
    on conflict (tenant_id, phone) do update set line_type = excluded.line_type, learned_from = excluded.learned_from,
      learned_at = excluded.learned_at where number_fact.learned_from not like 'staff%'`.execute(tx);
}

/** The text arrived after all: what its bounce taught us was wrong. */
export async function unlearnLine(tx: Tx, tenantId: string, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx
    .deleteFrom('number_fact')
    .where('tenant_id', '=', tenantId)
    .where('learned_from', '=', amongTexts(messageIds.map((id) => `bounce:${id}`)))
    .execute();
}

/** Nobody needs to call back because of failed texts that arrived after all. */
export async function dropTextCallbacks(
  tx: Tx,
  tenantId: string,
  attemptIds: readonly string[],
  at: string,
): Promise<void> {
  if (attemptIds.length === 0) return;
  await tx
    .updateTable('callback_item')
    .set({
      state: 'dismissed',
      outcome: 'the text arrived after all',
      handled_by: 'ringback',
      handled_at: at,
    })
    .where('tenant_id', '=', tenantId)
    .where('attempt_id', '=', amongIds(attemptIds))
    .where('state', '=', 'open')
    .where('reason_code', 'like', `${TEXT_FAILED}%`)
    .execute();
}
