import { sql } from 'kysely';
import type { StoredCheckpoint } from './audit-log.ts';
import { keysById, recordKey } from './audit-subject.ts';
import type { Tx } from './database.ts';
import type { Keeper } from './keeper.ts';

/** A sealed record as an evidence pack carries it. */
export interface EvidenceRecord {
  readonly index: number;
  readonly id: string;
  readonly kind: string;
  readonly attemptId: string | null;
  readonly occurredAt: string;
  readonly leaf: string;
  /** Opens this record's personal content and no other, base64; only when asked for and not erased. */
  readonly key?: string;
}

export interface EvidencePeriod {
  readonly from: string;
  readonly to: string;
}

/** Sealed records of a period, in pages, in the order of time. Served by index audit_by_time. */
export async function readEvidence(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  period: EvidencePeriod,
  options: {
    readonly size: number;
    readonly withKeys: boolean;
    readonly after?: EvidenceRecord;
    readonly limit: number;
  },
): Promise<EvidenceRecord[]> {
  const page =
    options.after === undefined
      ? sql`true`
      : sql`(occurred_at, id) > (${options.after.occurredAt}::timestamptz, ${options.after.id}::uuid)`;
  const rows = await sql<Omit<EvidenceRecord, 'key'> & { subjectId: string | null }>`
    select leaf_index as index, id, kind, attempt_id as "attemptId", subject_id as "subjectId",
      occurred_at as "occurredAt", leaf
    from audit_record
    where tenant_id = ${tenantId} and occurred_at >= ${period.from}::timestamptz and occurred_at < ${period.to}::timestamptz
      and leaf_index < ${options.size} and ${page}
    order by occurred_at, id limit ${options.limit}`.execute(tx);
  const subjects = options.withKeys ? rows.rows.flatMap((row) => row.subjectId ?? []) : [];
  const keys = await keysById(tx, keeper, tenantId, subjects);
  return rows.rows.map(({ subjectId, ...row }) => {
    const key = subjectId === null ? undefined : keys.get(subjectId);
    return key instanceof Buffer ? { ...row, key: recordKey(key, row.id).toString('base64') } : row;
  });
}

/** Records of the period that no checkpoint covers yet. */
export async function countUnsealed(
  tx: Tx,
  tenantId: string,
  period: EvidencePeriod,
  size: number,
): Promise<number> {
  const row = await sql<{ open: number }>`
    select count(*) as open from audit_record
    where tenant_id = ${tenantId} and occurred_at >= ${period.from}::timestamptz and occurred_at < ${period.to}::timestamptz
      and (leaf_index is null or leaf_index >= ${size})`.execute(tx);
  return row.rows[0]?.open ?? 0;
}

/** The newest checkpoint signed before an instant of machine time: what the log had promised by then. */
export async function checkpointBefore(
  tx: Tx,
  tenantId: string,
  instant: string,
): Promise<StoredCheckpoint | null> {
  const row = await tx
    .selectFrom('audit_checkpoint')
    .select(['tree_size as size', 'root', 'note'])
    .where('tenant_id', '=', tenantId)
    .where('created_at', '<', instant)
    .orderBy('tree_size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
