import { sql } from 'kysely';
import type { MessageKind, ThreadHolder } from '../core/model/conversation.ts';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';
import { storable } from './storable.ts';

/** Conversations: who holds them, what came in, what the assistant remembers. */
export interface ThreadRow {
  readonly id: string;
  readonly tenantId: string;
  readonly locationId: string;
  readonly phone: string;
  readonly contactId: string | null;
  readonly contactName: string | null;
  readonly attemptId: string | null;
  readonly state: 'open' | 'closed';
  readonly holder: ThreadHolder;
  readonly heldBy: string | null;
  /** The assistant's memory as stored: read it with `readState`. */
  readonly assistant: unknown;
  readonly lastInboundAt: string | null;
  readonly unread: number;
  readonly urgent: boolean;
}

export async function loadThread(tx: Tx, tenantId: string, threadId: string): Promise<ThreadRow | null> {
  return (await selectThreads(tx, tenantId, sql`t.id = ${threadId}`))[0] ?? null;
}

/** Every thread of a number, over all locations, latest first. Served by index thread_by_phone. */
export async function threadsOf(tx: Tx, tenantId: string, phone: string): Promise<ThreadRow[]> {
  return selectThreads(tx, tenantId, sql`t.phone = ${phone}`);
}

async function selectThreads(tx: Tx, tenantId: string, where: ReturnType<typeof sql>): Promise<ThreadRow[]> {
  const result = await sql<{
    id: string;
    tenant_id: string;
    location_id: string;
    phone: string;
    contact_id: string | null;
    contact_name: string | null;
    attempt_id: string | null;
    state: 'open' | 'closed';
    holder: ThreadHolder;
    held_by: string | null;
    assistant: unknown;
    last_inbound_at: string | null;
    unread: number;
    urgent: boolean;
  }>`
    select t.id, t.tenant_id, t.location_id, t.phone, t.contact_id, c.name as contact_name, t.attempt_id, t.state, t.holder,
      t.held_by, t.assistant, t.last_inbound_at, t.unread, t.urgent
    from thread t left join contact c on c.id = t.contact_id
    where t.tenant_id = ${tenantId} and ${where} order by t.updated_at desc`.execute(tx);
  return result.rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    locationId: row.location_id,
    phone: row.phone,
    contactId: row.contact_id,
    contactName: row.contact_name,
    attemptId: row.attempt_id,
    state: row.state,
    holder: row.holder,
    heldBy: row.held_by,
    assistant: row.assistant,
    lastInboundAt: row.last_inbound_at,
    unread: row.unread,
    urgent: row.urgent,
  }));
}

export interface InboundText {
  readonly tenantId: string;
  readonly threadId: string;
  readonly attemptId: string | null;
  readonly sourceId: string;
  readonly providerId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** Tenant time. */
  readonly at: string;
}

