import { sql } from 'kysely';
import type { Tile, TileAt } from '../core/audit/tree.ts';
import type { Tx } from './database.ts';

/** The Merkle log in its tables, for the sequencer and for proofs. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

/** One sequencer per tenant at a time; writers never take this lock. False when another holds it and we do not wait. */
export async function lockLog(tx: Tx, tenantId: string, wait: boolean): Promise<boolean> {
  if (wait) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 6962))`.execute(tx);
    return true;
  }
  const row = await sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${tenantId}, 6962)) as got`.execute(tx);
  return row.rows[0]?.got === true;
}

/** Tenants with records that wait for their place. Served by index audit_unsequenced. */
export async function tenantsToSeal(tx: Tx): Promise<{ id: string; key: string }[]> {
  const rows = await sql<{ id: string; key: string }>`
    select id, key from tenant
    where exists (select from audit_record r where r.tenant_id = tenant.id and r.leaf_index is null)
    order by id`.execute(tx);
  return rows.rows;
}

export async function latestCheckpoint(tx: Tx, tenantId: string): Promise<StoredCheckpoint | null> {
  const row = await tx
    .selectFrom('audit_checkpoint')
    .select(['tree_size as size', 'root', 'note'])
    .where('tenant_id', '=', tenantId)
    .orderBy('tree_size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** How many places of the log are taken, by the records themselves. */
export async function sealedCount(tx: Tx, tenantId: string): Promise<number> {
  const row = await sql<{ last: number | null }>`
    select max(leaf_index) as last from audit_record where tenant_id = ${tenantId}`.execute(tx);
  const last = row.rows[0]?.last;
  return last === null || last === undefined ? 0 : last + 1;
}

/** Gives the next places to up to `limit` waiting records, in order of id, and returns their hashes in that order. */
export async function sequence(tx: Tx, tenantId: string, start: number, limit: number): Promise<Buffer[]> {
  const rows = await sql<{ leaf_index: number; leaf_hash: Buffer }>`
    with waiting as (
      select id, ${start}::bigint + row_number() over (order by id) - 1 as place from (
        select id from audit_record where tenant_id = ${tenantId} and leaf_index is null order by id limit ${limit}) as w)
    update audit_record r set leaf_index = waiting.place from waiting where r.id = waiting.id
    returning r.leaf_index, r.leaf_hash`.execute(tx);
  return rows.rows.toSorted((a, b) => a.leaf_index - b.leaf_index).map((row) => row.leaf_hash);
}

export async function readTiles(
  tx: Tx,
  tenantId: string,
  wanted: readonly TileAt[],
): Promise<(at: TileAt) => Buffer | undefined> {
  if (wanted.length === 0) return () => undefined;
  const rows = await sql<Tile>`
    select t.level, t.tile, t.hashes from audit_tile t
    join unnest(${wanted.map((at) => at.level)}::int[], ${wanted.map((at) => at.tile)}::bigint[]) as w(level, tile)
      on t.level = w.level and t.tile = w.tile
    where t.tenant_id = ${tenantId}`.execute(tx);
  const tiles = new Map(rows.rows.map((tile) => [`${tile.level}/${tile.tile}`, tile.hashes]));
  return ({ level, tile }) => tiles.get(`${level}/${tile}`);
}

export async function writeTiles(tx: Tx, tenantId: string, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await sql`
    insert into audit_tile (tenant_id, level, tile, hashes)
    select ${tenantId}::uuid, w.level, w.tile, w.hashes
    from unnest(${tiles.map((at) => at.level)}::int[], ${tiles.map((at) => at.tile)}::bigint[],
      ${tiles.map((at) => at.hashes)}::bytea[]) as w(level, tile, hashes)
    on conflict (tenant_id, level, tile) do update set hashes = excluded.hashes`.execute(tx);
}

export async function writeCheckpoint(
  tx: Tx,
  tenantId: string,
  checkpoint: StoredCheckpoint,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('audit_checkpoint')
    .values({
      tenant_id: tenantId,
      tree_size: checkpoint.size,
      root: checkpoint.root,
      note: checkpoint.note,
      created_at: at,
    })
    .execute();
}
