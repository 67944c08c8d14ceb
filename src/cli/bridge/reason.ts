/**
 * Why a connection to a broker ended, in one line. Libraries wrap: the innermost error knows, and where the broker sent
 * words of its own, they are the best.
 */
export function reasonOf(error: unknown): string {
  let inner = error;
  for (let depth = 0; depth < 12; depth += 1) {
    const next: unknown =
      inner instanceof AggregateError && inner.errors.length > 0
        ? inner.errors[0]
        : inner instanceof Error
          ? inner.cause
          : undefined;
    if (!(next instanceof Error)) break;
    inner = next;
  }
  if (!(inner instanceof Error)) return 'the connection broke';
  const words = 'serverErrorMessage' in inner ? inner.serverErrorMessage : null;
  const text = typeof words === 'string' && words !== '' ? words : inner.message;
  return text.trim() === '' ? 'the connection broke' : text.replace(/\s+/g, ' ').slice(0, 300);
}
