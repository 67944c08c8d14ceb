import { GrowingTree, sameBytes } from './hashing.ts';
import type { Findings } from './findings.ts';
import type { UpperTile } from './report.ts';

const TILE = 256;

/** Grows a tree and keeps the roots of complete subtrees of 256, 65,536... records: what upper tiles must hold. */
export class KeepingTree extends GrowingTree {
  readonly levels: Buffer[][];

  constructor() {
    const levels: Buffer[][] = [];
    super((height, place, hash) => {
      if (height % 8 === 0) (levels[height / 8] ??= [])[place] = hash;
    });
    this.levels = levels;
  }
}

/** Compares the stored tiles of level 1 and above with what the records (or the tiles of level 0) add up to. */
export function compareUpperTiles(
  tiles: readonly UpperTile[],
  trees: readonly KeepingTree[],
  findings: Findings,
): void {
  const stored = new Map(tiles.map((tile) => [`${tile.level}/${tile.tile}`, tile.hashes]));
  trees[0]?.levels.forEach((nodes, level) => {
    nodes.forEach((_, place) => {
      const at = (place % TILE) * 32;
      const tile = Math.floor(place / TILE);
      const hash = stored.get(`${level}/${tile}`)?.subarray(at, at + 32);
      if (trees.some((tree) => sameBytes(hash, tree.levels[level]?.[place]))) return;
      const span = TILE ** level;
      const lastIndex = (place + 1) * span - 1;
      findings.add(
        hash?.length === 32 ? 'altered-tile' : 'missing-tile',
        place * span,
        `tile ${tile} of level ${level} does not hold the hash of records ${place * span} to ${lastIndex}`,
        { lastIndex },
      );
    });
  });
}
