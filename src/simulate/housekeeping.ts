import { sql } from 'kysely';
import { DAY_MS } from '../core/model/days.ts';
import type { Pipeline } from '../pipeline/context.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { callerOf } from './callers.ts';
import { PLACES } from './demo-places.ts';
import { seededRandom } from './random.ts';

/** What the simulated shops knew before the two weeks began: regular customers, and a few numbers they blocked. */
export async function introducePeople(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const random = seededRandom(7);
  const people = PLACES.flatMap((place) => [
    ...Array.from({ length: 6 }, () => ({
      caller: callerOf(place.areaCode, random.between(0, 79)),
      existing: true,
      blocked: false,
    })),
    ...(random.chance(0.3)
      ? [{ caller: callerOf(place.areaCode, random.between(0, 79)), existing: false, blocked: true }]
      : []),
  ]);
  const rows = [...new Map(people.map((person) => [person.caller.number, person])).values()].map(
    ({ caller, existing, blocked }) => ({
      id: newId(at),
      phone: caller.number,
      name: caller.name,
      existing_customer: existing,
      blocked,
    }),
  );
  await sql`
    insert into contact (id, tenant_id, phone, name, provenance, existing_customer, blocked, created_at, updated_at)
    select id, ${tenantId}::uuid, phone, name, '{"name":"simulated customer list"}', existing_customer, blocked, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(id uuid, phone text, name text, existing_customer boolean, blocked boolean)
    on conflict (tenant_id, phone) do nothing`.execute(tx);
}

/**
 * The simulated staff's evening round: callbacks older than a few hours were mostly made, old notices were read. Without
 * it the demo would open on a list that nobody has touched for two weeks.
 */
export async function closeTheDay(pipeline: Pipeline, tenantId: string, now: Date): Promise<void> {
  await pipeline.store.tx(tenantId, async (tx) => {
    // Nine in ten, the same ones every time; the rest stays for tomorrow's round, a few for good.
    await sql`
      update callback_item set state = case when hashtext(id::text) % 10 = 3 then 'dismissed' else 'done' end,
        outcome = case hashtext(id::text) % 3 when 0 then 'Reached; question answered' when 1 then 'Left a message' else 'Reached; will come by' end,
        handled_by = 'Simulated staff', handled_at = ${now}
      where tenant_id = ${tenantId} and state = 'open' and created_at < ${new Date(now.getTime() - DAY_MS / 4)}
        and abs(hashtext(id::text)) % 20 > 0`.execute(tx);
    await sql`update notification set read_at = ${now}
      where tenant_id = ${tenantId} and read_at is null and created_at < ${new Date(now.getTime() - DAY_MS / 2)}`.execute(
      tx,
    );
    await sql`update thread set unread = 0
      where tenant_id = ${tenantId} and unread > 0 and updated_at < ${new Date(now.getTime() - DAY_MS)}`.execute(
      tx,
    );
  });
}
