import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';
import { AN_ID, AN_INSTANT, decodeCursor, pageOf } from './queries-cursor.ts';

/** The lists that people work off: callbacks, counsel's queue, notices. */
export interface CallbackRecord {
  readonly id: string;
  readonly location_id: string;
  readonly attempt_id: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly reason_code: string;
  readonly reason: string;
  readonly urgent: boolean;
  readonly state: 'open' | 'done' | 'dismissed';
  readonly outcome: string | null;
  readonly handled_by: string | null;
  readonly handled_at: string | null;
  readonly created_at: string;
  readonly assigned_to: string | null;
  readonly assignment: 'none' | 'auto' | 'by-hand' | 'manual';
  readonly assignment_reason: string | null;
  readonly calling_by: string | null;
  readonly calling_at: string | null;
}

const CALLBACK = sql`
  select b.id, b.location_id, b.attempt_id, b.phone, coalesce(b.name, c.name) as name, b.reason_code, b.reason, b.urgent,
    b.state, b.outcome, b.handled_by, b.handled_at, b.created_at, b.assigned_to, b.assignment, b.assignment_reason,
    b.calling_by, b.calling_at
  from callback_item b left join contact c on c.tenant_id = b.tenant_id and c.phone = b.phone`;

/** Open ones: urgent first, then who waits longest (index callback_open). Handled ones: latest first. */
export async function listCallbacks(
  tx: Tx,
  tenantId: string,
  filter: {
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly state: string;
    readonly assignment?: string | undefined;
    readonly locationIds?: readonly string[];
  },
): Promise<{ rows: readonly CallbackRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [true, AN_INSTANT, AN_ID] as const);
  const open = filter.state === 'open';
  const where: RawBuilder<unknown>[] = [sql`b.tenant_id = ${tenantId}`, sql`b.state = ${filter.state}`];
  if (filter.locationIds !== undefined) where.push(sql`b.location_id = any(${filter.locationIds}::uuid[])`);
  if (filter.assignment !== undefined) where.push(sql`b.assignment = ${filter.assignment}`);
  if (after !== null) {
    where.push(
      open
        ? sql`(not b.urgent, b.created_at, b.id) > (${!after[0]}::boolean, ${after[1]}::timestamptz, ${after[2]}::uuid)`
        : sql`(b.created_at, b.id) < (${after[1]}::timestamptz, ${after[2]}::uuid)`,
    );
  }
  const order = open ? sql`b.urgent desc, b.created_at, b.id` : sql`b.created_at desc, b.id desc`;
  const result =
    await sql<CallbackRecord>`${CALLBACK} where ${sql.join(where, sql` and `)} order by ${order} limit ${filter.limit + 1}`.execute(
      tx,
    );
  return pageOf(result.rows, filter.limit, (row) => [row.urgent, row.created_at, row.id]);
}

export async function readCallback(
  tx: Tx,
  tenantId: string,
  of: { id: string } | { attemptId: string },
): Promise<CallbackRecord | null> {
  const condition = 'id' in of ? sql`b.id = ${of.id}` : sql`b.attempt_id = ${of.attemptId}`;
  const result =
    await sql<CallbackRecord>`${CALLBACK} where b.tenant_id = ${tenantId} and ${condition}`.execute(tx);
  return result.rows[0] ?? null;
}

export async function changeCallback(
  tx: Tx,
  tenantId: string,
  id: string,
  change: {
    readonly state: 'open' | 'done' | 'dismissed';
    readonly outcome: string | null;
    readonly by: string;
    readonly at: string;
  },
): Promise<void> {
  const open = change.state === 'open';
  await tx
    .updateTable('callback_item')
    .set({
      state: change.state,
      outcome: open ? null : change.outcome,
      handled_by: open ? null : change.by,
      handled_at: open ? null : change.at,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export interface CounselRecord {
  readonly id: string;
  readonly location_id: string | null;
  readonly attempt_id: string | null;
  readonly caller: string | null;
  readonly queue: string;
  readonly action: string;
  readonly reason: string;
  readonly decision: { readonly findings?: readonly unknown[] };
  readonly state: 'open' | 'approved' | 'refused' | 'expired';
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly note: string | null;
  readonly created_at: string;
}

const COUNSEL = sql`
  select k.id, k.location_id, k.attempt_id, a.caller, k.queue, k.action, k.reason, k.decision, k.state, k.decided_by,
    k.decided_at, k.note, k.created_at
  from counsel_item k left join attempt a on a.id = k.attempt_id`;

export async function listCounsel(
  tx: Tx,
  tenantId: string,
  filter: { readonly cursor?: string | undefined; readonly limit: number; readonly state: string },
): Promise<{ rows: readonly CounselRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [AN_INSTANT, AN_ID] as const);
  const where: RawBuilder<unknown>[] = [sql`k.tenant_id = ${tenantId}`, sql`k.state = ${filter.state}`];
  if (after !== null) where.push(sql`(k.created_at, k.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const result = await sql<CounselRecord>`${COUNSEL} where ${sql.join(where, sql` and `)}
    order by k.created_at desc, k.id desc limit ${filter.limit + 1}`.execute(tx);
  return pageOf(result.rows, filter.limit, (row) => [row.created_at, row.id]);
}

/** Locked, so that two lawyers cannot both decide. */
export async function readCounselForUpdate(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<CounselRecord | null> {
  const result =
    await sql<CounselRecord>`${COUNSEL} where k.tenant_id = ${tenantId} and k.id = ${id} for update of k`.execute(
      tx,
    );
  return result.rows[0] ?? null;
}

export async function decideCounsel(
  tx: Tx,
  tenantId: string,
  id: string,
  decision: {
    readonly state: 'approved' | 'refused';
    readonly by: string;
    readonly note: string;
    readonly at: string;
  },
): Promise<void> {
  await tx
    .updateTable('counsel_item')
    .set({ state: decision.state, decided_by: decision.by, decided_at: decision.at, note: decision.note })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export interface NotificationRecord {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly body: string;
  readonly link: string | null;
  readonly urgent: boolean;
  readonly delivery: Record<string, unknown>;
  readonly read_at: string | null;
  readonly created_at: string;
}

/** Newest first. Served by index notification_recent. */
export async function listNotifications(
  tx: Tx,
  tenantId: string,
  filter: {
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly unread?: boolean | undefined;
  },
): Promise<{ rows: readonly NotificationRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [AN_INSTANT, AN_ID] as const);
  const where: RawBuilder<unknown>[] = [sql`tenant_id = ${tenantId}`];
  if (after !== null) where.push(sql`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  if (filter.unread === true) where.push(sql`read_at is null`);
  const result =
    await sql<NotificationRecord>`select id, type, subject, body, link, urgent, delivery, read_at, created_at from notification
    where ${sql.join(where, sql` and `)} order by created_at desc, id desc limit ${filter.limit + 1}`.execute(
      tx,
    );
  return pageOf(result.rows, filter.limit, (row) => [row.created_at, row.id]);
}

export async function markRead(
  tx: Tx,
  tenantId: string,
  ids: readonly string[] | 'all',
  at: string,
): Promise<void> {
  await tx
    .updateTable('notification')
    .set({ read_at: at })
    .where('tenant_id', '=', tenantId)
    .where('read_at', 'is', null)
    .$if(ids !== 'all', (query) => query.where('id', 'in', ids === 'all' ? [] : [...ids]))
    .execute();
}
