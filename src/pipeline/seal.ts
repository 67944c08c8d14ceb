import { checkpointKey, signCheckpoint, type CheckpointKey } from '../core/audit/checkpoint.ts';
import { BrokenTree, extendTiles, rootOf, tilesAbout } from '../core/audit/tree.ts';
import {
  latestCheckpoint,
  lockLog,
  readTiles,
  sealedCount,
  sequence,
  tenantsToSeal,
  writeCheckpoint,
  writeTiles,
} from '../store/audit-log.ts';
import { ALL_TENANTS, isDatabaseDown } from '../store/database.ts';
import type { Keeper } from '../store/keeper.ts';
import type { Pipeline } from './context.ts';

/**
 * The last step of every story: gives committed audit records their place in the tenant's Merkle log, in batches, and
 * signs the new root. Writers never wait for it; a batch is one short transaction under a lock that only sequencers
 * take. Records, tiles and checkpoint commit together or not at all.
 */
export async function sealAll(pipeline: Pipeline): Promise<number> {
  const tenants = await pipeline.store.tx(ALL_TENANTS, tenantsToSeal);
  let sealed = 0;
  for (const tenant of tenants) {
    try {
      sealed += await sealTenant(pipeline, tenant.id, { key: tenant.key, wait: false });
    } catch (error) {
      if (isDatabaseDown(error)) throw error;
      complain(pipeline, tenant.id, error);
    }
  }
  return sealed;
}

export interface SealOptions {
  /** The tenant's key, when the caller has it at hand. */
  readonly key?: string;
  /** When another process is sealing this log: wait for it (default), or leave it to it. */
  readonly wait?: boolean;
  readonly batch?: number;
}

/** Seals everything that waits in this tenant's log; returns how many records. */
export async function sealTenant(
  pipeline: Pipeline,
  tenantId: string,
  options: SealOptions = {},
): Promise<number> {
  const batch = options.batch ?? BATCH;
  const tenantKey = options.key ?? (await tenantKeyOf(pipeline, tenantId));
  const key = auditKey(pipeline.keeper, tenantKey);
  let sealed = 0;
  for (;;) {
    const count = await sealBatch(pipeline, tenantId, key, batch, options.wait ?? true);
    sealed += count;
    if (count < batch) return sealed;
  }
}

/** The key that signs this tenant's checkpoints; its `verifierKey` is what the public may know. */
export function auditKey(keeper: Keeper, tenantKey: string): CheckpointKey {
  return checkpointKey(tenantKey, keeper.derive(`audit-checkpoint/${tenantKey}`, 32));
}

const BATCH = 4096;

async function sealBatch(
  pipeline: Pipeline,
  tenantId: string,
  key: CheckpointKey,
  batch: number,
  wait: boolean,
): Promise<number> {
  return pipeline.store.tx(tenantId, async (tx) => {
    if (!(await lockLog(tx, tenantId, wait))) return 0;
    const size = (await latestCheckpoint(tx, tenantId))?.size ?? 0;
    const taken = await sealedCount(tx, tenantId);
    // Building on a changed log would bury the evidence: stop, and let `audit verify` say where.
    if (taken !== size)
      throw new BrokenTree(`the newest checkpoint signs ${size} records, but ${taken} places are taken`);
    const leaves = await sequence(tx, tenantId, size, batch);
    if (leaves.length === 0) return 0;
    const stored = await readTiles(tx, tenantId, tilesAbout(size));
    const changed = extendTiles(size, leaves, stored);
    const fresh = new Map(changed.map((tile) => [`${tile.level}/${tile.tile}`, tile.hashes]));
    const grown = size + leaves.length;
    const root = rootOf(grown, (at) => fresh.get(`${at.level}/${at.tile}`) ?? stored(at));
    const note = signCheckpoint({ origin: key.name, size: grown, root }, key);
    await writeTiles(tx, tenantId, changed);
    await writeCheckpoint(tx, tenantId, { size: grown, root, note }, pipeline.clock.now());
    return leaves.length;
  });
}

async function tenantKeyOf(pipeline: Pipeline, tenantId: string): Promise<string> {
  const row = await pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('tenant').select('key').where('id', '=', tenantId).executeTakeFirstOrThrow(),
  );
  return row.key;
}

/** A log that was tampered with stays unsealed until someone looks; say so, but not every second. */
function complain(pipeline: Pipeline, tenantId: string, error: unknown): void {
  const now = pipeline.clock.now().getTime();
  const said = complaints.get(pipeline) ?? new Map<string, number>();
  complaints.set(pipeline, said);
  if (now - (said.get(tenantId) ?? -Infinity) < COMPLAIN_EVERY_MS) return;
  said.set(tenantId, now);
  const fields = { tenantId, error: error instanceof Error ? error.message : String(error) };
  pipeline.log.error(fields, 'the audit log cannot be sealed; run `ringback audit verify`');
}

const COMPLAIN_EVERY_MS = 60_000;
const complaints = new WeakMap<Pipeline, Map<string, number>>();
