import { sql } from 'kysely';
import type { SpamLine } from '../core/organisation/spam-csv.ts';
import type { Tx } from './database.ts';

const BATCH = 5000;

/** Who brings a list, when, and where it comes from. */
export interface SpamListOrigin {
  readonly by: string;
  readonly at: string;
  readonly source: string | null;
}

/** Makes a list what the file says: numbers that it no longer names are taken off. Other lists stay as they are. */
export async function replaceSpamList(
  tx: Tx,
  tenantId: string,
  list: string,
  lines: readonly SpamLine[],
  { by, at, source }: SpamListOrigin,
): Promise<{ readonly added: number; readonly removed: number }> {
  let added = 0;
  for (let from = 0; from < lines.length; from += BATCH) {
    const part = lines.slice(from, from + BATCH).toSorted((a, b) => (a.phone < b.phone ? -1 : 1));
    const result = await sql<{ fresh: boolean }>`
      insert into spam_number as s (tenant_id, phone, list, label, listed_at)
      select ${tenantId}::uuid, phone, ${list}, label, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as l(phone text, label text)
      on conflict (tenant_id, phone, list) do update set label = excluded.label, listed_at = excluded.listed_at
      returning (xmax = 0) as fresh`.execute(tx);
    added += result.rows.filter((row) => row.fresh).length;
  }
  const gone = await sql`delete from spam_number s where s.tenant_id = ${tenantId} and s.list = ${list}
    and not exists (select from unnest(${lines.map((line) => line.phone)}::text[]) as u(phone)
      where u.phone = s.phone)`.execute(tx);
  await sql`insert into spam_list (tenant_id, list, source, imported_by, imported_at)
    values (${tenantId}, ${list}, ${source}, ${by}, ${at})
    on conflict (tenant_id, list) do update set source = excluded.source, imported_by = excluded.imported_by,
      imported_at = excluded.imported_at, removed_at = null, removed_by = null`.execute(tx);
  // What was taken back under this name is over once there is a new list of that name.
  await forgetRemoved(tx, tenantId, list);
  return { added, removed: Number(gone.numAffectedRows ?? 0n) };
}

export interface SpamListPlan {
  readonly added: number;
  readonly removed: number;
  readonly kept: number;
  readonly relabelled: number;
  readonly examples: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Of the numbers on the list: people the shop knows, whom no list holds back. */
  readonly customers: number;
  /** Of the numbers on the list: those that rang since the given instant. */
  readonly calledLately: number;
}

/** What importing these lines would change. Reads only. */
export async function planSpamList(
  tx: Tx,
  tenantId: string,
  list: string,
  lines: readonly SpamLine[],
  callsSince: string,
): Promise<SpamListPlan> {
  const given = JSON.stringify(lines.map(({ phone, label }) => ({ phone, label })));
  const result = await sql<Omit<SpamListPlan, 'examples'> & { addedSome: string[]; removedSome: string[] }>`
    with given as (select phone, label from jsonb_to_recordset(${given}::jsonb) as l(phone text, label text)),
      here as (select phone, label from spam_number where tenant_id = ${tenantId} and list = ${list}),
      fresh as (select phone from given g where not exists (select from here h where h.phone = g.phone)),
      gone as (select phone from here h where not exists (select from given g where g.phone = h.phone))
    select (select count(*) from fresh) as added, (select count(*) from gone) as removed,
      (select count(*) from given g join here h using (phone)) as kept,
      (select count(*) from given g join here h using (phone) where h.label is distinct from g.label) as relabelled,
      array(select phone from fresh order by phone limit 5) as "addedSome",
      array(select phone from gone order by phone limit 5) as "removedSome",
      (select count(*) from given g where ${knownCustomer(tenantId, sql`g.phone`)}) as customers,
      (select count(distinct a.caller) from attempt a join given g on g.phone = a.caller
        where a.tenant_id = ${tenantId} and a.merged_into is null and a.started_at >= ${callsSince}::timestamptz)
        as "calledLately"`.execute(tx);
  const row = result.rows[0];
  if (row === undefined) throw new Error('a query without a from clause answers one row');
  const { addedSome, removedSome, ...counts } = row;
  return { ...counts, examples: { added: addedSome, removed: removedSome } };
}

/** How long a list that was taken back can be put back. */
export const RESTORABLE_DAYS = 30;

