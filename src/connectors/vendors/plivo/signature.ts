import type { IncomingRequest, Verdict } from '../../../ports/connector.ts';
import { charsetProblem, mediaType, readForm } from '../../shared/body.ts';
import { hmacBase64, sameText } from '../../shared/crypto.ts';
import { forged, genuine, noSecret, notSigned, undecodable } from '../../shared/verdict.ts';

/**
 * The three signatures of Plivo, newest first; a delivery with a newer one is judged by that one alone.
 * V3: HMAC-SHA256 over address, sorted query, sorted fields and nonce, with the token of the number's account
 * (X-Plivo-Signature-V3) or of the main account (X-Plivo-Signature-Ma-V3); a header may list several.
 * V2: HMAC-SHA256 over the address without its query, and the nonce: it does not cover the fields.
 * V1: HMAC-SHA1 over the address and the sorted fields.
 * https://www.plivo.com/docs/voice/concepts/signature-validation and the official Node, Python and Go libraries,
 * read 2026-11-21. The punctuation of V3 follows the libraries, which agree with each other.
 */
export function verifyPlivoSignature(
  request: IncomingRequest,
  config: { readonly authToken?: string | undefined; readonly requireV3: boolean },
): Verdict {
  const token = config.authToken;
  if (token === undefined) return noSecret('auth token');
  const { headers } = request;
  const v3 = headers['x-plivo-signature-v3'] ?? '';
  const v3Main = headers['x-plivo-signature-ma-v3'] ?? '';
  if (v3 !== '' || v3Main !== '') {
    const nonce = headers['x-plivo-signature-v3-nonce'] ?? '';
    if (nonce === '') return notSigned('X-Plivo-Signature-V3-Nonce');
    return judge(request, [v3, v3Main], 'sha256', token, (address) => signedV3(request, address, nonce));
  }
  const v2 = headers['x-plivo-signature-v2'] ?? '';
  const v2Main = headers['x-plivo-signature-ma-v2'] ?? '';
  const v1 = headers['x-plivo-signature'] ?? '';
  if (v2 === '' && v2Main === '' && v1 === '') return notSigned('X-Plivo-Signature-V3');
  if (config.requireV3) return notSigned('X-Plivo-Signature-V3');
  if (v2 === '' && v2Main === '')
    return judge(request, [v1], 'sha1', token, (address) => signedV1(request, address));
  const nonce = headers['x-plivo-signature-v2-nonce'] ?? '';
  if (nonce === '') return notSigned('X-Plivo-Signature-V2-Nonce');
  return judge(request, [v2, v2Main], 'sha256', token, (address) => address.base + nonce);
}

interface Address {
  /** Scheme, host and path. */
  readonly base: string;
  readonly query: string;
}

/** `signed` gives the signed text for one spelling of the address; null when nothing could vouch for the body. */
function judge(
  request: IncomingRequest,
  given: readonly string[],
  algorithm: 'sha1' | 'sha256',
  token: string,
  signed: (address: Address) => string | null,
): Verdict {
  const signatures = given.flatMap((header) => header.split(',')).map((one) => one.trim());
  for (const address of addresses(request.url)) {
    const text = signed(address);
    if (text === null) {
      const undecoded = charsetProblem(request);
      return undecoded === null
        ? forged('The body is not form fields, so the signature does not cover it.')
        : undecodable(undecoded);
    }
    const expected = hmacBase64(algorithm, token, text);
    if (signatures.some((signature) => sameText(signature, expected))) return genuine;
  }
  const shown = request.url.split('?', 1)[0] ?? '';
  return forged(
    `The signature does not fit the auth token and the URL ${shown}; compare both with the Plivo console.`,
  );
}

function signedV3(request: IncomingRequest, address: Address, nonce: string): string | null {
  const fields = fieldsOf(request);
  if (fields === null) return null;
  const query = joined(new URLSearchParams(address.query), '=', '&');
  const params = joined(fields, '', '');
  const mark = query !== '' || params !== '' ? '?' : '';
  const dot = query !== '' && params !== '' ? '.' : '';
  return `${address.base}${mark}${query}${dot}${params}.${nonce}`;
}

function signedV1(request: IncomingRequest, address: Address): string | null {
  const fields = fieldsOf(request);
  const query = address.query === '' ? '' : `?${address.query}`;
  return fields === null ? null : address.base + query + joined(fields, '', '');
}

function fieldsOf(request: IncomingRequest): URLSearchParams | null {
  if (request.method.toUpperCase() === 'GET' || request.body.length === 0) return new URLSearchParams();
  if (mediaType(request) !== 'application/x-www-form-urlencoded') return null;
  const form = readForm(request);
  return form.ok ? form.value : null;
}

/** Decoded names and values, by name and then by value; repeated ones stay. */
function joined(pairs: URLSearchParams, equals: string, between: string): string {
  return [...pairs]
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => name + equals + value)
    .join(between);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As it came, and with the standard port added or left out, which proxies change. */
function addresses(url: string): readonly Address[] {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^?#]*)(?:\?([^#]*))?/is.exec(url);
  if (match === null) return [{ base: url, query: '' }];
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  const port = scheme.toLowerCase() === 'https://' ? ':443' : ':80';
  const hosts = authority.endsWith(port)
    ? [authority, authority.slice(0, -port.length)]
    : /:\d+$/.test(authority)
      ? [authority]
      : [authority, authority + port];
  return hosts.map((host) => ({ base: scheme + host + path, query }));
}
