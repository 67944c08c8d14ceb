import { sql } from 'kysely';
import { DECISION_PREFIX } from '../core/audit/decision-record.ts';
import type { Leaf } from '../core/audit/leaf.ts';
import { keysById, openPersonal } from './audit-subject.ts';
import type { Tx } from './database.ts';
import type { Keeper } from './keeper.ts';

/** An audit record as people and replay read it. */
export interface AuditEntry {
  readonly id: string;
  /** Place in the Merkle log; null until sealed. */
  readonly index: number | null;
  readonly kind: string;
  readonly attemptId: string | null;
  readonly subjectId: string | null;
  readonly occurredAt: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Decrypted; null when there is none or it cannot be read. */
  readonly personal: Readonly<Record<string, unknown>> | null;
  /** `erased`: the person was erased. `unreadable`: the bytes were changed or belong to another instance key. */
  readonly personalState: 'none' | 'open' | 'erased' | 'unreadable';
}

export interface RecordFilter {
  readonly attemptId?: string;
  /** Tenant time, inclusive. */
  readonly from?: string;
  /** Tenant time, exclusive. */
  readonly to?: string;
  readonly kind?: string;
  readonly decisionsOnly?: boolean;
  /** Continue after this entry. */
  readonly after?: Pick<AuditEntry, 'occurredAt' | 'id'>;
  readonly limit?: number;
}

/**
 * Records of an attempt or a period, oldest first, with personal content opened. Served by index audit_by_attempt or
 * audit_by_time; page with `after`.
 */
export async function readRecords(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  filter: RecordFilter,
): Promise<AuditEntry[]> {
  const conditions = [
    sql`tenant_id = ${tenantId}`,
    ...(filter.attemptId === undefined ? [] : [sql`attempt_id = ${filter.attemptId}`]),
    ...(filter.from === undefined ? [] : [sql`occurred_at >= ${filter.from}::timestamptz`]),
    ...(filter.to === undefined ? [] : [sql`occurred_at < ${filter.to}::timestamptz`]),
    ...(filter.kind === undefined ? [] : [sql`kind = ${filter.kind}`]),
    ...(filter.decisionsOnly === true ? [sql`starts_with(kind, ${DECISION_PREFIX})`] : []),
    ...(filter.after === undefined
      ? []
      : [sql`(occurred_at, id) > (${filter.after.occurredAt}::timestamptz, ${filter.after.id}::uuid)`]),
  ];
  const rows = await sql<StoredRecord>`
    select id, leaf_index as index, kind, attempt_id as "attemptId", subject_id as "subjectId",
      occurred_at as "occurredAt", leaf
    from audit_record where ${sql.join(conditions, sql` and `)}
    order by occurred_at, id limit ${filter.limit ?? 1000}`.execute(tx);
  const keys = await keysById(
    tx,
    keeper,
    tenantId,
    rows.rows.flatMap((row) => row.subjectId ?? []),
  );
  return rows.rows.map((row) => openRecord(row, tenantId, keys));
}

type SubjectKeys = Awaited<ReturnType<typeof keysById>>;

interface StoredRecord {
  readonly id: string;
  readonly index: number | null;
  readonly kind: string;
  readonly attemptId: string | null;
  readonly subjectId: string | null;
  readonly occurredAt: string;
  readonly leaf: string;
}

function openRecord(row: StoredRecord, tenantId: string, keys: SubjectKeys): AuditEntry {
  const { leaf: text, ...columns } = row;
  const leaf = parseLeaf(text);
  const opened = openLeaf(leaf, row, tenantId, keys);
  return { ...columns, body: leaf?.body ?? {}, ...opened };
}

function openLeaf(
  leaf: Leaf | null,
  row: StoredRecord,
  tenantId: string,
  keys: SubjectKeys,
): Pick<AuditEntry, 'personal' | 'personalState'> {
  if (leaf === null) return { personal: null, personalState: 'unreadable' };
  if (leaf.personal === undefined) return { personal: null, personalState: 'none' };
  const key = row.subjectId === null ? 'damaged' : (keys.get(row.subjectId) ?? 'erased');
  if (key === 'erased') return { personal: null, personalState: 'erased' };
  if (key === 'damaged') return { personal: null, personalState: 'unreadable' };
  try {
    const json = openPersonal(key, tenantId, row.id, leaf.personal);
    return { personal: JSON.parse(json) as Record<string, unknown>, personalState: 'open' };
  } catch {
    return { personal: null, personalState: 'unreadable' };
  }
}

/** A leaf that someone has damaged must not break the page that shows its neighbours. */
function parseLeaf(text: string): Leaf | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'body' in value ? (value as Leaf) : null;
  } catch {
    return null;
  }
}
