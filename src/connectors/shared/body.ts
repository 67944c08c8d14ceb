import type { Issue } from '../../core/model/errors.ts';
import type { IncomingRequest } from '../../ports/connector.ts';

/**
 * Turns the raw bytes of a delivery into plain fields without ever throwing. Every vendor body passes through here, so
 * this is where wrong charsets, truncated JSON, huge nesting and 64-bit ids are dealt with once.
 */
export type BodyResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Deepest nesting that any vendor we read comes near is about eight. */
const MAX_DEPTH = 64;
const MAX_FORM_FIELDS = 2000;

/**
 * The media type without parameters, lower-case. The first byte is the better witness where the vendor named none, or one
 * that clients add by themselves: much JSON comes labelled as a form or as plain text.
 */
export function mediaType(request: IncomingRequest): string {
  const declared = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!ADDED_BY_CLIENTS.has(declared)) return declared;
  const guessed = guessMediaType(request.body);
  return declared === '' || guessed === 'application/json' ? guessed : declared;
}

const ADDED_BY_CLIENTS = new Set([
  '',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/octet-stream',
]);

export function guessMediaType(body: Uint8Array): string {
  const first = body.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x7b || first === 0x5b ? 'application/json' : 'application/x-www-form-urlencoded';
}

/** Text of the body; only UTF-8 (and its subset ASCII) is accepted, because a guessed charset corrupts names silently. */
export function readText(request: IncomingRequest): BodyResult<string> {
  const other = otherCharset(request);
  if (other !== null) return fail('body', other, 'Send UTF-8.');
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(request.body) };
  } catch {
    return fail('body', NOT_UTF8, 'Send UTF-8.');
  }
}

/** In words why form fields cannot be decoded, for whoever must do so before a signature can be checked; else null. */
export function charsetProblem(request: IncomingRequest): string | null {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') return null;
  return readText(request).ok ? null : (otherCharset(request) ?? NOT_UTF8);
}

const NOT_UTF8 = 'the bytes are not valid UTF-8';

function otherCharset(request: IncomingRequest): string | null {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i
    .exec(request.headers['content-type'] ?? '')?.[1]
    ?.toLowerCase();
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii'
    ? null
    : `the character set is ${charset.slice(0, 40)}`;
}

/** A JSON object; integers beyond 2^53 come back as strings with every digit kept. */
export function readJsonObject(request: IncomingRequest): BodyResult<Readonly<Record<string, unknown>>> {
  const read = readJson(request);
  if (!read.ok) return read;
  const object = asObject(read.value);
  return object === null ? fail('body', 'a JSON object was expected') : { ok: true, value: object };
}

/** Any JSON value, read the same way. */
export function readJson(request: IncomingRequest): BodyResult<unknown> {
  const text = readText(request);
  return text.ok ? readJsonText(text.value) : text;
}

/** JSON that came inside something else, such as one line of a stream. */
export function readJsonText(text: string): BodyResult<unknown> {
  if (text.trim() === '') return fail('body', 'the body is empty', 'Send the JSON document of the event.');
  if (depthOf(text) > MAX_DEPTH) return fail('body', `nested deeper than ${MAX_DEPTH} levels`);
  try {
    return { ok: true, value: parseExact(text) };
  } catch {
    return fail('body', 'not valid JSON; it may have been cut off', 'Send the whole JSON document.');
  }
}

/** Form fields with every value of a repeated name. */
export function readForm(request: IncomingRequest): BodyResult<URLSearchParams> {
  const text = readText(request);
  if (!text.ok) return text;
  return formOf(text.value.trim());
}

/** The fields of the query string, read the same way as a form. */
export function readQuery(request: IncomingRequest): BodyResult<URLSearchParams> {
  const start = request.url.indexOf('?');
  const end = request.url.indexOf('#');
  return formOf(start === -1 ? '' : request.url.slice(start + 1, end === -1 ? undefined : end));
}

/** One flat record from a JSON object, a form or, for GET, the query, whichever the delivery is. */
export function readFields(request: IncomingRequest): BodyResult<Readonly<Record<string, unknown>>> {
  if (request.method.toUpperCase() === 'GET') return firstValues(readQuery(request));
  const type = mediaType(request);
  if (type === 'application/json' || type.endsWith('+json')) return readJsonObject(request);
  if (type === 'application/x-www-form-urlencoded' || type === 'text/plain')
    return firstValues(readForm(request));
  return fail(
    'content-type',
    `${type.slice(0, 80)} is not read here`,
    'Send application/json or application/x-www-form-urlencoded.',
  );
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Text of a scalar field, trimmed; null for absent, empty and non-scalar values. */
export function textOf(value: unknown, limit = 256): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return null;
  const text = String(value).trim();
  return text === '' ? null : text.slice(0, limit);
}

/** Booleans as JSON and as the strings that form encodings make of them. */
export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = textOf(value)?.toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  return text === 'false' || text === '0' || text === 'no' ? false : null;
}

/** Non-negative seconds up to a day; anything else is null. */
export function secondsOf(value: unknown): number | null {
  const text = textOf(value);
  if (text === null || !/^\d{1,6}(\.\d+)?$/.test(text)) return null;
  const seconds = Number(text);
  return seconds <= 86_400 ? seconds : null;
}

function formOf(text: string): BodyResult<URLSearchParams> {
  if (text === '') return fail('body', 'there are no form fields', 'Send the fields of the event.');
  const form = new URLSearchParams(text);
  return form.size > MAX_FORM_FIELDS
    ? fail('body', `more than ${MAX_FORM_FIELDS} form fields`)
    : { ok: true, value: form };
}

function firstValues(form: BodyResult<URLSearchParams>): BodyResult<Readonly<Record<string, unknown>>> {
  if (!form.ok) return form;
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of form.value) fields[name] ??= value;
  return { ok: true, value: fields };
}

/** `JSON.parse` that keeps long integers exact; the slower road is taken only when the text holds 16 digits in a row. */
function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const reviver = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value;
  return JSON.parse(text, reviver);
}

/** Greatest bracket depth outside strings; parsing thousands of levels would exhaust the stack of whoever walks them. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

function fail(
  path: string,
  message: string,
  remedy?: string,
): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues: [remedy === undefined ? { path, message } : { path, message, remedy }] };
}