/** Stores a text once: null when this provider id came before. */
export async function storeInbound(tx: Tx, text: InboundText): Promise<string | null> {
  const inserted = await tx
    .insertInto('message')
    .values({
      id: newId(),
      tenant_id: text.tenantId,
      thread_id: text.threadId,
      attempt_id: text.attemptId,
      direction: 'inbound',
      kind: 'inbound' satisfies MessageKind,
      author: 'caller',
      sender: text.from,
      recipient: text.to,
      // NUL is the one character that PostgreSQL text cannot hold.
      body: text.body.replaceAll('\0', ''),
      state: 'received',
      source_id: text.sourceId,
      provider_id: text.providerId,
      intended_at: text.at,
    })
    .onConflict((conflict) => conflict.columns(['source_id', 'provider_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}

/**
 * The same words from the same person a moment ago, under another provider id: some gateways deliver one text twice.
 * Short answers ("yes", "2") are often meant twice, so only a few seconds make them one.
 */
export async function cameBefore(tx: Tx, text: InboundText): Promise<boolean> {
  const windowSeconds = text.body.trim().length >= 12 ? 60 : 3;
  const since = new Date(Date.parse(text.at) - windowSeconds * 1000).toISOString();
  const row = await tx
    .selectFrom('message')
    .select('id')
    .where('thread_id', '=', text.threadId)
    .where('direction', '=', 'inbound')
    .where('body', '=', text.body.replaceAll('\0', ''))
    .where('intended_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function noteInbound(tx: Tx, tenantId: string, threadId: string, at: string): Promise<void> {
  await sql`update thread set state = 'open', last_inbound_at = greatest(coalesce(last_inbound_at, ${at}::timestamptz), ${at}::timestamptz),
    updated_at = ${at}::timestamptz where tenant_id = ${tenantId} and id = ${threadId}`.execute(tx);
}

export interface ThreadChange {
  readonly assistant?: unknown;
  readonly holder?: ThreadHolder;
  readonly heldBy?: string | null;
  readonly state?: 'open' | 'closed';
  readonly urgent?: boolean;
  /** Adds one text that a person has not seen. */
  readonly unread?: boolean;
  readonly read?: boolean;
}

export async function changeThread(
  tx: Tx,
  tenantId: string,
  threadId: string,
  change: ThreadChange,
  at: string,
): Promise<void> {
  await tx
    .updateTable('thread')
    .set((eb) => ({
      updated_at: at,
      ...(change.assistant === undefined ? {} : { assistant: JSON.stringify(storable(change.assistant)) }),
      ...(change.holder === undefined ? {} : { holder: change.holder }),
      ...(change.heldBy === undefined ? {} : { held_by: change.heldBy }),
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.urgent === undefined ? {} : { urgent: change.urgent }),
      ...(change.unread === true
        ? { unread: eb('unread', '+', 1) }
        : change.read === true
          ? { unread: 0 }
          : {}),
    }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', threadId)
    .execute();
}

export interface PastMessage {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly kind: string;
  readonly author: string;
  readonly body: string;
  readonly at: string;
}

/** The last messages of a thread, oldest first. Served by index message_by_thread. */
export async function lastMessages(
  tx: Tx,
  tenantId: string,
  threadId: string,
  limit: number,
): Promise<PastMessage[]> {
  const rows = await tx
    .selectFrom('message')
    .select(['id', 'direction', 'kind', 'author', 'body', 'intended_at'])
    .where('tenant_id', '=', tenantId)
    .where('thread_id', '=', threadId)
    .orderBy('intended_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.id,
    direction: row.direction as PastMessage['direction'],
    kind: row.kind,
    author: row.author,
    body: row.body,
    at: row.intended_at,
  }));
}

/** Everything that still waits to go out to a person is withdrawn; returns how many texts that were. */
export async function withdrawIntents(
  tx: Tx,
  given: {
    tenantId: string;
    phone: string;
    locationIds: readonly string[];
    code: string;
    kinds?: readonly string[];
  },
): Promise<number> {
  const rows = await sql<{ id: string }>`
    update message m set state = 'rejected', code = ${given.code}
    from thread t where t.id = m.thread_id and m.tenant_id = ${given.tenantId} and m.recipient = ${given.phone}
      and m.direction = 'outbound' and m.state = 'intent' and t.location_id = any(${given.locationIds}::uuid[])
      and (${given.kinds === undefined} or m.kind = any(${given.kinds ?? []}::text[]))
    returning m.id`.execute(tx);
  const ids = rows.rows.map((row) => row.id);
  if (ids.length > 0)
    await sql`delete from job where tenant_id = ${given.tenantId} and kind = 'send' and key = any(${ids})`.execute(
      tx,
    );
  return ids.length;
}

/** Ends the timers of a person's attempts (answers, nudges) at these locations; returns the attempts that were waiting. */
export async function endTimers(
  tx: Tx,
  given: {
    tenantId: string;
    phone: string;
    locationIds: readonly string[];
    kinds: readonly ('answer' | 'follow')[];
  },
): Promise<void> {
  await sql`delete from job where tenant_id = ${given.tenantId} and kind = any(${given.kinds}::text[])
    and split_part(key, ':', 1) in (select id::text from attempt where tenant_id = ${given.tenantId}
      and caller = ${given.phone} and location_id = any(${given.locationIds}::uuid[]))`.execute(tx);
}

/** Attempts whose text has not gone out are closed with a reason. */
export async function closeAnswers(
  tx: Tx,
  given: {
    tenantId: string;
    phone: string;
    locationIds: readonly string[];
    code: string;
    reason: string;
    at: string;
  },
): Promise<void> {
  await sql`update attempt set answer = 'cancelled', answer_code = ${given.code}, answer_reason = ${given.reason},
      answer_due_at = null, updated_at = ${given.at}::timestamptz
    where tenant_id = ${given.tenantId} and caller = ${given.phone} and location_id = any(${given.locationIds}::uuid[])
      and (answer in ('scheduled', 'deferred', 'counsel') or (answer = 'sending' and exists (select 1 from message m
        where m.attempt_id = attempt.id and m.kind = 'textback' and m.state = 'rejected' and m.code = ${given.code})))`.execute(
    tx,
  );
}
