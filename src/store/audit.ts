import { sql } from 'kysely';
import { canonicalJson } from '../core/audit/canonical.ts';
import type { NewRecord } from '../core/audit/decision-record.ts';
import { leafHash, leafText } from '../core/audit/leaf.ts';
import { AppError } from '../core/model/errors.ts';
import { sealPersonal, subjectKeys } from './audit-subject.ts';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';
import type { Keeper } from './keeper.ts';

export type { NewRecord } from '../core/audit/decision-record.ts';

/**
 * Writes audit records in the transaction of what they tell about: no record, no effect. One statement for any number
 * of records; no lock and no counter is shared between writers, the sequencer (`pipeline/seal.ts`) gives each record
 * its place in the Merkle log afterwards. Returns the ids in the order of the records.
 */
export async function appendRecords(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  records: readonly NewRecord[],
): Promise<string[]> {
  if (records.length === 0) return [];
  const tenant = tenantId.toLowerCase();
  const keys = await subjectKeys(
    tx,
    keeper,
    tenant,
    records.flatMap((record) => subjectOf(record) ?? []),
  );
  // Ids of one millisecond are random among themselves: sorted, records keep the order in which they were given.
  const ids = records.map(() => newId()).sort();
  const rows = records.map((record, place) => {
    const id = ids[place] ?? newId();
    const subject = subjectOf(record);
    const found = subject === undefined ? undefined : keys.get(subject);
    const at = instant(record);
    const leaf = leafText({
      v: 1,
      id,
      tenant,
      kind: record.kind,
      ...(record.attemptId === undefined ? {} : { attempt: record.attemptId.toLowerCase() }),
      ...(found === undefined ? {} : { subject: found.subjectId }),
      at,
      body: record.body,
      // A person erased while we write: what was to be sealed for them is not kept.
      ...(record.personal === undefined || found?.key === undefined || found.key === null
        ? {}
        : { personal: sealPersonal(found.key, tenant, id, canonicalJson(record.personal)) }),
    });
    return {
      id,
      record,
      at,
      subjectId: found?.subjectId ?? null,
      leaf,
      hash: leafHash(leaf).toString('hex'),
    };
  });
  await sql`
    insert into audit_record (id, tenant_id, kind, attempt_id, subject_id, occurred_at, leaf, leaf_hash)
    select r.id, ${tenant}::uuid, r.kind, r.attempt_id, r.subject_id, r.occurred_at, r.leaf, decode(r.hash, 'hex')
    from unnest(
      ${rows.map((row) => row.id)}::uuid[],
      ${rows.map((row) => row.record.kind)}::text[],
      ${rows.map((row) => row.record.attemptId ?? null)}::uuid[],
      ${rows.map((row) => row.subjectId)}::uuid[],
      ${rows.map((row) => row.at)}::timestamptz[],
      string_to_array(${lines(rows.map((row) => row.leaf))}, E'\\n'),
      ${rows.map((row) => row.hash)}::text[]
    ) as r(id, kind, attempt_id, subject_id, occurred_at, leaf, hash)`.execute(tx);
  return ids;
}

/** JSON has no line break of its own, and a text with line breaks is read far quicker than an array of quoted texts. */
function lines(leaves: readonly string[]): string {
  return leaves.join('\n');
}

/**
 * Whose key seals it. Callers who withhold their number still have a transcript or a name to protect: those go under
 * a key of the attempt, so that nothing personal is ever written in the clear.
 */
function subjectOf(record: NewRecord): string | undefined {
  if (record.phone !== undefined) return record.phone;
  if (record.personal === undefined) return undefined;
  return record.attemptId === undefined ? 'tenant' : `attempt:${record.attemptId.toLowerCase()}`;
}

function instant(record: NewRecord): string {
  const ms = Date.parse(record.occurredAt);
  if (Number.isNaN(ms)) {
    throw new AppError('internal', `audit record ${record.kind} has no instant`, {
      issues: [{ path: 'occurredAt', message: 'not an RFC 3339 instant' }],
    });
  }
  return new Date(ms).toISOString();
}
