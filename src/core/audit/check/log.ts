import { Findings, KEPT_FINDINGS } from './findings.ts';
import { sameBytes } from './hashing.ts';
import { checkNote } from './note.ts';
import { checkRecord, short, type LogRow } from './record.ts';
import type { CheckpointRow, LogExpectation, LogReport, Stretch, UpperTile } from './report.ts';
import { compareUpperTiles, KeepingTree } from './upper-tiles.ts';

/**
 * The independent verifier of a whole log. It is fed the stored rows, tiles and checkpoints in order, grows its own
 * tree from the records' content, and names the first record that is not what was sealed. It shares no code with the
 * writer.
 *
 * Two trees are grown side by side, one from the records and one from the stored tiles. Where they differ, the next
 * signed root tells which of the two was changed: that is how a record rewritten together with its hash is told from a
 * damaged tile.
 */
export class LogCheck {
  readonly #expected: LogExpectation;
  readonly #findings = new Findings();
  readonly #ofRecords = new KeepingTree();
  readonly #ofTiles = new KeepingTree();
  readonly #witness: { readonly size: number; readonly root: Buffer } | null = null;
  /** Records whose content is whole but not what the tile holds, until a signed root decides. */
  #suspects: Suspect[] = [];
  /** Suspects that a signed root has found guilty. */
  readonly #guilty: Suspect[] = [];
  #gap: { readonly from: number; to: number } | null = null;
  /** From here on no signed root can be met any more; said once. */
  #lost = false;
  #provenUpTo = 0;
  #lastMissingTile = -1;
  #checked = 0;
  #checkpoints = 0;
  #unsealed = 0;

