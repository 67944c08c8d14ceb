import type { IncomingRequest } from '../../ports/connector.ts';
import { asObject, guessMediaType, mediaType, readFields, readJsonObject } from './body.ts';
import type { BodyResult } from './body.ts';

export { joinResults } from './join-results.ts';

/**
 * Deliveries that hold many records: a table's rows, a page of a call log, lines of a bridge. One bad record must not
 * take the good ones beside it along, so each is read for itself.
 */
export type Fields = Readonly<Record<string, unknown>>;

const MOST_RECORDS = 5000;

/**
 * One record or many: a JSON object, an array, an object with the array under one of `envelopes`, or a form. Fields
 * beside that array (such as the table's name) are laid under every record of it.
 */
export function readRecords(
  request: IncomingRequest,
  envelopes: readonly string[],
): BodyResult<readonly Fields[]> {
  const read = isArray(request) ? readJsonObject(wrapped(request)) : readFields(request);
  if (!read.ok) return read;
  const { value } = read;
  for (const name of ['records', ...envelopes]) {
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

function isArray(request: IncomingRequest): boolean {
  if (request.method.toUpperCase() === 'GET') return false;
  const type = mediaType(request);
  const first = request.body.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x5b && (type.includes('json') || guessMediaType(request.body) === 'application/json');
}

/** Gives an array the object around it that the shared reader expects. */
function wrapped(request: IncomingRequest): IncomingRequest {
  const bom = request.body[0] === 0xef ? 3 : 0;
  const body = Buffer.concat([Buffer.from('{"records":'), request.body.subarray(bom), Buffer.from('}')]);
  return { ...request, body };
}
