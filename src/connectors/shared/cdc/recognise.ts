import { readJsonText } from '../body.ts';
import { isFields } from '../mapped/paths.ts';
import type { Fields } from '../mapped/paths.ts';
import { broken, passed } from './change.ts';
import type { Change, ChangeSettings, ReadChange } from './change.ts';
import { readDebezium } from './debezium.ts';
import { readDms } from './dms.ts';
import { readHvr } from './hvr.ts';
import { readQlik } from './qlik.ts';
import { readStriim } from './striim.ts';

export const ENVELOPES = ['auto', 'debezium', 'dms', 'qlik', 'striim', 'hvr'] as const;
export type Envelope = (typeof ENVELOPES)[number];

/** In the order in which they are tried: the least particular last. */
const READERS: Readonly<Record<Exclude<Envelope, 'auto'>, ReadChange>> = {
  debezium: readDebezium,
  qlik: readQlik,
  dms: readDms,
  striim: readStriim,
  hvr: readHvr,
};

/** One message to one change. With `auto` the envelope itself tells which tool wrote it. */
export function readChange(message: unknown, envelope: Envelope, settings: ChangeSettings): Change {
  if (message === null) return passed('This is a tombstone: the row was deleted.');
  if (!isFields(message)) return broken('body', 'a change event is a JSON object');
  if (envelope !== 'auto')
    return (
      READERS[envelope](message, settings) ??
      broken(
        'body',
        `this is not an envelope of ${envelope}; set envelope to auto, or to the tool that sends`,
      )
    );
  for (const read of Object.values(READERS)) {
    const change = read(message, settings);
    if (change !== null) return change;
  }
  return broken('body', 'no envelope of Debezium, AWS DMS, Qlik Replicate, Striim or Fivetran HVR');
}

/**
 * The messages of a delivery: one, a list, the `events` of `ringback bridge`, or the `records` of Kafka's REST shape, whose
 * values may be JSON as text. A null value is a tombstone and stays.
 */
export function messagesIn(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body.flatMap((each: unknown) => messagesIn(each));
  if (!isFields(body)) return [fromText(body)];
  const { records, events } = body;
  if (Array.isArray(events)) return events.flatMap((each: unknown) => messagesIn(each));
  if (Array.isArray(records)) return records.flatMap((each: unknown) => messagesIn(each));
  if (Object.hasOwn(body, 'value') && (Object.hasOwn(body, 'key') || Object.hasOwn(body, 'topic')))
    return messagesIn(withHeaders(fromText(body['value']), body['headers']));
  return [body];
}

/**
 * Debezium's ExtractNewRecordState leaves only the row in the value when `add.headers` moves the rest into the headers of
 * the message: https://debezium.io/documentation/reference/stable/transformations/event-flattening.html, read 2026-11-21.
 */
const OF_A_FLAT_ROW = /^__(?:op|deleted|table|schema|db|lsn|pos|(?:source[._])?ts_ms)$/;

function withHeaders(value: unknown, headers: unknown): unknown {
  if (!isFields(value) || !isFields(headers)) return value;
  const said = Object.entries(headers)
    .filter(([name, each]) => OF_A_FLAT_ROW.test(name) && typeof each === 'string')
    .map(([name, each]) => [name.replace('.', '_'), each]);
  if (said.length === 0) return value;
  const { payload } = value;
  const more = Object.fromEntries(said) as Fields;
  return isFields(payload) ? { ...value, payload: { ...more, ...payload } } : { ...more, ...value };
}

function fromText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  const read = readJsonText(value);
  return read.ok ? read.value : value;
}
