import type { IncomingRequest } from '../../ports/connector.ts';
import { asObject, mediaType, readFields, readJson } from './body.ts';
import type { BodyResult } from './body.ts';

export { joinResults } from './join-results.ts';

/**
 * Deliveries that hold many records: a table's rows, a page of a call log, lines of a bridge. One bad record must not
 * take the good ones beside it along, so each is read for itself.
 */
export type Fields = Readonly<Record<string, unknown>>;

const MOST_RECORDS = 5000;

/**
 * One record or many: a JSON object, an array, an object with the array under `rows`, `records` or one of `envelopes`, or
 * a form. Fields beside that array (such as the table's name) are laid under every record of it.
 */
export function readRecords(
  request: IncomingRequest,
  envelopes: readonly string[],
): BodyResult<readonly Fields[]> {
  const isJson = request.method.toUpperCase() !== 'GET' && mediaType(request).includes('json');
  const read = isJson ? readJson(request) : readFields(request);
  if (!read.ok) return read;
  const value = Array.isArray(read.value) ? { records: read.value as unknown[] } : asObject(read.value);
  if (value === null)
    return { ok: false, issues: [{ path: 'body', message: 'a JSON object or array was expected' }] };
  for (const name of ['records', 'rows', ...envelopes]) {
    const list = value[name];
    if (!Array.isArray(list)) continue;
    if (list.length > MOST_RECORDS)
      return { ok: false, issues: [{ path: name, message: `more than ${MOST_RECORDS} records` }] };
    const beside = Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
    return {
      ok: true,
      value: list.map((entry: unknown) => ({ ...beside, ...(asObject(entry) ?? { notAnObject: entry }) })),
    };
  }
  return { ok: true, value: [value] };
}