  constructor(expected: LogExpectation) {
    this.#expected = expected;
    if (expected.witness === undefined) return;
    const note = checkNote(expected.witness, expected.key);
    if (!note.ok) {
      this.#findings.add(
        'altered-checkpoint',
        null,
        `the checkpoint kept outside is not valid: ${note.problem}`,
      );
    } else if (note.size > expected.size) {
      const message = `a checkpoint kept outside covers ${note.size} records, the log now ends after ${expected.size}`;
      this.#findings.add('truncated-tail', expected.size, message, { lastIndex: note.size - 1 });
    } else {
      this.#witness = note;
    }
  }

  feed(stretch: Stretch): void {
    let next = 0;
    let checkpoint = 0;
    for (let index = stretch.from; index < stretch.to; index += 1) {
      const row = stretch.rows[next]?.index === index ? stretch.rows[next++] : undefined;
      for (let again = stretch.rows[next]; again?.index === index; again = stretch.rows[++next]) {
        this.#findings.addRecord('duplicate-index', again, index, 'takes a place that another record has');
      }
      this.#place(index, row, this.#tileHash(stretch, index));
      for (let signed = stretch.checkpoints[checkpoint]; signed?.size === index + 1;) {
        this.#compareSigned(signed);
        signed = stretch.checkpoints[++checkpoint];
      }
      if (this.#witness?.size === index + 1) this.#compareWitness(this.#witness.root, index);
    }
  }

  /** Records beyond the newest checkpoint (none should have a place) and records that wait for their place. */
  feedUnsealed(rows: readonly LogRow[]): void {
    for (const row of rows) {
      this.#unsealed += 1;
      if (row.index !== null) {
        const detail = `no checkpoint signs this place: the newest covers ${this.#expected.size} records`;
        this.#findings.addRecord('unsigned-tail', row, row.index, detail);
      }
      this.#report(row, row.index, checkRecord(row, undefined));
    }
  }

  /** Checkpoints that claim more records than the log has. */
  feedBeyond(checkpoints: readonly CheckpointRow[]): void {
    for (const checkpoint of checkpoints) this.#compareSigned(checkpoint);
  }

  /** `upperTiles` are the stored tiles of level 1 and above. */
  finish(upperTiles: readonly UpperTile[]): LogReport {
    this.#closeGap(true);
    this.#guilty.push(...this.#suspects);
    this.#nameGuilty();
    // Once no signed root fits any more, there is nothing left to hold the upper tiles against.
    if (!this.#lost) compareUpperTiles(upperTiles, [this.#ofRecords, this.#ofTiles], this.#findings);
    const findings = this.#findings.inOrder().slice(0, SHOWN_FINDINGS);
    return {
      ok: this.#findings.count === 0,
      origin: this.#expected.origin,
      size: this.#expected.size,
      root: this.#ofRecords.root().toString('base64'),
      checked: this.#checked,
      checkpoints: this.#checkpoints,
      unsealed: this.#unsealed,
      first: findings[0] ?? null,
      findings,
      findingCount: this.#findings.count,
    };
  }

  #tileHash(stretch: Stretch, index: number): Buffer | undefined {
    const tile = Math.floor(index / TILE);
    const at = (index % TILE) * 32;
    const hash = stretch.tiles.get(tile)?.subarray(at, at + 32);
    if (hash?.length === 32) return Buffer.from(hash);
    if (tile !== this.#lastMissingTile) {
      const message = `the stored tree has no hashes from place ${index} on (tile ${tile} of level 0)`;
      this.#findings.add('missing-tile', index, message);
    }
    this.#lastMissingTile = tile;
    return undefined;
  }

  #place(index: number, row: LogRow | undefined, tileHash: Buffer | undefined): void {
    if (row === undefined) {
      if (this.#gap === null) this.#gap = { from: index, to: index };
      else this.#gap.to = index;
      this.#grow(tileHash ?? NOTHING, tileHash ?? NOTHING);
      return;
    }
    this.#closeGap(false);
    this.#checked += 1;
    const problem = checkRecord(row, tileHash);
    if (problem?.code === 'differs-from-tree' && tileHash !== undefined) {
      this.#suspects.push({ index, id: row.id, kind: row.kind, own: problem.own, tileHash });
      this.#grow(problem.own, tileHash);
      return;
    }
    this.#report(row, index, problem);
    // A record known to be broken must not hide the state of the others: the tile stands in for it.
    const sealed = tileHash ?? Buffer.from(row.leafHash);
    this.#grow(sealed, sealed);
  }

  #report(row: LogRow, index: number | null, problem: ReturnType<typeof checkRecord>): void {
    if (problem === null || problem.code === 'differs-from-tree') return;
    this.#findings.addRecord(problem.code, row, index, problem.detail);
  }

  #grow(ofRecord: Buffer, ofTile: Buffer): void {
    this.#ofRecords.add(ofRecord);
    this.#ofTiles.add(ofTile);
  }

  #compareSigned(row: CheckpointRow): void {
    this.#checkpoints += 1;
    const note = checkNote(row.note, this.#expected.key);
    const problem = noteProblem(note, row);
    if (problem !== null || !note.ok) {
      const message = `the checkpoint at ${row.size} records was changed: ${problem ?? ''}`;
      this.#findings.add('altered-checkpoint', row.size, message);
    } else if (!this.#lost) {
      const recordsHold = sameBytes(note.root, this.#ofRecords.root());
      if (recordsHold) this.#blameTiles();
      else if (sameBytes(note.root, this.#ofTiles.root())) this.#blameRecords();
      else this.#loseTrack(row.size);
      this.#suspects = [];
      this.#provenUpTo = row.size;
    }
  }

  #blameTiles(): void {
    this.#ofTiles.adopt(this.#ofRecords);
    for (const suspect of this.#suspects) {
      const detail = `is whole, but the stored tree holds ${short(suspect.tileHash)} in its place`;
      this.#findings.addRecord('altered-tile', suspect, suspect.index, detail);
    }
  }

  #blameRecords(): void {
    this.#ofRecords.adopt(this.#ofTiles);
    this.#guilty.push(...this.#suspects.slice(0, KEPT_FINDINGS - this.#guilty.length));
  }

  #loseTrack(size: number): void {
    this.#lost = true;
    const [suspect] = this.#suspects;
    const index = suspect?.index ?? this.#gap?.from ?? this.#provenUpTo;
    const where = index === size - 1 ? `record ${index} was` : `a record from ${index} to ${size - 1} was`;
    this.#findings.add(
      'root-mismatch',
      index,
      `the signed root at ${size} records does not fit: ${where} changed together with the stored tree`,
      { lastIndex: size - 1, ...(suspect === undefined ? {} : { id: suspect.id, kind: suspect.kind }) },
    );
  }

  #compareWitness(root: Uint8Array, index: number): void {
    if (sameBytes(root, this.#ofRecords.root()) || sameBytes(root, this.#ofTiles.root())) return;
    const message = `the first ${index + 1} records are not those of the checkpoint kept outside: the log was rewritten and signed again`;
    this.#findings.add('history-rewritten', index, message);
  }

  /** Only at the end is it known whether a record's content was sealed at another place. */
  #nameGuilty(): void {
    const sealed = new Set(this.#guilty.map(({ tileHash }) => tileHash.toString('hex')));
    for (const suspect of this.#guilty) {
      const { own, tileHash, index } = suspect;
      if (sealed.has(own.toString('hex'))) {
        const detail = 'was sealed at another place of the log: records were reordered';
        this.#findings.addRecord('moved-record', suspect, index, detail);
      } else {
        const detail = `was rewritten together with its hash: it hashes to ${short(own)}, sealed was ${short(tileHash)}`;
        this.#findings.addRecord('rewritten-record', suspect, index, detail);
      }
    }
  }

  #closeGap(atEnd: boolean): void {
    if (this.#gap === null) return;
    const { from, to } = this.#gap;
    this.#gap = null;
    const what = from === to ? `record ${from} is` : `records ${from} to ${to} are`;
    const why = atEnd
      ? `missing at the end: ${this.#expected.size} were sealed`
      : 'missing: removed after sealing';
    const more = from === to ? {} : { lastIndex: to };
    this.#findings.add(atEnd ? 'truncated-tail' : 'missing-record', from, `${what} ${why}`, more);
  }
}

interface Suspect {
  readonly index: number;
  readonly id: string;
  readonly kind: string;
  readonly own: Buffer;
  readonly tileHash: Buffer;
}

const SHOWN_FINDINGS = 100;
const TILE = 256;
const NOTHING = Buffer.alloc(32);

function noteProblem(note: ReturnType<typeof checkNote>, row: CheckpointRow): string | null {
  if (!note.ok) return note.problem;
  if (note.size !== row.size) return `it signs ${note.size} records`;
  return sameBytes(note.root, row.root) ? null : 'its stored root is not the signed one';
}
