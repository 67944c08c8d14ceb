/** What the bridge says about its work: a line while something happens, at most every half minute, and one at the end. */
export interface Tally {
  readonly add: (what: 'read' | 'posted' | 'nothing' | 'aside', count: number) => void;
  /** How many messages the broker still has for us, when it said so. */
  readonly behind: (count: number | null) => void;
  readonly close: () => void;
}

const EVERY_MS = 30_000;

export function startTally(
  waiting: () => number,
  asidePath: string,
  log: (line: string) => void,
  everyMs = EVERY_MS,
): Tally {
  const counts = { read: 0, posted: 0, nothing: 0, aside: 0 };
  let behind: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  const say = (): void => {
    const parts = [
      `${counts.read} messages read`,
      `${counts.posted} records taken by Ringback`,
      `${waiting()} wait`,
      ...(behind === null ? [] : [`${behind} behind`]),
      ...(counts.nothing === 0 ? [] : [`${counts.nothing} empty or tombstones`]),
      ...(counts.aside === 0 ? [] : [`${counts.aside} set aside in ${asidePath}`]),
    ];
    log(parts.join(', '));
  };
  return {
    add: (what, count) => {
      counts[what] += count;
      if (count === 0) return;
      timer ??= setTimeout(() => {
        timer = null;
        say();
      }, everyMs).unref();
    },
    behind: (count) => (behind = count),
    close: () => {
      if (timer !== null) clearTimeout(timer);
      if (counts.read + counts.posted > 0) say();
    },
  };
}
