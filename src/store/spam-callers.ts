import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { knownCustomer } from './spam-list.ts';

/** Calls held as spam, and what became known of their callers since: how often the filter was right. */
export interface SpamFigures {
  /** Calls held back as spam. */
  readonly held: number;
  /** Those of callers who are known as customers by now: they were held back wrongly. */
  readonly ofCustomers: number;
  /** Those of callers whom staff released. */
  readonly released: number;
  /** Both together, each call once. */
  readonly falseBlocks: number;
  readonly byScore: readonly SpamShare[];
  readonly bySign: readonly SpamShare[];
}
export interface SpamShare {
  /** Lower edge of the score in hundredths (80, 85, 90, 95), or the weightiest sign. */
  readonly of: string;
  readonly held: number;
  readonly falseBlocks: number;
}

/** Served by index attempt_held_as_spam: few calls are. */
export async function spamFigures(tx: Tx, tenantId: string, since: string): Promise<SpamFigures> {
  const rows = await sql<{ band: string; sign: string; customer: boolean; released: boolean; calls: number }>`
    with held as (
      select (least(95, greatest(0, floor((a.view -> 'spam' ->> 'score')::numeric * 20) * 5))::int)::text as band,
        coalesce(a.view -> 'spam' -> 'reasons' -> 0 ->> 'sign', 'unknown') as sign,
        ${knownCustomer(tenantId, sql`a.caller`)} as customer,
        exists (select from contact c where c.tenant_id = ${tenantId} and c.phone = a.caller
          and c.spam_released_at is not null) as released
      from attempt a where a.tenant_id = ${tenantId} and a.answer_code = 'known-spam'
        and a.started_at >= ${since}::timestamptz and a.merged_into is null)
    select coalesce(band, 'unknown') as band, sign, customer, released, count(*) as calls
    from held group by 1, 2, 3, 4`.execute(tx);
  const cells = rows.rows;
  const sum = (fits: (cell: (typeof cells)[number]) => boolean): number =>
    cells.filter(fits).reduce((total, { calls }) => total + calls, 0);
  const shares = (of: 'band' | 'sign'): SpamShare[] =>
    [...new Set(cells.map((cell) => cell[of]))].sort().map((each) => ({
      of: each,
      held: sum((cell) => cell[of] === each),
      falseBlocks: sum((cell) => cell[of] === each && (cell.customer || cell.released)),
    }));
  return {
    held: sum(() => true),
    ofCustomers: sum((cell) => cell.customer),
    released: sum((cell) => cell.released),
    falseBlocks: sum((cell) => cell.customer || cell.released),
    byScore: shares('band'),
    bySign: shares('sign').toSorted((a, b) => b.held - a.held),
  };
}

export interface JudgedCall {
  readonly id: string;
  readonly startedAt: string;
  readonly location: string;
  readonly held: boolean;
  readonly because: string;
}

/** The latest calls of a number, and what was thought of each. Served by index attempt_by_caller. */
export async function callsOf(tx: Tx, tenantId: string, phone: string, most: number): Promise<JudgedCall[]> {
  const rows = await sql<JudgedCall>`select a.id, a.started_at as "startedAt", l.name as location,
      a.answer_code is not distinct from 'known-spam' as held, coalesce(a.view ->> 'explanation', '') as because
    from attempt a join location l on l.id = a.location_id
    where a.tenant_id = ${tenantId} and a.caller = ${phone} and a.merged_into is null
    order by a.started_at desc limit ${most}`.execute(tx);
  return rows.rows;
}

export interface Release {
  readonly at: string;
  readonly by: string | null;
}

export async function releaseOf(tx: Tx, tenantId: string, phone: string): Promise<Release | null> {
  const rows = await sql<Release>`select spam_released_at as at, spam_released_by as by from contact
    where tenant_id = ${tenantId} and phone = ${phone} and spam_released_at is not null`.execute(tx);
  return rows.rows[0] ?? null;
}

/** Somebody says that a number is no spam; null takes that back. A number that never called becomes a contact. */
export async function releaseCaller(
  tx: Tx,
  tenantId: string,
  phone: string,
  release: { readonly id: string; readonly by: string; readonly at: string } | null,
  now: string,
): Promise<void> {
  if (release === null) {
    await sql`update contact set spam_released_at = null, spam_released_by = null, updated_at = ${now}::timestamptz
      where tenant_id = ${tenantId} and phone = ${phone}`.execute(tx);
    return;
  }
  await sql`insert into contact (id, tenant_id, phone, spam_released_at, spam_released_by, created_at, updated_at)
    values (${release.id}, ${tenantId}, ${phone}, ${release.at}, ${release.by}, ${now}, ${now})
    on conflict (tenant_id, phone) do update set spam_released_at = excluded.spam_released_at,
      spam_released_by = excluded.spam_released_by, updated_at = excluded.updated_at`.execute(tx);
}
