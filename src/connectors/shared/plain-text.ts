import type { IncomingRequest } from '../../ports/connector.ts';
import { guessMediaType, mediaType, readText } from './body.ts';

/**
 * The text of a delivery that is not JSON, for surfaces whose vendors also write lines. Whoever posts a file seldom names
 * its type, and curl then calls it a form: the caller looks at the text itself. Null when it cannot be such text.
 */
export function plainText(request: IncomingRequest): string | null {
  if (request.method.toUpperCase() === 'GET' || guessMediaType(request.body) === 'application/json')
    return null;
  const type = mediaType(request);
  const known = type.startsWith('text/') || OPEN.has(type) || /(^|[/+])xml$/.test(type);
  const text = known ? readText(request) : null;
  return text?.ok === true ? text.value.replace(/^\uFEFF/, '') : null;
}

const OPEN = new Set([
  'application/x-www-form-urlencoded',
  'application/x-www-form-base64-encoded',
  'application/octet-stream',
  'application/csv',
]);
