import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** What the store knows of callers when their calls are judged. */
export interface KnownCaller {
  readonly phone: string;
  readonly blocked: boolean;
  readonly existingCustomer: boolean;
  readonly hasBooked: boolean;
  readonly hasWritten: boolean;
  /** Staff said that this number is no spam. */
  readonly released: boolean;
  readonly firstSeenAt: string | null;
  readonly lists: readonly { readonly list: string; readonly label: string | null }[];
  readonly lineType: string | null;
}

/** One round trip for a batch. Served by the keys of contact, spam_number and number_fact, thread_by_phone, booking_by_phone. */
export async function loadCallers(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
): Promise<Map<string, KnownCaller>> {
  if (phones.length === 0) return new Map();
  const rows = await sql<KnownCaller>`${callersQuery(tenantId, phones)}`.execute(tx);
  return new Map(rows.rows.map((row) => [row.phone, row]));
}

export function callersQuery(tenantId: string, phones: readonly string[]): ReturnType<typeof sql> {
  return sql`
    select p.phone, coalesce(c.blocked, false) as blocked, coalesce(c.existing_customer, false) as "existingCustomer",
      exists (select from booking b where b.tenant_id = ${tenantId} and b.phone = p.phone and b.state = 'confirmed')
        as "hasBooked",
      exists (select from thread t where t.tenant_id = ${tenantId} and t.phone = p.phone and t.last_inbound_at is not null)
        as "hasWritten",
      c.spam_released_at is not null as released, c.created_at as "firstSeenAt", f.line_type as "lineType",
      coalesce((select jsonb_agg(jsonb_build_object('list', s.list, 'label', s.label) order by s.list)
        from spam_number s where s.tenant_id = ${tenantId} and s.phone = p.phone), '[]'::jsonb) as lists
    from unnest(${[...phones]}::text[]) as p(phone)
      left join contact c on c.tenant_id = ${tenantId} and c.phone = p.phone
      left join number_fact f on f.tenant_id = ${tenantId} and f.phone = p.phone`;
}
