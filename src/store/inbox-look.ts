/**
 * Looking through stored deliveries once each, behind `hear`, without a mark on every row: the door and `hear` pay
 * nothing for it. Ids are given in order but become visible out of order, so the look stays behind every transaction
 * that may still bring a lower one.
 */
import { sql } from 'kysely';
import type { Tx } from './database.ts';

export interface StoredDelivery {
  readonly id: number;
  readonly tenant_id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Look {
  readonly deliveries: readonly StoredDelivery[];
  /** Where the next look begins, once this one is done. */
  readonly nextId: number;
}

/**
 * The next deliveries that were heard; none when there are none yet, or another process is looking. The row of the mark
 * is locked until the transaction ends. Served by the key of inbox and index inbox_new.
 */
export async function takeLook(tx: Tx, limit: number): Promise<Look> {
  const mark = await sql<{ next: number; seen: number; settled: boolean }>`
    select next_id as next, seen_id as seen,
      seen_before::xid8 <= pg_snapshot_xmin(pg_current_snapshot()) as settled
    from inbox_look for update skip locked`.execute(tx);
  const row = mark.rows[0];
  if (row === undefined) return { deliveries: [], nextId: 0 };
  if (!row.settled) return { deliveries: [], nextId: row.next };
  if (row.next > row.seen) {
    await seeNewest(tx, row.next);
    return { deliveries: [], nextId: row.next };
  }
  // What is new or given back to `hear` is looked through after it was heard.
  const waiting = await sql<{ id: number | null }>`select min(id) as id from inbox
    where state = 'new' and id >= ${row.next}::bigint and id <= ${row.seen}::bigint`.execute(tx);
  const stop = waiting.rows[0]?.id ?? row.seen + 1;
  const rows = await sql<StoredDelivery>`select id, tenant_id, url, headers, body from inbox
    where id >= ${row.next}::bigint and id < ${stop}::bigint order by id limit ${limit}`.execute(tx);
  const last = rows.rows.at(-1);
  const full = rows.rows.length === limit && last !== undefined;
  return { deliveries: rows.rows, nextId: full ? last.id + 1 : stop };
}

export async function endLook(tx: Tx, nextId: number): Promise<void> {
  await sql`update inbox_look set next_id = ${nextId}::bigint where next_id < ${nextId}::bigint`.execute(tx);
}

/** Notes how far one may go, once everything that runs now has ended. */
async function seeNewest(tx: Tx, next: number): Promise<void> {
  await sql`update inbox_look set seen_id = n.id, seen_before = n.before
    from (select coalesce(max(id), 0) as id, pg_snapshot_xmax(pg_current_snapshot())::text as before from inbox) n
    where n.id >= ${next}::bigint`.execute(tx);
}

/** The content hash stays as it was: a repetition of the delivery is still known. */
export async function replaceDelivery(
  tx: Tx,
  id: number,
  clean: Pick<StoredDelivery, 'url' | 'headers' | 'body'>,
  redacted: { readonly at: string; readonly cardNumbers: number; readonly secrets: number },
): Promise<void> {
  await sql`update inbox set url = ${clean.url}, headers = ${JSON.stringify(clean.headers)}::jsonb, body = ${clean.body},
      redacted = ${JSON.stringify(redacted)}::jsonb where id = ${id}::bigint`.execute(tx);
}
