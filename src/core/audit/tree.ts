import { hash } from 'node:crypto';

/**
 * The Merkle tree of the audit log as its writer sees it: RFC 6962 section 2.1 (read 2026-11-21), kept in tiles of 256
 * hashes. Tile `n` of level `l` holds the roots of the complete subtrees of 256^l leaves with index 256n..256n+255;
 * the last tile of a level may be shorter. Roots and proofs of any size follow from a handful of tiles, so that
 * nothing ever walks the whole log. The verifier (`check/`) shares none of this.
 */
export const TILE_WIDTH = 256;
const HASH_BYTES = 32;

export interface TileAt {
  readonly level: number;
  readonly tile: number;
}
export interface Tile extends TileAt {
  readonly hashes: Buffer;
}
export type TileSource = (at: TileAt) => Uint8Array | undefined;

/** The tiles that change when these leaf hashes are appended to a tree of `size` leaves. */
export function extendTiles(size: number, leaves: readonly Uint8Array[], source: TileSource): Tile[] {
  const changed: Tile[] = [];
  let entries: readonly Uint8Array[] = leaves;
  let start = size;
  for (let level = 0; entries.length > 0; level += 1) {
    const completed: Buffer[] = [];
    for (let taken = 0; taken < entries.length;) {
      const tile = Math.floor((start + taken) / TILE_WIDTH);
      const kept = (start + taken) % TILE_WIDTH;
      const added = entries.slice(taken, taken + TILE_WIDTH - kept);
      const before = kept === 0 ? EMPTY : tilePart({ level, tile }, kept, source);
      const hashes = Buffer.concat([before, ...added]);
      changed.push({ level, tile, hashes });
      if (kept + added.length === TILE_WIDTH) completed.push(foldPerfect(hashes));
      taken += added.length;
    }
    entries = completed;
    start = Math.floor(start / TILE_WIDTH);
  }
  return changed;
}

/** MTH(D[0:size]). */
export function rootOf(size: number, source: TileSource): Buffer {
  return size === 0 ? hash('sha256', EMPTY, 'buffer') : rangeRoot(0, size, source);
}

/** PATH(index, D[0:size]), lowest sibling first. */
export function inclusionProof(index: number, size: number, source: TileSource): Buffer[] {
  return path(index, 0, size, source);
}

/** PROOF(first, D[0:second]). Empty when either side is empty or both are equal. */
export function consistencyProof(first: number, second: number, source: TileSource): Buffer[] {
  return first === 0 || first === second ? [] : subproof(first, 0, second, true, source);
}

/** Every tile that roots and proofs about these places in a tree of `size` leaves can touch. */
export function tilesAbout(size: number, places: readonly number[] = []): TileAt[] {
  const wanted = new Map<string, TileAt>();
  for (let level = 0, span = 1; span <= size; level += 1, span *= TILE_WIDTH) {
    const entries = Math.floor(size / span);
    for (const place of [...places, size - 1, size]) {
      const tile = Math.floor(Math.floor(place / span) / TILE_WIDTH);
      if (place >= 0 && tile * TILE_WIDTH < entries) wanted.set(`${level}/${tile}`, { level, tile });
    }
  }
  return [...wanted.values()];
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return hash('sha256', bytes, 'buffer');
}

const EMPTY = Buffer.alloc(0);

function path(index: number, start: number, end: number, source: TileSource): Buffer[] {
  if (end - start === 1) return [];
  const middle = start + splitPoint(end - start);
  return index < middle
    ? [...path(index, start, middle, source), rangeRoot(middle, end, source)]
    : [...path(index, middle, end, source), rangeRoot(start, middle, source)];
}

function subproof(first: number, start: number, end: number, whole: boolean, source: TileSource): Buffer[] {
  if (first === end) return whole ? [] : [rangeRoot(start, end, source)];
  const middle = start + splitPoint(end - start);
  return first <= middle
    ? [...subproof(first, start, middle, whole, source), rangeRoot(middle, end, source)]
    : [...subproof(first, middle, end, false, source), rangeRoot(start, middle, source)];
}

function rangeRoot(start: number, end: number, source: TileSource): Buffer {
  const width = end - start;
  if (isPowerOfTwo(width)) return perfectRoot(start, width, source);
  const middle = start + splitPoint(width);
  return nodeHash(rangeRoot(start, middle, source), rangeRoot(middle, end, source));
}

/** Root of a complete subtree of `width` leaves: folded from the entries of the highest level that has them. */
function perfectRoot(start: number, width: number, source: TileSource): Buffer {
  let level = 0;
  let span = 1;
  while (span * TILE_WIDTH <= width) {
    span *= TILE_WIDTH;
    level += 1;
  }
  const first = start / span;
  const tile = Math.floor(first / TILE_WIDTH);
  const from = first % TILE_WIDTH;
  const count = width / span;
  return foldPerfect(tilePart({ level, tile }, from + count, source).subarray(from * HASH_BYTES));
}

function foldPerfect(hashes: Buffer): Buffer {
  let row = Array.from({ length: hashes.length / HASH_BYTES }, (_, at) =>
    hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  while (row.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at + 1 < row.length; at += 2)
      above.push(nodeHash(row[at] ?? EMPTY, row[at + 1] ?? EMPTY));
    row = above;
  }
  return row[0] ?? EMPTY;
}

/** The first `count` hashes of a tile. A later, longer state of the tile serves as well. */
function tilePart(at: TileAt, count: number, source: TileSource): Buffer {
  const hashes = source(at);
  if (hashes === undefined || hashes.length < count * HASH_BYTES) {
    throw new BrokenTree(`tile ${at.tile} of level ${at.level} lacks hashes that the tree needs`);
  }
  return Buffer.from(hashes.buffer, hashes.byteOffset, count * HASH_BYTES);
}

/** The stored tiles cannot be right. Nothing may be sealed on top of them; `ringback audit verify` names the place. */
export class BrokenTree extends Error {
  override readonly name = 'BrokenTree';
}

/** The largest power of two smaller than n. */
function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isPowerOfTwo(n: number): boolean {
  return splitPoint(n + 1) === n;
}
