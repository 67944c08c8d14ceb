/** How well groups of events fit a known truth, in pairs of events. Used by the tests that measure detection. */
export interface ScoredGroups {
  readonly groups: readonly (readonly string[])[];
  /** What a joined pair must have in common to be right. */
  readonly precise: ReadonlyMap<string, string>;
  /** Which pairs should have been joined. */
  readonly recalled: ReadonlyMap<string, string>;
}

/** Share of joined event pairs that belong together, and of pairs that belong together which were joined. */
export function score(samples: readonly ScoredGroups[]): {
  readonly precision: number;
  readonly recall: number;
  readonly text: string;
} {
  let [right, joined, found, real] = [0, 0, 0, 0];
  for (const { groups, precise, recalled } of samples) {
    real += pairsWithin([...recalled.keys()], recalled);
    for (const group of groups) {
      joined += pairs(group.length);
      right += pairsWithin(group, precise);
      found += pairsWithin(group, recalled);
    }
  }
  const [precision, recall] = [right / joined, found / real];
  const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
  return {
    precision,
    recall,
    text: `${real} true pairs, precision ${percent(precision)}, recall ${percent(recall)}`,
  };
}

function pairsWithin(group: readonly string[], truth: ReadonlyMap<string, string>): number {
  const sizes = new Map<string, number>();
  for (const key of group) sizes.set(truth.get(key) ?? '', (sizes.get(truth.get(key) ?? '') ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0);
}

function pairs(size: number): number {
  return (size * (size - 1)) / 2;
}
