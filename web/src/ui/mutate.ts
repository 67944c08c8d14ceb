/**
 * A press of a button. While the server works the change already shows; when the server refuses, everything goes back
 * and the reason is told with its remedy; afterwards the pages ask again.
 */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { sayProblem } from './toast.tsx';

export function useAction<Input, Output = unknown, Before = undefined>(options: {
  run: (input: Input) => Promise<Output>;
  /**
   * What stands before the press, for the way back. `done` would ask too late: the page looks again by itself, and may
   * know the change before the answer to its own press is here.
   */
  before?: (input: Input) => Before;
  /** Changes the cached answers at once; what they were is put back when the server refuses. */
  optimistic?: (client: QueryClient, input: Input) => void;
  done?: (output: Output, input: Input, before: Before) => void;
  /** Return true when the refusal was dealt with on the page itself. */
  refused?: (error: unknown, input: Input) => boolean;
}) {
  const client = useQueryClient();
  return useMutation<Output, Error, Input, { before: Before; goBack: () => void }>({
    mutationFn: options.run,
    onMutate: async (input) => {
      // Without `before` nothing is promised to `done`.
      const before = options.before?.(input) as Before;
      if (options.optimistic === undefined) return { before, goBack: () => undefined };
      await client.cancelQueries();
      const cached = client.getQueriesData({});
      options.optimistic(client, input);
      return {
        before,
        goBack: () => {
          for (const [key, value] of cached) client.setQueryData(key, value);
        },
      };
    },
    onError: (error, input, pressed) => {
      pressed?.goBack();
      if (options.refused?.(error, input) !== true) sayProblem(error);
    },
    onSuccess: (output, input, { before }) => options.done?.(output, input, before),
    onSettled: () => client.invalidateQueries(),
  });
}

/** Changes rows in every cached page of a list; a row changed to null leaves it. */
export function changeRows<Row extends object>(
  client: QueryClient,
  path: string,
  change: (row: Row) => Row | null,
): void {
  client.setQueriesData<Paged<Row>>({ queryKey: [path] }, (cached) =>
    cached === undefined || !('pages' in cached)
      ? cached
      : {
          ...cached,
          pages: cached.pages.map((page) => ({
            ...page,
            items: page.items.map(change).filter((row) => row !== null),
          })),
        },
  );
}

interface Paged<Row> {
  readonly pages: { items: Row[] }[];
}
