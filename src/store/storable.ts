/**
 * The same value without what PostgreSQL's text and jsonb cannot hold: NUL, and half of a surrogate pair (a name that a
 * vendor cut in the middle of an emoji, or a text that we cut ourselves). One such character in one field would
 * otherwise fail the whole statement, and with it a call, or a STOP.
 */
export function storable<Value>(value: Value): Value {
  return clean(value) as Value;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0') ? value : value.toWellFormed().replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), clean(member)]));
}