/** Takes a list back; its numbers are kept aside. Returns how many there were. */
export async function removeSpamList(
  tx: Tx,
  tenantId: string,
  list: string,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<number> {
  await forgetRemoved(tx, tenantId, list);
  await sql`delete from spam_number_removed r using spam_list l where r.tenant_id = ${tenantId}
    and l.tenant_id = r.tenant_id and l.list = r.list
    and l.removed_at < ${at}::timestamptz - make_interval(days => ${RESTORABLE_DAYS})`.execute(tx);
  const moved =
    await sql`with gone as (delete from spam_number where tenant_id = ${tenantId} and list = ${list} returning *)
    insert into spam_number_removed (tenant_id, phone, list, label, listed_at)
    select tenant_id, phone, list, label, listed_at from gone`.execute(tx);
  const numbers = Number(moved.numAffectedRows ?? 0n);
  if (numbers > 0)
    await sql`insert into spam_list (tenant_id, list, imported_by, imported_at, removed_at, removed_by)
      values (${tenantId}, ${list}, 'unknown', ${at}, ${at}, ${by})
      on conflict (tenant_id, list) do update set removed_at = excluded.removed_at, removed_by = excluded.removed_by`.execute(
      tx,
    );
  return numbers;
}

/** Puts a list back that was taken back; 0 when there is none to put back. */
export async function restoreSpamList(tx: Tx, tenantId: string, list: string): Promise<number> {
  const moved =
    await sql`with back as (delete from spam_number_removed where tenant_id = ${tenantId} and list = ${list} returning *)
    insert into spam_number (tenant_id, phone, list, label, listed_at)
    select tenant_id, phone, list, label, listed_at from back on conflict do nothing`.execute(tx);
  const numbers = Number(moved.numAffectedRows ?? 0n);
  if (numbers > 0)
    await sql`update spam_list set removed_at = null, removed_by = null
      where tenant_id = ${tenantId} and list = ${list}`.execute(tx);
  return numbers;
}

async function forgetRemoved(tx: Tx, tenantId: string, list: string): Promise<void> {
  await sql`delete from spam_number_removed where tenant_id = ${tenantId} and list = ${list}`.execute(tx);
}

export interface SpamListRecord {
  readonly list: string;
  readonly numbers: number;
  readonly listedAt: string;
  readonly source: string | null;
  /** Null for lists from before this was written down. */
  readonly importedBy: string | null;
}

/** Served by index spam_number_by_list. */
export async function spamLists(tx: Tx, tenantId: string): Promise<SpamListRecord[]> {
  const rows = await sql<SpamListRecord>`select n.list, n.numbers, n.listed_at as "listedAt", l.source,
      l.imported_by as "importedBy"
    from (select list, count(*) as numbers, max(listed_at) as listed_at from spam_number
      where tenant_id = ${tenantId} group by list) n
      left join spam_list l on l.tenant_id = ${tenantId} and l.list = n.list
    order by n.list`.execute(tx);
  return rows.rows;
}

export interface RemovedSpamList {
  readonly list: string;
  readonly numbers: number;
  readonly removedAt: string;
  readonly removedBy: string | null;
}

/** Lists that can still be put back, the latest first. */
export async function removedSpamLists(tx: Tx, tenantId: string, now: string): Promise<RemovedSpamList[]> {
  const rows = await sql<RemovedSpamList>`select l.list, count(*) as numbers, l.removed_at as "removedAt",
      l.removed_by as "removedBy"
    from spam_list l join spam_number_removed r on r.tenant_id = l.tenant_id and r.list = l.list
    where l.tenant_id = ${tenantId} and l.removed_at >= ${now}::timestamptz - make_interval(days => ${RESTORABLE_DAYS})
    group by l.list, l.removed_at, l.removed_by order by l.removed_at desc`.execute(tx);
  return rows.rows;
}

/** People whom the shop knows: no list and no score holds them back. Served by the keys of contact, booking and thread. */
export function knownCustomer(tenantId: string, phone: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`(exists (select from contact c where c.tenant_id = ${tenantId} and c.phone = ${phone} and c.existing_customer)
    or exists (select from booking b where b.tenant_id = ${tenantId} and b.phone = ${phone} and b.state = 'confirmed')
    or exists (select from thread t where t.tenant_id = ${tenantId} and t.phone = ${phone}
      and t.last_inbound_at is not null))`;
}
