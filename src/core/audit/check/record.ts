import { hashLeaf, sameBytes } from './hashing.ts';

/** A row of the log as the verifier is given it. */
export interface LogRow {
  readonly index: number | null;
  readonly id: string;
  readonly tenantId: string;
  readonly kind: string;
  readonly attemptId: string | null;
  readonly subjectId: string | null;
  readonly occurredAt: string;
  readonly leaf: string;
  readonly leafHash: Uint8Array;
}

export type RecordProblem =
  | {
      readonly code: 'altered-record' | 'altered-hash' | 'altered-column' | 'malformed-record';
      readonly detail: string;
    }
  | { readonly code: 'differs-from-tree'; readonly own: Buffer };

/**
 * What is wrong with one record, seen alone and against the hash that the tree holds for it (if any). Columns are
 * checked only when the content is genuine: they are mirrors of it, for the database's indexes.
 */
export function checkRecord(row: LogRow, treeHash: Uint8Array | undefined): RecordProblem | null {
  const own = hashLeaf(row.leaf);
  if (!sameBytes(own, row.leafHash)) {
    return sameBytes(own, treeHash)
      ? { code: 'altered-hash', detail: 'its content is what was sealed, but its stored hash was changed' }
      : {
          code: 'altered-record',
          detail: `its content hashes to ${short(own)}, sealed was ${short(treeHash ?? row.leafHash)}`,
        };
  }
  if (treeHash !== undefined && !sameBytes(own, treeHash)) return { code: 'differs-from-tree', own };
  return checkColumns(row);
}

function checkColumns(row: LogRow): RecordProblem | null {
  const leaf = parseObject(row.leaf);
  if (leaf === null) return { code: 'malformed-record', detail: 'its content is not a JSON object' };
  if (leaf['v'] !== 1)
    return { code: 'malformed-record', detail: `its version ${JSON.stringify(leaf['v'])} is unknown` };
  if (canonical(leaf) !== row.leaf)
    return { code: 'malformed-record', detail: 'its content is not canonical JSON (RFC 8785)' };
  const mirrors: readonly (readonly [string, unknown, string | null])[] = [
    ['id', leaf['id'], row.id],
    ['tenant_id', leaf['tenant'], row.tenantId],
    ['kind', leaf['kind'], row.kind],
    ['attempt_id', leaf['attempt'] ?? null, row.attemptId],
    ['subject_id', leaf['subject'] ?? null, row.subjectId],
    ['occurred_at', leaf['at'], row.occurredAt],
  ];
  const wrong = mirrors.filter(([, sealed, column]) => sealed !== column);
  return wrong.length === 0
    ? null
    : {
        code: 'altered-column',
        detail: wrong
          .map(([name, sealed, column]) => `column ${name} says ${show(column)}, sealed was ${show(sealed)}`)
          .join('; '),
      };
}

export function short(hash: Uint8Array): string {
  return `${Buffer.from(hash).toString('hex').slice(0, 16)}…`;
}

function show(value: unknown): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** RFC 8785 for what JSON.parse returns: members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const object = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(object).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(object[name])}`).join(',')}}`;
}
