import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';
import { AN_ID, AN_INSTANT, decodeCursor, digitsOf, like, pageOf } from './queries-cursor.ts';

/** Contacts, their bookings, and who must not be texted. */
export interface ContactRecord {
  readonly id: string;
  readonly phone: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly provenance: Record<string, unknown>;
  readonly blocked: boolean;
  readonly existing_customer: boolean;
  readonly notes: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly attempts: number;
  readonly line_type: string | null;
}

const CONTACT = sql`
  select c.id, c.phone, c.name, c.email, c.provenance, c.blocked, c.existing_customer, c.notes, c.created_at, c.updated_at,
    (select count(*) from attempt a where a.tenant_id = c.tenant_id and a.caller = c.phone and a.merged_into is null) as attempts,
    (select line_type from number_fact n where n.tenant_id = c.tenant_id and n.phone = c.phone) as line_type
  from contact c`;

/** Latest contact first. Served by index contact_recent. */
export async function listContacts(
  tx: Tx,
  tenantId: string,
  filter: { readonly cursor?: string | undefined; readonly limit: number; readonly q?: string | undefined },
): Promise<{ rows: readonly ContactRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [AN_INSTANT, AN_ID] as const);
  const where: RawBuilder<unknown>[] = [sql`c.tenant_id = ${tenantId}`];
  if (after !== null) where.push(sql`(c.updated_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  if (filter.q !== undefined && filter.q !== '') {
    const digits = digitsOf(filter.q);
    where.push(
      digits === null
        ? sql`(c.name ilike ${like(filter.q)} or c.email ilike ${like(filter.q)})`
        : sql`c.phone like ${`%${digits}%`}`,
    );
  }
  const result = await sql<ContactRecord>`${CONTACT} where ${sql.join(where, sql` and `)}
    order by c.updated_at desc, c.id desc limit ${filter.limit + 1}`.execute(tx);
  return pageOf(result.rows, filter.limit, (row) => [row.updated_at, row.id]);
}

export async function readContact(
  tx: Tx,
  tenantId: string,
  of: { id: string } | { phone: string },
): Promise<ContactRecord | null> {
  const condition = 'id' in of ? sql`c.id = ${of.id}` : sql`c.phone = ${of.phone}`;
  const result =
    await sql<ContactRecord>`${CONTACT} where c.tenant_id = ${tenantId} and ${condition}`.execute(tx);
  return result.rows[0] ?? null;
}

export async function changeContact(
  tx: Tx,
  tenantId: string,
  id: string,
  change: {
    readonly name?: string | null | undefined;
    readonly email?: string | null | undefined;
    readonly notes?: string | null | undefined;
    readonly blocked?: boolean | undefined;
    readonly existingCustomer?: boolean | undefined;
  },
  provenance: Readonly<Record<string, unknown>>,
  at: string,
): Promise<void> {
  await tx
    .updateTable('contact')
    .set({
      ...(change.name !== undefined && { name: change.name === '' ? null : change.name }),
      ...(change.email !== undefined && { email: change.email }),
      ...(change.notes !== undefined && { notes: change.notes }),
      ...(change.blocked !== undefined && { blocked: change.blocked }),
      ...(change.existingCustomer !== undefined && { existing_customer: change.existingCustomer }),
      provenance: JSON.stringify(provenance),
      updated_at: at,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export interface BookingRecord {
  readonly id: string;
  readonly location_id: string;
  readonly resource: string;
  readonly service_key: string;
  readonly contact_id: string | null;
  readonly thread_id: string | null;
  readonly attempt_id: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly state: 'held' | 'confirmed' | 'cancelled' | 'expired';
  readonly hold_expires_at: string | null;
  readonly answers: Record<string, unknown>;
  readonly sequence: number;
  readonly created_by: string;
  readonly created_at: string;
}

export interface BookingFilter {
  readonly id?: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly locationIds?: readonly string[];
  readonly state?: 'held' | 'confirmed' | 'cancelled' | 'expired' | 'current' | undefined;
  readonly phone?: string;
  readonly attemptIds?: readonly string[];
  readonly threadId?: string;
  /** Tenant time: a hold that has run out is not current. */
  readonly now: string;
}

/** Soonest first, at most 2,000. Served by booking_by_time, or by the index of whoever is named. */
export async function readBookings(
  tx: Tx,
  tenantId: string,
  filter: BookingFilter,
): Promise<BookingRecord[]> {
  const where: RawBuilder<unknown>[] = [sql`tenant_id = ${tenantId}`];
  if (filter.id !== undefined) where.push(sql`id = ${filter.id}`);
  if (filter.from !== undefined) where.push(sql`upper(during) > ${filter.from}::timestamptz`);
  if (filter.to !== undefined) where.push(sql`lower(during) < ${filter.to}::timestamptz`);
  if (filter.locationIds !== undefined) where.push(sql`location_id = any(${filter.locationIds}::uuid[])`);
  if (filter.phone !== undefined) where.push(sql`phone = ${filter.phone}`);
  if (filter.attemptIds !== undefined) where.push(sql`attempt_id = any(${filter.attemptIds}::uuid[])`);
  if (filter.threadId !== undefined) where.push(sql`thread_id = ${filter.threadId}`);
  if (filter.state === 'current')
    where.push(
      sql`(state = 'confirmed' or (state = 'held' and hold_expires_at > ${filter.now}::timestamptz))`,
    );
  else if (filter.state !== undefined) where.push(sql`state = ${filter.state}`);
  const result = await sql<BookingRecord>`
    select id, location_id, resource, service_key, contact_id, thread_id, attempt_id, phone, name, lower(during) as starts_at,
      upper(during) as ends_at, state, hold_expires_at, answers, sequence, created_by, created_at
    from booking where ${sql.join(where, sql` and `)} order by lower(during), id limit 2000`.execute(tx);
  return result.rows;
}

export interface SuppressionRecord {
  readonly phone: string;
  readonly contact_name: string | null;
  readonly contact_id: string | null;
  readonly last_at: string;
  readonly last_exact: string;
}

/**
 * Numbers with anything on file that may keep texts away, latest first: the caller folds their ledgers and drops those
 * who came back. Served by index consent_suppressing.
 */
export async function listSuppressed(
  tx: Tx,
  tenantId: string,
  filter: { readonly cursor?: string | undefined; readonly limit: number; readonly q?: string | undefined },
): Promise<{ rows: readonly SuppressionRecord[]; nextCursor: string | null }> {
  const after = decodeCursor(filter.cursor, [AN_INSTANT, ''] as const);
  const digits = filter.q === undefined || filter.q === '' ? null : digitsOf(filter.q);
  const byName = filter.q !== undefined && filter.q !== '' && digits === null;
  const result = await sql<SuppressionRecord>`
    with suppressed as (
      select phone, max(at) as last_at from (
        select phone, occurred_at as at from consent_event where tenant_id = ${tenantId}
          and kind in ('opted-out', 'do-not-contact', 'wrong-party', 'unreachable')
        union all
        select phone, learned_at from number_fact where tenant_id = ${tenantId} and line_type = 'landline'
      ) s group by phone
    )
    select s.phone, c.name as contact_name, c.id as contact_id, s.last_at, to_json(s.last_at) #>> '{}' as last_exact
    from suppressed s left join contact c on c.tenant_id = ${tenantId} and c.phone = s.phone
    where (${digits}::text is null or s.phone like ${`%${digits ?? ''}%`})
      and (${byName ? (filter.q ?? '') : null}::text is null or c.name ilike ${like(filter.q ?? '')})
      and (${after?.[0] ?? null}::timestamptz is null or (s.last_at, s.phone) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::text))
    order by s.last_at desc, s.phone desc limit ${filter.limit + 1}`.execute(tx);
  return pageOf(result.rows, filter.limit, (row) => [row.last_exact, row.phone]);
}

export async function readLineType(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
): Promise<Map<string, { lineType: string; learnedAt: string; learnedFrom: string }>> {
  if (phones.length === 0) return new Map();
  const rows = await tx
    .selectFrom('number_fact')
    .select(['phone', 'line_type', 'learned_at', 'learned_from'])
    .where('tenant_id', '=', tenantId)
    .where('phone', 'in', [...phones])
    .execute();
  return new Map(
    rows.map((row) => [
      row.phone,
      { lineType: row.line_type, learnedAt: row.learned_at, learnedFrom: row.learned_from },
    ]),
  );
}
