import type { CallEvent } from '../../core/model/call-event.ts';
import type { IncomingRequest, ParseResult } from '../../ports/connector.ts';
import { asObject, guessMediaType, readJson, readJsonText, readText } from './body.ts';
import { readTable } from './csv.ts';
import { joinResults } from './join-results.ts';
import { plainText } from './plain-text.ts';
import type { Fields } from './records.ts';

/** As many as the list readers take. */
const MOST = 5000;

/**
 * Deliveries that were kept and are sent again often come as a JSON array, as one JSON document per line, or as the list
 * that the vendor's API gives under one of the names in `lists` (with dots where it lies deeper), or as a table. Each is read as if it had
 * come alone; a single delivery is passed on untouched.
 */
export function eachOf(
  request: IncomingRequest,
  read: (one: IncomingRequest) => ParseResult<CallEvent>,
  lists: readonly string[] = [],
  /** A column of the report that people export as CSV. */
  column?: RegExp,
): ParseResult<CallEvent> {
  const many = isJson(request)
    ? documentsOf(request, lists)
    : column === undefined
      ? null
      : rowsOf(request, column);
  return many === null
    ? read(request)
    : joinResults(
        many.slice(0, MOST).map((one) => read(holding(request, one))),
        'The list is empty.',
      );
}

/** The rows of a table with column names, as records. */
export function rowsOf(request: IncomingRequest, column: RegExp): readonly Fields[] | null {
  const text = plainText(request);
  return text === null ? null : readTable(text, (cell) => column.test(cell));
}

/** Null for a single document and for whatever is not JSON: the surface itself says what is wrong with that. */
function documentsOf(request: IncomingRequest, lists: readonly string[]): readonly unknown[] | null {
  const whole = readJson(request);
  if (whole.ok)
    return listIn(whole.value) ?? lists.map((name) => listIn(at(whole.value, name))).find(Boolean) ?? null;
  const text = readText(request);
  const lines = text.ok ? text.value.split(/\r?\n/).filter((line) => line.trim() !== '') : [];
  if (lines.length < 2 || !lines.every((line) => /^\s*\{.*\}\s*$/.test(line))) return null;
  const read = lines.slice(0, MOST).map((line) => readJsonText(line));
  return read.every((one) => one.ok) ? read.map((one) => one.value) : null;
}

/** A list without a single record in it is no list of deliveries. */
function listIn(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) && value.some((one) => asObject(one) !== null) ? value : null;
}

function at(value: unknown, name: string): unknown {
  return name.split('.').reduce<unknown>((inner, key) => asObject(inner)?.[key], value);
}

function isJson(request: IncomingRequest): boolean {
  return request.method.toUpperCase() !== 'GET' && guessMediaType(request.body) === 'application/json';
}

function holding(request: IncomingRequest, value: unknown): IncomingRequest {
  return { ...request, body: new TextEncoder().encode(JSON.stringify(value)) };
}
