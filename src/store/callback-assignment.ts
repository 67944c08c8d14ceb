import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { EMERGENCY } from './leads.ts';

/** A callback as it is about to be given to somebody. */
export interface AssignableCallback {
  readonly id: string;
  readonly location_id: string;
  readonly attempt_id: string;
  readonly phone: string;
  /** The number that was called; null when it is not known. */
  readonly dialled: string | null;
  /** The language that the caller chose, as a phone system said. */
  readonly language: string | null;
}

/** Open callbacks that nobody has yet, of these attempts; those a person was to assign, of a location; or by their ids. */
export async function loadAssignable(
  tx: Tx,
  tenantId: string,
  of:
    | { readonly attemptIds: readonly string[] }
    | { readonly manualAt: string }
    | { readonly ids: readonly string[] },
): Promise<readonly AssignableCallback[]> {
  const which =
    'ids' in of
      ? sql`b.id = any(${of.ids}::uuid[])`
      : 'attemptIds' in of
        ? sql`b.attempt_id = any(${of.attemptIds}::uuid[]) and b.assignment in ('none', 'manual')`
        : sql`b.location_id = ${of.manualAt} and b.assignment = 'manual'`;
  const result = await sql<AssignableCallback>`
    select b.id, b.location_id, b.attempt_id, b.phone, a.dialled,
      (select e.event ->> 'language' from call_event e where e.attempt_id = b.attempt_id and e.event ? 'language'
        order by e.occurred_at desc limit 1) as language
    from callback_item b join attempt a on a.id = b.attempt_id
    where b.tenant_id = ${tenantId} and b.state = 'open' and b.phone is not null and ${which}
    order by b.urgent desc, b.created_at, b.id limit 500`.execute(tx);
  return result.rows;
}

/** The number that was called; null when it is not known. */
export async function dialledNumber(tx: Tx, tenantId: string, attemptId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('attempt')
    .select('dialled')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', attemptId)
    .executeTakeFirst();
  return row?.dialled ?? null;
}

/** How many open callbacks each rep of these locations has, by location and rep. */
export async function openPerRep(
  tx: Tx,
  tenantId: string,
  locationIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (locationIds.length === 0) return new Map();
  const result = await sql<{ location_id: string; assigned_to: string; open: number }>`
    select location_id, assigned_to, count(*)::int as open from callback_item
    where tenant_id = ${tenantId} and state = 'open' and assigned_to is not null
      and location_id = any(${locationIds}::uuid[])
    group by location_id, assigned_to`.execute(tx);
  return new Map(
    [...Map.groupBy(result.rows, (row) => row.location_id)].map(([location, rows]) => [
      location,
      new Map(rows.map((row) => [row.assigned_to, row.open])),
    ]),
  );
}

export interface Assignment {
  readonly id: string;
  readonly assignedTo: string | null;
  readonly assignment: 'auto' | 'by-hand' | 'manual';
  readonly reason: string | null;
  /** Given when it moves to another location. */
  readonly locationId?: string;
}

export async function saveAssignments(
  tx: Tx,
  tenantId: string,
  assignments: readonly Assignment[],
): Promise<void> {
  if (assignments.length === 0) return;
  await sql`update callback_item b set assigned_to = v."assignedTo", assignment = v.assignment,
      assignment_reason = v.reason, location_id = coalesce(v."locationId", b.location_id)
    from jsonb_to_recordset(${JSON.stringify(assignments)}::jsonb)
      as v(id uuid, "assignedTo" text, assignment text, reason text, "locationId" uuid)
    where b.tenant_id = ${tenantId} and b.id = v.id and b.state = 'open'`.execute(tx);
}

/** Somebody says that they are calling this person now; who else looks at the list sees it. */
export async function markCalling(
  tx: Tx,
  tenantId: string,
  id: string,
  by: string,
  at: string,
): Promise<void> {
  await tx
    .updateTable('callback_item')
    .set({ calling_by: by, calling_at: at })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/**
 * Those of these calls whose caller spoke or wrote of danger to life and was heard of since: by the call itself, or by a
 * text. A day later it is a callback like others.
 */
export async function inDanger(
  tx: Tx,
  tenantId: string,
  attemptIds: readonly string[],
  since: string,
): Promise<ReadonlySet<string>> {
  if (attemptIds.length === 0) return new Set();
  const result = await sql<{ attempt_id: string }>`
    select b.attempt_id from callback_item b join attempt a on a.id = b.attempt_id
    where b.tenant_id = ${tenantId} and b.attempt_id = any(${attemptIds}::uuid[]) and b.reason_code = ${EMERGENCY}
      and greatest(a.started_at, (select max(t.last_inbound_at) from thread t
        where t.tenant_id = ${tenantId} and t.phone = b.phone)) > ${since}`.execute(tx);
  return new Set(result.rows.map((row) => row.attempt_id));
}

/** Rules that counsel answered with yes for this kind of action about these calls, by attempt. */
export async function approvedFor(
  tx: Tx,
  tenantId: string,
  action: 'call.human' | 'route.assign',
  attemptIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (attemptIds.length === 0) return new Map();
  const result = await sql<{ attempt_id: string; rules: string[] }>`
    select attempt_id, array(select f ->> 'rule' from jsonb_array_elements(decision -> 'findings') f
        where f ->> 'decision' = 'route-to-counsel') as rules
    from counsel_item
    where tenant_id = ${tenantId} and attempt_id = any(${attemptIds}::uuid[]) and action = ${action}
      and state = 'approved'`.execute(tx);
  return new Map(result.rows.map((row) => [row.attempt_id, row.rules]));
}
