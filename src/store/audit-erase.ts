import { randomBytes } from 'node:crypto';
import { appendRecords } from './audit.ts';
import { subjectHash } from './audit-subject.ts';
import type { Tx } from './database.ts';
import type { Keeper } from './keeper.ts';

export interface Erasure {
  /** False when nothing was recorded about this number, or it was erased before. */
  readonly erased: boolean;
  readonly subjectId: string | null;
  /** Records whose personal content can no longer be read by anyone. */
  readonly records: number;
}

/**
 * Erases a person from the audit log by destroying the key of their records. No leaf, hash or proof changes, and the
 * log says when it happened. The fingerprint goes too: afterwards nothing links the records to the number, and a later
 * call starts with a new key. Backups made before still hold the sealed key until they are rotated out.
 */
export async function eraseSubject(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  phone: string,
  at: Date = new Date(),
): Promise<Erasure> {
  const row = await tx
    .updateTable('subject_key')
    .set({ sealed_key: null, destroyed_at: at, subject_hash: randomBytes(32) })
    .where('tenant_id', '=', tenantId)
    .where('subject_hash', '=', subjectHash(keeper, tenantId, phone))
    .returning('subject_id')
    .executeTakeFirst();
  if (row === undefined) return { erased: false, subjectId: null, records: 0 };
  const subjectId = row.subject_id;
  const counted = await tx
    .selectFrom('audit_record')
    .select((each) => each.fn.countAll<number>().as('records'))
    .where('tenant_id', '=', tenantId)
    .where('subject_id', '=', subjectId)
    .executeTakeFirstOrThrow();
  const { records } = counted;
  await appendRecords(tx, keeper, tenantId, [
    { kind: 'subject.erased', occurredAt: at.toISOString(), body: { subject: subjectId, records } },
  ]);
  return { erased: true, subjectId, records };
}
