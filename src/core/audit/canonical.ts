import canonicalize from 'canonicalize';

/**
 * Canonical JSON (RFC 8785): one value, one text, so that hashes and comparisons mean something. What JSON cannot say
 * is first brought to what it can, because a record must never be lost to a half emoji in a caller's text: lone
 * surrogates become U+FFFD, NaN and infinities become null, `undefined` members are left out.
 */
export function canonicalJson(value: unknown): string {
  try {
    return canonicalize(value) ?? 'null';
  } catch {
    return canonicalize(plain(value)) ?? 'null';
  }
}

function plain(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : wellFormed(JSON.parse(text));
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]),
  );
}
