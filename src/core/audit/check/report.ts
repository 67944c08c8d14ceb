import type { LogRow } from './record.ts';

/** What the verifier of the log is given and what it answers. */
export interface CheckpointRow {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** The part of the log from index `from` up to, not including, `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Ordered by index. */
  readonly rows: readonly LogRow[];
  /** Level 0 tiles by number. */
  readonly tiles: ReadonlyMap<number, Uint8Array>;
  /** Those with from < size <= to, ordered by size. */
  readonly checkpoints: readonly CheckpointRow[];
}

export type FindingCode =
  | 'missing-record'
  | 'truncated-tail'
  | 'altered-record'
  | 'altered-hash'
  | 'altered-column'
  | 'malformed-record'
  | 'rewritten-record'
  | 'moved-record'
  | 'duplicate-index'
  | 'unsigned-tail'
  | 'altered-checkpoint'
  | 'altered-tile'
  | 'missing-tile'
  | 'root-mismatch'
  | 'history-rewritten';

export interface Finding {
  readonly code: FindingCode;
  /** Place in the log; null for records that are not sealed yet. For a checkpoint, its size. */
  readonly index: number | null;
  /** Last place concerned, where it is more than one. */
  readonly lastIndex?: number;
  readonly id?: string;
  readonly kind?: string;
  /** A sentence for a person. */
  readonly message: string;
}

export interface LogReport {
  readonly ok: boolean;
  readonly origin: string;
  readonly size: number;
  /** Root of the log by the verifier's own reckoning, base64. */
  readonly root: string;
  readonly checked: number;
  readonly checkpoints: number;
  readonly unsealed: number;
  /** The broken record with the lowest place, or what else is broken first. */
  readonly first: Finding | null;
  /** In order of place; the first hundred. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
}

export interface LogExpectation {
  /** Verifier key of the log: `name+hash+key`. */
  readonly key: string;
  readonly origin: string;
  /** Size that the newest stored checkpoint claims. */
  readonly size: number;
  /** A checkpoint that was kept outside this database. */
  readonly witness?: string;
}

/** A stored tile of level 1 or above. */
export interface UpperTile {
  readonly level: number;
  readonly tile: number;
  readonly hashes: Uint8Array;
}
