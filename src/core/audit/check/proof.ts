import { hashPair, sameBytes } from './hashing.ts';

/**
 * Checks proofs by the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2 (read 2026-11-21), which walk from the leaf
 * upwards and so share no shape with the recursion that makes the proofs. Sizes are doubles below 2^53: shifts are
 * written as divisions.
 */
export function provesInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let place = index;
  let last = size - 1;
  let result: Uint8Array = leafHash;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return false;
    if (isOdd(place) || place === last) {
      result = hashPair(sibling, result);
      while (!isOdd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      result = hashPair(result, sibling);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && sameBytes(result, root);
}

/** That the log of `first` leaves is the beginning of the log of `second` leaves. */
export function provesConsistency(
  first: number,
  firstRoot: Uint8Array,
  second: number,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(first) || !isCount(second) || first > second) return false;
  if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot);
  // Every log begins with nothing.
  if (first === 0) return proof.length === 0;
  const hashes = isPowerOfTwo(first) ? [firstRoot, ...proof] : [...proof];
  const start = hashes.shift();
  if (start === undefined) return false;
  let place = first - 1;
  let last = second - 1;
  while (isOdd(place)) {
    place = half(place);
    last = half(last);
  }
  let old: Uint8Array = start;
  let grown: Uint8Array = start;
  for (const hash of hashes) {
    if (last === 0 || hash.length !== 32) return false;
    if (isOdd(place) || place === last) {
      old = hashPair(hash, old);
      grown = hashPair(hash, grown);
      while (!isOdd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      grown = hashPair(grown, hash);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && sameBytes(old, firstRoot) && sameBytes(grown, secondRoot);
}

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (!isOdd(rest) && rest > 0) rest = half(rest);
  return rest === 1;
}
