import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';
import { AN_ID, AN_INSTANT, decodeCursor, digitsOf, like, pageOf } from './queries-cursor.ts';

/** Conversations as the inbox reads them. */
export interface ThreadRecord {
  readonly id: string;
  readonly location_id: string;
  readonly phone: string;
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly attempt_id: string | null;
  readonly state: 'open' | 'closed';
  readonly holder: 'assistant' | 'human' | 'nobody';
  readonly held_by: string | null;
  readonly held_by_name: string | null;
  readonly assistant: Record<string, unknown>;
  readonly urgent: boolean;
  readonly unread: number;
  readonly last_inbound_at: string | null;
  readonly last_outbound_at: string | null;
  readonly updated_at: string;
  readonly last_direction: 'inbound' | 'outbound' | null;
  readonly last_body: string | null;
  readonly last_at: string | null;
  readonly last_state: string | null;
}

export interface ThreadFilter {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly holder?: string | undefined;
  readonly unread?: boolean | undefined;
  readonly locationIds?: readonly string[];
  readonly phone?: string | undefined;
  readonly q?: string | undefined;
}

const SELECT = sql`
  select t.id, t.location_id, t.phone, t.contact_id, c.name as contact_name, t.attempt_id, t.state, t.holder, t.held_by,
    h.name as held_by_name, t.assistant, t.urgent, t.unread, t.last_inbound_at, t.last_outbound_at, t.updated_at,
    m.direction as last_direction, m.body as last_body, m.intended_at as last_at, m.state as last_state
  from thread t
  left join contact c on c.tenant_id = t.tenant_id and c.phone = t.phone
  left join account h on h.id = t.held_by
  left join lateral (
    select direction, body, intended_at, state from message where thread_id = t.id order by intended_at desc, id desc limit 1
  ) m on true`;

/** Most recent first. Served by index thread_recent. */
export async function listThreads(
  tx: Tx,
  tenantId: string,
  filter: ThreadFilter,
): Promise<{ rows: readonly ThreadRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [AN_INSTANT, AN_ID] as const);
  const where: RawBuilder<unknown>[] = [sql`t.tenant_id = ${tenantId}`];
  if (after !== null) where.push(sql`(t.updated_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  if (filter.state !== undefined) where.push(sql`t.state = ${filter.state}`);
  if (filter.holder !== undefined) where.push(sql`t.holder = ${filter.holder}`);
  if (filter.unread === true) where.push(sql`t.unread > 0`);
  if (filter.locationIds !== undefined) where.push(sql`t.location_id = any(${filter.locationIds}::uuid[])`);
  if (filter.phone !== undefined) where.push(sql`t.phone = ${filter.phone}`);
  if (filter.q !== undefined && filter.q !== '') {
    const digits = digitsOf(filter.q);
    where.push(digits === null ? sql`c.name ilike ${like(filter.q)}` : sql`t.phone like ${`%${digits}%`}`);
  }
  const result = await sql<ThreadRecord>`${SELECT} where ${sql.join(where, sql` and `)}
    order by t.updated_at desc, t.id desc limit ${filter.limit + 1}`.execute(tx);
  return pageOf(result.rows, filter.limit, (row) => [row.updated_at, row.id]);
}

export async function readThread(tx: Tx, tenantId: string, id: string): Promise<ThreadRecord | null> {
  const result = await sql<ThreadRecord>`${SELECT} where t.tenant_id = ${tenantId} and t.id = ${id}`.execute(
    tx,
  );
  return result.rows[0] ?? null;
}

export interface MessageRecord {
  readonly id: string;
  readonly thread_id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly kind: string;
  readonly author: string;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  readonly state: string;
  readonly reason: string | null;
  readonly code: string | null;
  readonly segments: number | null;
  readonly intended_at: string;
  readonly accepted_at: string | null;
  readonly delivered_at: string | null;
}

/** A conversation's latest messages, oldest first. Served by index message_by_thread. */
export async function readMessages(
  tx: Tx,
  tenantId: string,
  of: { threadId: string } | { attemptIds: readonly string[] } | { id: string },
  limit = 500,
): Promise<MessageRecord[]> {
  const condition =
    'threadId' in of
      ? sql`thread_id = ${of.threadId}`
      : 'id' in of
        ? sql`id = ${of.id}`
        : sql`attempt_id = any(${of.attemptIds}::uuid[])`;
  const result = await sql<MessageRecord>`
    select id, thread_id, direction, kind, author, sender, recipient, body, state, reason, code, segments, intended_at,
      accepted_at, delivered_at
    from message where tenant_id = ${tenantId} and ${condition} order by intended_at desc, id desc limit ${limit}`.execute(
    tx,
  );
  return result.rows.toReversed();
}

export async function changeThread(
  tx: Tx,
  tenantId: string,
  id: string,
  change: {
    readonly holder?: 'assistant' | 'human';
    readonly heldBy?: string | null;
    readonly state?: 'open' | 'closed';
    readonly read?: boolean;
    readonly assistant?: Readonly<Record<string, unknown>>;
  },
  at: string,
): Promise<void> {
  await tx
    .updateTable('thread')
    .set({
      ...(change.holder !== undefined && { holder: change.holder }),
      ...(change.heldBy !== undefined && { held_by: change.heldBy }),
      ...(change.state !== undefined && { state: change.state }),
      ...(change.read === true && { unread: 0 }),
      ...(change.assistant !== undefined && { assistant: JSON.stringify(change.assistant) }),
      // Reading is no news: the thread keeps its place in the list.
      ...((change.holder !== undefined || change.state !== undefined) && { updated_at: at }),
      tenant_id: tenantId,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}
