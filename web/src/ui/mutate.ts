/**
 * A press of a button. While the server works the change already shows; when the server refuses, everything goes back
 * and the reason is told with its remedy; afterwards the pages ask again.
 */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { sayProblem } from './toast.tsx';

export function useAction<Input, Output = unknown>(options: {
  run: (input: Input) => Promise<Output>;
  /** Changes the cached answers at once; what they were is put back when the server refuses. */
  optimistic?: (client: QueryClient, input: Input) => void;
  done?: (output: Output, input: Input) => void;
  /** Return true when the refusal was dealt with on the page itself. */
  refused?: (error: unknown, input: Input) => boolean;
}) {
  const client = useQueryClient();
  return useMutation<Output, Error, Input, () => void>({
    mutationFn: options.run,
    onMutate: async (input) => {
      if (options.optimistic === undefined) return () => undefined;
      await client.cancelQueries();
      const before = client.getQueriesData({});
      options.optimistic(client, input);
      return () => {
        for (const [key, value] of before) client.setQueryData(key, value);
      };
    },
    onError: (error, input, goBack) => {
      goBack?.();
      if (options.refused?.(error, input) !== true) sayProblem(error);
    },
    onSuccess: (output, input) => options.done?.(output, input),
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
