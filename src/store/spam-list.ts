import { sql } from 'kysely';
import type { SpamLine } from '../core/organisation/spam-csv.ts';
import type { Tx } from './database.ts';

const BATCH = 5000;

/** Makes a list what the file says: numbers that it no longer names are taken off. Other lists stay as they are. */
export async function replaceSpamList(
  tx: Tx,
  tenantId: string,
  list: string,
  lines: readonly SpamLine[],
  at: string,
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
  return { added, removed: Number(gone.numAffectedRows ?? 0n) };
}

export async function removeSpamList(tx: Tx, tenantId: string, list: string): Promise<number> {
  const gone = await sql`delete from spam_number where tenant_id = ${tenantId} and list = ${list}`.execute(
    tx,
  );
  return Number(gone.numAffectedRows ?? 0n);
}

export interface SpamListRecord {
  readonly list: string;
  readonly numbers: number;
  readonly listedAt: string;
}

/** Served by index spam_number_by_list. */
export async function spamLists(tx: Tx, tenantId: string): Promise<SpamListRecord[]> {
  const rows = await sql<SpamListRecord>`select list, count(*) as numbers, max(listed_at) as "listedAt"
    from spam_number where tenant_id = ${tenantId} group by list order by list`.execute(tx);
  return rows.rows;
}

export interface SpamFigures {
  /** Calls held back as spam. */
  readonly held: number;
  /** Those of them whose callers are known as customers by now: they were held back wrongly. */
  readonly ofCustomers: number;
}

/** Served by index attempt_held_as_spam. */
export async function spamFigures(tx: Tx, tenantId: string, since: string): Promise<SpamFigures> {
  const rows = await sql<SpamFigures>`
    select count(*) as held, count(*) filter (where
      exists (select from contact c where c.tenant_id = ${tenantId} and c.phone = a.caller and c.existing_customer)
      or exists (select from booking b where b.tenant_id = ${tenantId} and b.phone = a.caller and b.state = 'confirmed')
      or exists (select from thread t where t.tenant_id = ${tenantId} and t.phone = a.caller
        and t.last_inbound_at is not null)) as "ofCustomers"
    from attempt a where a.tenant_id = ${tenantId} and a.answer_code = 'known-spam'
      and a.started_at >= ${since}::timestamptz and a.merged_into is null`.execute(tx);
  return rows.rows[0] ?? { held: 0, ofCustomers: 0 };
}
