/**
 * Group commit: what arrives while a write is under way shares the next one. One write at a time, in order of arrival,
 * so that a STOP never overtakes the text before it.
 */
export interface Gather<Item, Result> {
  /** Resolves when the group with this item was written, with what the write returned; rejects when the write failed. */
  readonly add: (item: Item) => Promise<Result>;
  /** Resolves when everything added so far was written or failed. */
  readonly idle: () => Promise<void>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export function gather<Item, Result>(
  write: (items: readonly Item[]) => Promise<Result>,
  limits: { readonly items: number; readonly weight: number; readonly weigh: (item: Item) => number },
): Gather<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    // Requests whose bytes are already here join the first group instead of waiting for its fsync.
    await new Promise((next) => setImmediate(next));
    while (waiting.length > 0) {
      const group = takeGroup();
      try {
        const result = await write(group.map((each) => each.item));
        for (const each of group) each.resolve(result);
      } catch (error) {
        for (const each of group) each.reject(error);
      }
    }
    running = null;
  };

  const takeGroup = (): Waiting<Item, Result>[] => {
    let weight = 0;
    let count = 0;
    for (const { item } of waiting) {
      weight += limits.weigh(item);
      if (count > 0 && (weight > limits.weight || count >= limits.items)) break;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    idle: () => running ?? Promise.resolve(),
  };
}
