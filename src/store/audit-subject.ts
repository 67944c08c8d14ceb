import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';
import { hmacSha256, openWith, sealWith, type Keeper } from './keeper.ts';

/**
 * Keys per data subject (DESIGN 6.9). Personal content of a record is sealed with a key of that record alone, derived
 * from the subject's key: an evidence pack can open single records without opening the person, and destroying the
 * subject's key closes them all while every hash and proof stays valid.
 */
export interface SubjectKey {
  readonly subjectId: string;
  /** Null once the person was erased in the very moment we looked. */
  readonly key: Buffer | null;
}

/**
 * The keys of these subjects, made on demand. Safe against others making the same: the unique fingerprint decides and
 * everyone reads the winner's key. Subjects are phone numbers, or `attempt:<id>` and `tenant` where there is none.
 */
export async function subjectKeys(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, SubjectKey>> {
  const wanted = new Map(
    [...new Set(subjects)].map((subject) => [hex(subjectHash(keeper, tenantId, subject)), subject]),
  );
  if (wanted.size === 0) return new Map();
  // One order for everybody, so that two transactions making several keys never wait for each other.
  const hashes = [...wanted.keys()].sort();
  let found = await findKeys(tx, tenantId, hashes);
  const missing = hashes.filter((hash) => !found.has(hash));
  if (missing.length > 0) {
    const fresh = missing.map((hash) => {
      const subjectId = newId();
      return { hash, subjectId, sealed: hex(keeper.seal(randomBytes(32), keyContext(tenantId, subjectId))) };
    });
    const made = await sql<KeyRow & { hash: string }>`
      insert into subject_key (tenant_id, subject_id, subject_hash, sealed_key, created_at)
      select ${tenantId}::uuid, s.id, decode(s.hash, 'hex'), decode(s.sealed, 'hex'), now()
      from unnest(${fresh.map((row) => row.subjectId)}::uuid[], ${fresh.map((row) => row.hash)}::text[],
        ${fresh.map((row) => row.sealed)}::text[]) as s(id, hash, sealed)
      on conflict (tenant_id, subject_hash) do nothing
      returning subject_id, sealed_key, encode(subject_hash, 'hex') as hash`.execute(tx);
    for (const row of made.rows) found.set(row.hash, row);
    // Somebody else was first with the rest.
    const others = missing.filter((hash) => !found.has(hash));
    if (others.length > 0) found = new Map([...found, ...(await findKeys(tx, tenantId, others))]);
  }
  const keys = new Map<string, SubjectKey>();
  for (const [hash, subject] of wanted) {
    const row = found.get(hash);
    if (row === undefined) continue;
    keys.set(subject, { subjectId: row.subject_id, key: openKey(keeper, tenantId, row) });
  }
  return keys;
}

/**
 * Keys by pseudonym, for reading. `erased` when the key was destroyed; `damaged` when it does not open, because it was
 * changed or sealed by another instance key.
 */
export async function keysById(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, Buffer | 'erased' | 'damaged'>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('subject_key')
    .select(['subject_id', 'sealed_key'])
    .where('tenant_id', '=', tenantId)
    .where('subject_id', 'in', [...new Set(subjectIds)])
    .execute();
  return new Map(rows.map((row) => [row.subject_id, openForReading(keeper, tenantId, row)]));
}

/** The key of one record: HMAC-SHA256 of its id. Whoever has it can open that record and nothing else. */
export function recordKey(subjectKey: Uint8Array, recordId: string): Buffer {
  return hmacSha256(subjectKey)(`ringback/audit/v1/${recordId}`);
}

export function sealPersonal(
  subjectKey: Uint8Array,
  tenantId: string,
  recordId: string,
  json: string,
): string {
  return sealWith(
    recordKey(subjectKey, recordId),
    Buffer.from(json, 'utf8'),
    personalContext(tenantId, recordId),
  ).toString('base64');
}

/** Throws when the bytes were changed or belong to another record. */
export function openPersonal(
  subjectKey: Uint8Array,
  tenantId: string,
  recordId: string,
  personal: string,
): string {
  const sealed = Buffer.from(personal, 'base64');
  return openWith(recordKey(subjectKey, recordId), sealed, personalContext(tenantId, recordId)).toString(
    'utf8',
  );
}

/** Binds the ciphertext to its record: it cannot be moved to another one. */
export function personalContext(tenantId: string, recordId: string): string {
  return `ringback/audit/${tenantId}/${recordId}`;
}

/** A keyed fingerprint finds the subject; the number itself is not stored again. */
export function subjectHash(keeper: Keeper, tenantId: string, subject: string): Buffer {
  return keeper.fingerprint(subject, `audit-subject/${tenantId}`);
}

interface KeyRow {
  readonly subject_id: string;
  readonly sealed_key: Buffer | null;
}

async function findKeys(tx: Tx, tenantId: string, hashes: readonly string[]): Promise<Map<string, KeyRow>> {
  const rows = await sql<KeyRow & { hash: string }>`
    select subject_id, sealed_key, encode(subject_hash, 'hex') as hash from subject_key
    where tenant_id = ${tenantId} and subject_hash = any(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`.execute(
    tx,
  );
  return new Map(rows.rows.map((row) => [row.hash, row]));
}

function openKey(keeper: Keeper, tenantId: string, row: KeyRow): Buffer | null {
  return row.sealed_key === null ? null : keeper.open(row.sealed_key, keyContext(tenantId, row.subject_id));
}

function openForReading(keeper: Keeper, tenantId: string, row: KeyRow): Buffer | 'erased' | 'damaged' {
  try {
    return openKey(keeper, tenantId, row) ?? 'erased';
  } catch {
    return 'damaged';
  }
}

function keyContext(tenantId: string, subjectId: string): string {
  return `audit-subject-key/${tenantId}/${subjectId}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
