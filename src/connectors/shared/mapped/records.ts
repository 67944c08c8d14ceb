import type { IncomingRequest } from '../../../ports/connector.ts';
import { guessMediaType, mediaType, readForm, readJson, readJsonText, readQuery, readText } from '../body.ts';
import type { BodyResult } from '../body.ts';
import { readTable } from '../csv.ts';
import { isFields, listAt, loose, valuesAt } from './paths.ts';
import type { Fields } from './paths.ts';
import type { Mapping } from './schema.ts';

/**
 * From a delivery to the records that a mapping is applied to: the fields of a query, a form or JSON, one record or
 * many. Without configuration the usual wrappings are taken off: a list, `{"calls": [...]}`, `{"event": ..., "data": {...}}`.
 * A table with column names, as reports are exported, is many records.
 */
export function readRecords(
  request: IncomingRequest,
  mapping: Mapping,
  unpack: (body: unknown) => unknown,
): BodyResult<readonly Fields[]> {
  const table = (mapping.read ?? 'auto') === 'auto' ? tableIn(request, mapping) : null;
  if (table !== null) return { ok: true, value: table };
  const read = readBody(request, mapping.read ?? 'auto');
  if (!read.ok) return read;
  const body = unpack(read.value);
  if (mapping.items === undefined) return { ok: true, value: recordsIn(body, mapping) };
  const list = listAt(body, mapping.items);
  if (list === null)
    return {
      ok: false,
      issues: [
        {
          path: mapping.items,
          message: 'there is no list at this place',
          remedy: 'Compare mapping.items with what the vendor sends.',
        },
      ],
    };
  return { ok: true, value: list.filter(isFields) };
}

/** The fields of a query or form, or whatever JSON value the body is; several JSON documents, one a line, are a list. */
export function readBody(request: IncomingRequest, read: NonNullable<Mapping['read']>): BodyResult<unknown> {
  if (read === 'query') return flat(readQuery(request));
  if (read === 'form') return flat(readForm(request));
  if (read === 'json') return readDocuments(request);
  if (request.method.toUpperCase() === 'GET') return flat(readQuery(request));
  if (request.body.length === 0 && request.url.includes('?')) return flat(readQuery(request));
  const type = mediaType(request);
  if (type === 'application/x-www-form-urlencoded') return fromForm(request);
  if (type.includes('json') || guessMediaType(request.body) === 'application/json')
    return readDocuments(request);
  if (type.startsWith('text/')) return fromForm(request);
  return {
    ok: false,
    issues: [
      {
        path: 'content-type',
        message: `${type.slice(0, 80)} is not read here`,
        remedy: 'Send JSON, a form or a query.',
      },
    ],
  };
}

/** Rows of a table, where a line names the column of the caller, of the number called or of the call's id. */
function tableIn(request: IncomingRequest, mapping: Mapping): readonly Fields[] | null {
  const type = mediaType(request);
  const named = /^(text|application)\/(x-)?(csv|comma-separated-values|tab-separated-values)$/.test(type);
  if ((!named && !UNNAMED.test(type)) || !request.body.includes(LINE_END)) return null;
  const text = readText(request);
  const head = text.ok ? (/^[^\r\n]*(?=\r?\n)/.exec(text.value)?.[0] ?? '') : '';
  if (!text.ok || (!named && (!/[,;\t]/.test(head) || /[=&{[]/.test(head)))) return null;
  const { from = [], to = [], customer = [], business = [], callId = [] } = mapping.fields ?? {};
  const columns = new Set([...from, ...to, ...customer, ...business, ...callId].map((name) => loose(name)));
  return readTable(text.value, (cell) => columns.has(loose(cell)));
}

const LINE_END = 0x0a;
/** What clients declare when they were not told what they send. */
const UNNAMED = /^(text\/plain|application\/octet-stream|application\/x-www-form-urlencoded)$/;

function readDocuments(request: IncomingRequest): BodyResult<unknown> {
  const whole = readJson(request);
  if (whole.ok) return whole;
  const text = readText(request);
  const lines = text.ok ? text.value.split('\n').filter((line) => line.trim() !== '') : [];
  if (lines.length < 2 || !lines.every((line) => /^\s*\{.*\}\s*$/.test(line))) return whole;
  const documents = lines.map(readJsonText);
  const broken = documents.find((document) => !document.ok);
  return broken ?? { ok: true, value: documents.map((document) => (document.ok ? document.value : null)) };
}

/** Some senders put the JSON document into the only field of a form. */
function fromForm(request: IncomingRequest): BodyResult<unknown> {
  const form = readForm(request);
  if (!form.ok) return form;
  const [only] = form.value.size === 1 ? [...form.value.values()] : [];
  if (only !== undefined && /^\s*[[{]/.test(only)) return readJsonText(only);
  return flat(form);
}

function flat(form: BodyResult<URLSearchParams>): BodyResult<Fields> {
  if (!form.ok) return form;
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of form.value) fields[name] ??= value;
  return { ok: true, value: fields };
}

const LISTS =
  'calls records items data events results rows call_logs calllogs call_log call_details fullCallRecords callRecords entries notifications';
const WRAPPERS =
  'data call payload event record object attributes body result call_data call_details message resource';
/** What a wrapper says about itself rather than about the call. */
const OF_THE_WRAPPER = /^(?:status|success|ok|code|message|error|page|total|count|limit|offset)$/i;
const DEEPEST = 4;

function recordsIn(body: unknown, mapping: Mapping, depth = 0): readonly Fields[] {
  if (Array.isArray(body)) return body.flatMap((each: unknown) => recordsIn(each, mapping, depth + 1));
  if (!isFields(body)) return [];
  if (depth > DEEPEST || namesParty(body, mapping)) return [body];
  for (const name of LISTS.split(' ')) {
    const list = body[name];
    if (Array.isArray(list) && list.some(isFields)) return recordsIn(list, mapping, depth + 1);
  }
  for (const name of WRAPPERS.split(' ')) {
    const inner = body[name];
    if (!isFields(inner)) continue;
    const records = recordsIn(inner, mapping, depth + 1);
    if (records.some((record) => namesParty(record, mapping)))
      return records.map((record) => ({ ...around(body), ...record }));
  }
  return [body];
}

/** What stands around a wrapped call: its kind and its time belong to the call, its id is that of the event. */
function around(body: Fields): Fields {
  const outer = Object.entries(body).filter(
    ([name, value]) => typeof value !== 'object' && !OF_THE_WRAPPER.test(name),
  );
  return Object.fromEntries(outer.map(([name, value]) => [name === 'id' ? 'event_id' : name, value]));
}

function namesParty(fields: Fields, mapping: Mapping): boolean {
  const { from = [], to = [], customer = [], business = [] } = mapping.fields ?? {};
  return valuesAt(fields, [...from, ...to, ...customer, ...business]).length > 0;
}
