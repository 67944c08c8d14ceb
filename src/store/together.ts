/**
 * Statements of one transaction that need nothing of each other: they travel in one go and are answered in one go. When one
 * fails, the others are waited for before the failure goes on, so that no straggler meets the connection after its
 * transaction has ended and somebody else's has begun on it.
 */
export async function together<T extends readonly Promise<unknown>[]>(
  ...statements: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ends = await Promise.allSettled(statements);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return ends.map((end) => (end.status === 'fulfilled' ? end.value : undefined)) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}
