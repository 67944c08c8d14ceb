import { bell } from './bell.ts';

/**
 * What came in while the last batch was being written to disk becomes the next batch, so that a quiet stream is handed on
 * message by message and a busy one shares one write among many.
 */
export interface Batches<T> extends AsyncIterable<readonly T[]> {
  readonly push: (item: T) => void;
  /** Nothing more will come. What was pushed before is still handed out, then `problem` is thrown when there is one. */
  readonly end: (problem?: Error) => void;
}

export function batches<T>(most: number): Batches<T> {
  let waiting: T[] = [];
  let ended: { readonly problem: Error | undefined } | null = null;
  const news = bell();
  return {
    push: (item) => {
      waiting.push(item);
      news.ring();
    },
    end: (problem) => {
      ended ??= { problem };
      news.ring();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (waiting.length > 0) {
          const batch = waiting.slice(0, most);
          waiting = waiting.slice(most);
          yield batch;
        } else if (ended !== null) {
          if (ended.problem !== undefined) throw ended.problem;
          return;
        } else await news.heard();
      }
    },
  };
}

/** The same from a source that can be held back: never more than `most` items are read ahead. */
export async function* inBatches<T>(source: AsyncIterable<T>, most: number): AsyncGenerator<readonly T[]> {
  const items = batches<T>(most);
  const room = bell();
  let ahead = 0;
  let left = false;
  const pump = async (): Promise<void> => {
    for await (const item of source) {
      items.push(item);
      ahead += 1;
      while (ahead >= most && !left) await room.heard();
      if (left) return;
    }
  };
  pump().then(
    () => items.end(),
    (error: unknown) => items.end(error instanceof Error ? error : new Error(String(error))),
  );
  try {
    for await (const batch of items) {
      yield batch;
      ahead -= batch.length;
      room.ring();
    }
  } finally {
    left = true;
    room.ring();
  }
}
