import { consistencyProof, inclusionProof, tilesAbout } from '../core/audit/tree.ts';
import { latestCheckpoint, readTiles, type StoredCheckpoint } from './audit-log.ts';
import type { Tx } from './database.ts';

/** A proof that a record is in the log, complete enough to be checked with no database at hand. */
export interface InclusionProof {
  readonly v: 1;
  readonly type: 'ringback-inclusion-proof';
  readonly id: string;
  readonly index: number;
  readonly size: number;
  /** The record as it was hashed. */
  readonly leaf: string;
  /** Base64, lowest sibling first (RFC 9162, section 2.1.3). */
  readonly hashes: readonly string[];
  readonly checkpoint: string;
}

export type ProofAnswer =
  | { readonly ok: true; readonly proof: InclusionProof }
  | { readonly ok: false; readonly code: 'not-found' | 'not-sealed'; readonly message: string };

/** Proves one record under the newest checkpoint. */
export async function proveRecord(tx: Tx, tenantId: string, id: string): Promise<ProofAnswer> {
  const row = await tx
    .selectFrom('audit_record')
    .select(['id', 'leaf', 'leaf_index'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return { ok: false, code: 'not-found', message: `no audit record has the id ${id}` };
  const checkpoint = await latestCheckpoint(tx, tenantId);
  if (row.leaf_index === null || checkpoint === null || row.leaf_index >= checkpoint.size) {
    return {
      ok: false,
      code: 'not-sealed',
      message: 'the record waits to be sealed; try again in a few seconds',
    };
  }
  const [proof] = await proveLeaves(tx, tenantId, checkpoint, [
    { id: row.id, leaf: row.leaf, index: row.leaf_index },
  ]);
  if (proof === undefined) throw new Error('a proof was asked for and none came');
  return { ok: true, proof };
}

/** Proves records under one checkpoint; the tiles they need are read once for all. */
export async function proveLeaves(
  tx: Tx,
  tenantId: string,
  checkpoint: StoredCheckpoint,
  leaves: readonly { readonly id: string; readonly leaf: string; readonly index: number }[],
): Promise<InclusionProof[]> {
  const { size, note } = checkpoint;
  const places = leaves.map((leaf) => leaf.index);
  const tiles = await readTiles(tx, tenantId, tilesAbout(size, places));
  return leaves.map(({ id, leaf, index }) => ({
    v: 1,
    type: 'ringback-inclusion-proof',
    id,
    index,
    size,
    leaf,
    hashes: inclusionProof(index, size, tiles).map((hash) => hash.toString('base64')),
    checkpoint: note,
  }));
}

/** Proves that the log at `first` records is the beginning of the log at `second`. */
export async function proveConsistency(
  tx: Tx,
  tenantId: string,
  first: number,
  second: number,
): Promise<string[]> {
  const tiles = await readTiles(tx, tenantId, tilesAbout(second, [first - 1, first]));
  return consistencyProof(first, second, tiles).map((hash) => hash.toString('base64'));
}
