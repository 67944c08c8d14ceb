import { createHash } from 'node:crypto';

/**
 * Hashing as the verifier does it, written again from RFC 6962 section 2.1 and shared with nothing the writer uses: a
 * mistake in one of the two then shows as a difference instead of hiding in both.
 */
export function hashLeaf(text: string): Buffer {
  return createHash('sha256').update('\0', 'latin1').update(Buffer.from(text, 'utf8')).digest();
}

export function hashPair(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update('\x01', 'latin1').update(left).update(right).digest();
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

/**
 * The tree, grown leaf by leaf: a stack of the complete subtrees that make up the log so far, largest first. This is
 * another way to the RFC 6962 root than the writer's tiles.
 */
export class GrowingTree {
  size = 0;
  #subtrees: { readonly height: number; readonly hash: Buffer }[] = [];
  readonly #onSubtree: ((height: number, place: number, hash: Buffer) => void) | undefined;

  /** `onSubtree` is told of every complete subtree: its height and its place among those of that height. */
  constructor(onSubtree?: (height: number, place: number, hash: Buffer) => void) {
    this.#onSubtree = onSubtree;
  }

  add(leafHash: Uint8Array): void {
    let height = 0;
    let hash: Buffer = Buffer.from(leafHash);
    let last = this.#subtrees.at(-1);
    while (last !== undefined && last.height === height) {
      this.#subtrees.pop();
      hash = hashPair(last.hash, hash);
      height += 1;
      this.#onSubtree?.(height, Math.floor(this.size / 2 ** height), hash);
      last = this.#subtrees.at(-1);
    }
    this.#subtrees.push({ height, hash });
    this.size += 1;
  }

  /** Goes on from the state of another tree of the same size. */
  adopt(other: GrowingTree): void {
    this.#subtrees = [...other.#subtrees];
  }

  root(): Buffer {
    const hashes = this.#subtrees.map((subtree) => subtree.hash);
    return hashes.length === 0
      ? createHash('sha256').digest()
      : hashes.reduceRight((right, left) => hashPair(left, right));
  }
}
