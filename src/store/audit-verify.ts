import { sql } from 'kysely';
import { LogCheck } from '../core/audit/check/log.ts';
import { checkNote } from '../core/audit/check/note.ts';
import type { LogRow } from '../core/audit/check/record.ts';
import type { CheckpointRow, LogReport, Stretch, UpperTile } from '../core/audit/check/report.ts';
import type { Store, Tx } from './database.ts';

/**
 * Reads a tenant's whole log in order for the independent verifier (`core/audit/check`). Only plain selects, none of
 * the writer's queries; it changes nothing and may run beside a working installation.
 */
export interface VerifyOptions {
  /** A checkpoint that was kept outside this database: the only thing that shows a log cut or rewritten as a whole. */
  readonly witness?: string;
  readonly onProgress?: (checked: number, size: number) => void;
}

export interface TenantRef {
  readonly id: string;
  readonly key: string;
}

export async function verifyLog(
  store: Store,
  tenant: TenantRef,
  verifierKey: string,
  options: VerifyOptions = {},
): Promise<LogReport> {
  const { size, beyond } = await store.tx(tenant.id, (tx) => extent(tx, tenant.id, verifierKey));
  const check = new LogCheck({
    key: verifierKey,
    origin: `ringback/${tenant.key}`,
    size,
    ...(options.witness === undefined ? {} : { witness: options.witness }),
  });
  for (let from = 0; from < size; from += STRETCH) {
    const to = Math.min(from + STRETCH, size);
    check.feed(await store.tx(tenant.id, (tx) => readStretch(tx, tenant.id, from, to)));
    options.onProgress?.(to, size);
  }
  check.feedBeyond(beyond);
  for (let after = NIL; ;) {
    const rows = await store.tx(tenant.id, (tx) => readUnsealed(tx, tenant.id, size, after));
    check.feedUnsealed(rows);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return check.finish(await store.tx(tenant.id, (tx) => readUpperTiles(tx, tenant.id)));
}

/** Eight tiles of records at a time. */
const STRETCH = 2048;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * How far the log reaches: to its newest validly signed checkpoint, or further where a damaged one claims more and
 * records are there. A made-up checkpoint cannot send the verifier beyond the records that exist.
 */
async function extent(
  tx: Tx,
  tenantId: string,
  verifierKey: string,
): Promise<{ size: number; beyond: CheckpointRow[] }> {
  const taken = await sql<{ last: number | null }>`
    select max(leaf_index) as last from audit_record where tenant_id = ${tenantId}`.execute(tx);
  const places = (taken.rows[0]?.last ?? -1) + 1;
  const damaged: CheckpointRow[] = [];
  let valid = 0;
  for (let below = Number.MAX_SAFE_INTEGER; ;) {
    const rows = await sql<CheckpointRow>`
      select tree_size as size, root, note from audit_checkpoint
      where tenant_id = ${tenantId} and tree_size < ${below} order by tree_size desc limit 50`.execute(tx);
    const signed = rows.rows.findIndex((row) => {
      const note = checkNote(row.note, verifierKey);
      return note.ok && note.size === row.size;
    });
    damaged.push(...rows.rows.slice(0, signed < 0 ? undefined : signed));
    valid = signed < 0 ? 0 : (rows.rows[signed]?.size ?? 0);
    const last = rows.rows.at(-1);
    if (signed >= 0 || last === undefined) break;
    below = last.size;
  }
  const claimed = Math.max(0, ...damaged.map((row) => row.size));
  const size = Math.max(valid, Math.min(claimed, places));
  return { size, beyond: damaged.filter((row) => row.size > size) };
}

export async function readStretch(tx: Tx, tenantId: string, from: number, to: number): Promise<Stretch> {
  const rows = await sql<LogRow>`
    select leaf_index as index, id, tenant_id as "tenantId", kind, attempt_id as "attemptId", subject_id as "subjectId",
      occurred_at as "occurredAt", leaf, leaf_hash as "leafHash"
    from audit_record where tenant_id = ${tenantId} and leaf_index >= ${from} and leaf_index < ${to}
    order by leaf_index, id`.execute(tx);
  const tiles = await sql<{ tile: number; hashes: Buffer }>`
    select tile, hashes from audit_tile where tenant_id = ${tenantId} and level = 0
      and tile >= ${Math.floor(from / 256)} and tile <= ${Math.floor((to - 1) / 256)}`.execute(tx);
  const checkpoints = await sql<CheckpointRow>`
    select tree_size as size, root, note from audit_checkpoint
    where tenant_id = ${tenantId} and tree_size > ${from} and tree_size <= ${to} order by tree_size`.execute(
    tx,
  );
  return {
    from,
    to,
    rows: rows.rows,
    tiles: new Map(tiles.rows.map((row) => [row.tile, row.hashes])),
    checkpoints: checkpoints.rows,
  };
}

/**
 * Waiting records, and records with a place that nothing signs. Records sealed since we began are beyond our extent
 * and are signed by a newer checkpoint: they are left to the next run.
 */
async function readUnsealed(tx: Tx, tenantId: string, size: number, after: string): Promise<LogRow[]> {
  const rows = await sql<LogRow>`
    select leaf_index as index, id, tenant_id as "tenantId", kind, attempt_id as "attemptId", subject_id as "subjectId",
      occurred_at as "occurredAt", leaf, leaf_hash as "leafHash"
    from audit_record where tenant_id = ${tenantId} and id > ${after}
      and (leaf_index is null or (leaf_index >= ${size} and leaf_index >= coalesce(
        (select max(tree_size) from audit_checkpoint where tenant_id = ${tenantId}), 0)))
    order by id limit ${STRETCH}`.execute(tx);
  return rows.rows;
}

async function readUpperTiles(tx: Tx, tenantId: string): Promise<UpperTile[]> {
  const rows = await sql<UpperTile>`
    select level, tile, hashes from audit_tile where tenant_id = ${tenantId} and level > 0`.execute(tx);
  return rows.rows;
}

/** The largest checkpoint of at most about this many records, or the first one there is; null for an empty log. */
export async function firstCheckpointNear(tx: Tx, tenantId: string, about: number): Promise<number | null> {
  const row = await sql<{ size: number | null }>`
    select coalesce(max(tree_size) filter (where tree_size <= ${about}), min(tree_size)) as size
    from audit_checkpoint where tenant_id = ${tenantId}`.execute(tx);
  return row.rows[0]?.size ?? null;
}
