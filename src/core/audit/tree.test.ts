/**
 * If this fails: a proof handed to counsel would not hold, or a forged one would; or the signed root would not be the
 * root of the records.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingTree } from './check/hashing.ts';
import { provesConsistency, provesInclusion } from './check/proof.ts';
import { consistencyProof, extendTiles, inclusionProof, rootOf, tilesAbout, type TileAt } from './tree.ts';

const sha = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafAt = (index: number): Buffer => sha(Buffer.from(`leaf ${index}`));
const leaves = Array.from({ length: 70_000 }, (_, index) => leafAt(index));

/** RFC 6962's definition, word for word. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha();
  const [only] = hashes;
  if (hashes.length === 1 && only !== undefined) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha(Uint8Array.of(1), naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)));
}

class Log {
  readonly tiles = new Map<string, Buffer>();
  size = 0;
  readonly source = ({ level, tile }: TileAt) => this.tiles.get(`${level}/${tile}`);
  append(count: number): void {
    const changed = extendTiles(this.size, leaves.slice(this.size, this.size + count), this.source);
    for (const { level, tile, hashes } of changed) this.tiles.set(`${level}/${tile}`, hashes);
    this.size += count;
  }
  /** Only the tiles that `tilesAbout` names: what the store would have loaded. */
  about(size: number, places: readonly number[]) {
    const named = new Set(tilesAbout(size, places).map(({ level, tile }) => `${level}/${tile}`));
    return ({ level, tile }: TileAt) =>
      named.has(`${level}/${tile}`) ? this.source({ level, tile }) : undefined;
  }
}

describe('the tree', () => {
  it('has the root of RFC 6962 for every size from 0 to 300, grown one by one', () => {
    const log = new Log();
    const growing = new GrowingTree();
    for (let size = 0; size <= 300; size += 1) {
      const expected = naiveRoot(leaves.slice(0, size));
      expect(rootOf(size, log.about(size, []))).toEqual(expected);
      expect(growing.root()).toEqual(expected);
      log.append(1);
      growing.add(leafAt(size));
    }
  });

  it('has the same root however the leaves came in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 6 }), (batches) => {
        const log = new Log();
        for (const batch of batches) log.append(batch);
        expect(rootOf(log.size, log.about(log.size, []))).toEqual(naiveRoot(leaves.slice(0, log.size)));
      }),
      { numRuns: 40 },
    );
  });

  it('carries into the third level of tiles', () => {
    const log = new Log();
    for (const batch of [65_535, 1, 1, 400, 4_063]) {
      log.append(batch);
      expect(rootOf(log.size, log.about(log.size, []))).toEqual(naiveRoot(leaves.slice(0, log.size)));
    }
    expect(log.tiles.has('2/0')).toBe(true);
  });
});

describe('proofs', () => {
  const log = new Log();
  log.append(70_000);

  it('prove inclusion of every leaf in every tree of up to 300, and of nothing else', () => {
    for (let size = 1; size <= 300; size += size < 34 ? 1 : 29) {
      const root = naiveRoot(leaves.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(index, size, log.about(size, [index]));
        expect(provesInclusion(leafAt(index), index, size, proof, root)).toBe(true);
        expect(provesInclusion(leafAt(index + 1), index, size, proof, root)).toBe(false);
        expect(provesInclusion(leafAt(index), (index + 1) % size, size, proof, root)).toBe(size === 1);
      }
    }
  });

  it('prove consistency of every pair of sizes up to 40 and of random larger ones', () => {
    const check = (first: number, second: number): void => {
      const proof = consistencyProof(first, second, log.about(second, [first - 1, first]));
      const roots = [naiveRoot(leaves.slice(0, first)), naiveRoot(leaves.slice(0, second))] as const;
      expect(provesConsistency(first, roots[0], second, roots[1], proof)).toBe(true);
      if (first > 0 && first < second) {
        expect(provesConsistency(first, leafAt(0x7fff), second, roots[1], proof)).toBe(false);
        expect(provesConsistency(first, roots[0], second, leafAt(0x7fff), proof)).toBe(false);
      }
    };
    for (let second = 0; second <= 40; second += 1)
      for (let first = 0; first <= second; first += 1) check(first, second);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (a, b) => {
        check(Math.min(a, b), Math.max(a, b));
      }),
      { numRuns: 40 },
    );
    for (const [first, second] of [
      [65_536, 70_000],
      [65_535, 65_536],
      [1, 65_537],
      [256, 69_999],
      [66_048, 70_000],
    ] as const) {
      check(first, second);
    }
  });

  it('hold for random places in large trees with only the named tiles at hand', () => {
    const root = new Map<number, Buffer>();
    fc.assert(
      fc.property(fc.constantFrom(65_536, 65_793, 69_632, 70_000), fc.nat(69_999), (size, at) => {
        const index = at % size;
        const expected = root.get(size) ?? naiveRoot(leaves.slice(0, size));
        root.set(size, expected);
        const proof = inclusionProof(index, size, log.about(size, [index]));
        expect(provesInclusion(leafAt(index), index, size, proof, expected)).toBe(true);
        const bent = proof.map((hash, step) => (step === at % proof.length ? sha(hash) : hash));
        expect(provesInclusion(leafAt(index), index, size, bent, expected)).toBe(false);
        expect(provesInclusion(leafAt(index), index, size, proof.slice(1), expected)).toBe(false);
      }),
    );
  });

  it('refuse nonsense without throwing', () => {
    const root = leafAt(0);
    expect(provesInclusion(root, -1, 1, [], root)).toBe(false);
    expect(provesInclusion(root, 1, 1, [], root)).toBe(false);
    expect(provesInclusion(root, 0, 2, [Buffer.alloc(3)], root)).toBe(false);
    expect(provesInclusion(root, 0.5, 2, [root], root)).toBe(false);
    expect(provesConsistency(2, root, 1, root, [])).toBe(false);
    expect(provesConsistency(1, root, 2, root, [])).toBe(false);
    expect(provesConsistency(3, root, 5, root, [])).toBe(false);
  });
});
