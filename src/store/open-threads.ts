import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';

export interface ThreadWish {
  readonly tenantId: string;
  readonly locationId: string;
  readonly phone: string;
  readonly contactId: string | null;
  readonly attemptId: string | null;
  readonly at: string;
}

/**
 * One thread per caller and location, for good. A new attempt opens it again; who holds it stays as it was, except that
 * a person who closed it has let go of it: the assistant answers what comes then. The result is keyed by
 * `<locationId> <phone>`.
 */
export async function openThreads(tx: Tx, wishes: readonly ThreadWish[]): Promise<Map<string, string>> {
  const unique = new Map(wishes.map((wish) => [`${wish.locationId} ${wish.phone}`, wish]));
  if (unique.size === 0) return new Map();
  const rows = JSON.stringify(
    [...unique.values()].map((wish) => ({
      id: newId(),
      tenant_id: wish.tenantId,
      location_id: wish.locationId,
      phone: wish.phone,
      contact_id: wish.contactId,
      attempt_id: wish.attemptId,
      at: wish.at,
    })),
  );
  // The same mark that a hand-back leaves, so that nothing half-said is picked up again.
  const letGo = sql`(thread.state = 'closed' and thread.holder = 'human')`;
  const at = sql`to_char(excluded.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const result = await sql<{ id: string; location_id: string; phone: string }>`
    insert into thread (id, tenant_id, location_id, phone, contact_id, attempt_id, created_at, updated_at)
    select id, tenant_id, location_id, phone, contact_id, attempt_id, at, at
    from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, tenant_id uuid, location_id uuid, phone text, contact_id uuid,
      attempt_id uuid, at timestamptz)
    on conflict (tenant_id, location_id, phone) do update set state = 'open', updated_at = excluded.updated_at,
      holder = case when ${letGo} then 'assistant' else thread.holder end,
      held_by = case when ${letGo} then null else thread.held_by end,
      assistant = case when ${letGo} then thread.assistant || jsonb_build_object('handedBackAt', ${at}::text)
        else thread.assistant end,
      contact_id = coalesce(thread.contact_id, excluded.contact_id),
      attempt_id = coalesce(excluded.attempt_id, thread.attempt_id)
    returning id, location_id, phone`.execute(tx);
  return new Map(result.rows.map((row) => [`${row.location_id} ${row.phone}`, row.id]));
}
