import { parse as parseQuery, stringify as stringifyQuery } from 'node:querystring';
import type { IncomingRequest, Verdict } from '../../../ports/connector.ts';
import { charsetProblem, mediaType, readForm } from '../../shared/body.ts';
import { hmacBase64, sameText, sha256Hex } from '../../shared/crypto.ts';
import { forged, genuine, noSecret, notSigned, undecodable } from '../../shared/verdict.ts';

/**
 * X-Twilio-Signature, for voice and messages alike: base64 HMAC-SHA1 over the public URL exactly as Twilio called it,
 * followed by each form field's name and value in order of name. A JSON body is covered by `bodySHA256` in the query.
 * https://www.twilio.com/docs/usage/security#validating-requests and the official Node library 6.2.0, read 2026-11-21.
 * Twilio signs the URL sometimes with and sometimes without the standard port, and has re-encoded queries in the past;
 * the library tries those forms, and so do we.
 */
export function verifyTwilioSignature(request: IncomingRequest, authToken: string | undefined): Verdict {
  if (authToken === undefined || authToken === '') return noSecret('auth token');
  const signature = request.headers['x-twilio-signature'];
  if (signature === undefined || signature === '') return notSigned('X-Twilio-Signature');

  const bodyHash = bodyHashOf(request.url);
  if (bodyHash !== null) {
    if (!sameText(bodyHash.toLowerCase(), sha256Hex(request.body)))
      return forged('The body does not match bodySHA256 in the URL.');
    return matches(authToken, signature, request.url, '') ? genuine : mismatch(request.url);
  }
  const signed = signedFields(request);
  const undecoded = signed === null ? charsetProblem(request) : null;
  if (undecoded !== null) return undecodable(undecoded);
  if (signed === null)
    return forged('The body is neither form fields nor covered by bodySHA256, so nothing vouches for it.');
  return matches(authToken, signature, request.url, signed) ? genuine : mismatch(request.url);
}

function mismatch(url: string): Verdict {
  return forged(
    `The signature does not fit the auth token and the URL ${withoutQuery(url)}; compare both with the Twilio console.`,
  );
}

/** Names and values as they were appended to the URL; null when the body is of a kind that the signature cannot cover. */
function signedFields(request: IncomingRequest): string | null {
  if (request.method.toUpperCase() === 'GET' || request.body.length === 0) return '';
  if (mediaType(request) !== 'application/x-www-form-urlencoded') return null;
  const form = readForm(request);
  if (!form.ok) return null;
  // By name, then by value, each pair once: one sort of the pairs, because this runs for every delivery.
  const pairs = [...form.value].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  let fields = '';
  let last: readonly [string, string] | undefined;
  for (const pair of pairs) {
    if (pair[0] !== last?.[0] || pair[1] !== last[1]) fields += pair[0] + pair[1];
    last = pair;
  }
  return fields;
}

/** By UTF-16 units, as the official library sorts. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function matches(authToken: string, signature: string, url: string, fields: string): boolean {
  const fits = (candidate: string): boolean =>
    sameText(signature, hmacBase64('sha1', authToken, candidate + fields));
  // The URL as it came is nearly always the one that was signed; the other forms are made only when it is not.
  return fits(url) || candidates(url).some(fits);
}

function candidates(url: string): readonly string[] {
  const asReceived = [withPort(url, false), withPort(url, true)];
  if (!URL.canParse(url)) return asReceived;
  const normalised = new URL(url).toString();
  const encoded = [withPort(normalised, false), withPort(normalised, true)];
  return [...new Set([...asReceived, ...encoded, ...encoded.map(reencodeQuery)])];
}

/** The URL with the standard port added when it names none, or with any port removed; everything else untouched. */
function withPort(url: string, wanted: boolean): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(url);
  if (match === null) return url;
  const [, scheme = '', authority = '', rest = ''] = match;
  const port = /:\d*$/.exec(authority.slice(authority.lastIndexOf(']') + 1))?.[0] ?? '';
  const host = authority.slice(0, authority.length - port.length);
  if (!wanted) return scheme + host + rest;
  if (port !== '') return url;
  return `${scheme}${host}${scheme.toLowerCase() === 'https://' ? ':443' : ':80'}${rest}`;
}

function reencodeQuery(url: string): string {
  const start = url.indexOf('?');
  return start === -1 || start === url.length - 1
    ? url
    : `${url.slice(0, start)}?${stringifyQuery(parseQuery(url.slice(start + 1)))}`;
}

function bodyHashOf(url: string): string | null {
  // Few deliveries have one, and taking an address apart costs as much as the signature.
  return url.includes('bodySHA256') && URL.canParse(url) ? new URL(url).searchParams.get('bodySHA256') : null;
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
