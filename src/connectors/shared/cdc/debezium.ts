import { isFields } from '../mapped/paths.ts';
import type { Fields } from '../mapped/paths.ts';
import { broken, fieldsIn, passed, rowAt, tableName, textIn } from './change.ts';
import type { Change, ChangeSettings } from './change.ts';

/**
 * Debezium: the change event with `before`, `after`, `source` and `op`, bare, with its schema (`{"schema", "payload"}`),
 * as a CloudEvent (`iodebeziumop`), or flattened by ExtractNewRecordState (`__op`, `__deleted`); schema changes (`ddl`),
 * transaction markers (`status` BEGIN or END), heartbeats and truncations.
 * https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-events and
 * .../integrations/cloudevents.html, read 2026-11-21.
 *
 * Quirks: a column that PostgreSQL did not log comes as `__debezium_unavailable_value`. Columns without a zone come as
 * numbers that count as if the wall clock stood in UTC; with the schema at hand they are turned back into a wall clock
 * when the operator named a zone.
 */
export function readDebezium(message: Fields, settings: ChangeSettings): Change | null {
  const outer = cloudEvent(message) ?? message;
  const payload = fieldsIn(outer, 'payload');
  if (payload === null) {
    if (Object.hasOwn(outer, 'payload') && outer['payload'] === null)
      return passed('This is a tombstone: the row was deleted.');
    return readPayload(outer, null, settings);
  }
  return readPayload(payload, fieldsIn(outer, 'schema'), settings);
}

function readPayload(payload: Fields, schema: Fields | null, settings: ChangeSettings): Change | null {
  const op = textIn(payload, 'op');
  if (op !== null && (Object.hasOwn(payload, 'after') || Object.hasOwn(payload, 'source')))
    return readOperation(op, payload, schema, settings);
  if (typeof payload['__op'] === 'string' || payload['__deleted'] !== undefined) return readFlat(payload);
  if (
    Object.hasOwn(payload, 'ddl') &&
    (Object.hasOwn(payload, 'databaseName') || Object.hasOwn(payload, 'tableChanges'))
  )
    return passed('This is a change of the schema, not of a row.');
  if (/^(BEGIN|END)$/.test(textIn(payload, 'status') ?? '') && Object.hasOwn(payload, 'id'))
    return Object.hasOwn(payload, 'event_count') || Object.hasOwn(payload, 'data_collections')
      ? passed('This marks the begin or end of a transaction.')
      : null;
  const names = Object.keys(payload);
  if (names.length === 1 && names[0] === 'ts_ms') return passed('This is a heartbeat of the connector.');
  return null;
}

function readOperation(op: string, payload: Fields, schema: Fields | null, settings: ChangeSettings): Change {
  const source = fieldsIn(payload, 'source');
  switch (op) {
    case 'c':
    case 'u':
    case 'r': {
      const after = payload['after'];
      return rowAt(isFields(after) ? plainRow(after, schema, settings) : after, 'after', {
        table: tableName(textIn(source, 'schema') ?? textIn(source, 'db'), textIn(source, 'table')),
        committedAt: op === 'r' ? null : (textIn(source, 'ts_ms') ?? textIn(payload, 'ts_ms')),
        position: op === 'r' ? null : positionOf(source),
        omitsNulls: false,
      });
    }
    case 'd':
      return passed('The row was deleted; what was heard of its call stays.');
    case 't':
      return passed('The table was truncated; what was heard of its calls stays.');
    case 'm':
      return passed('This is a message that a program wrote into the log, not a row.');
    default:
      return broken('op', `the operation ${op.slice(0, 20)} is not one of Debezium's`);
  }
}

function readFlat(payload: Fields): Change {
  if (String(payload['__deleted']) === 'true' || payload['__op'] === 'd')
    return passed('The row was deleted; what was heard of its call stays.');
  const row = Object.fromEntries(Object.entries(payload).filter(([name]) => !name.startsWith('__')));
  const snapshot = payload['__op'] === 'r';
  return rowAt(row, 'payload', {
    table: tableName(textIn(payload, '__schema') ?? textIn(payload, '__db'), textIn(payload, '__table')),
    committedAt: snapshot ? null : (textIn(payload, '__source_ts_ms') ?? textIn(payload, '__ts_ms')),
    position: snapshot ? null : (textIn(payload, '__lsn') ?? textIn(payload, '__pos')),
    omitsNulls: false,
  });
}

/** The Debezium event inside a structured CloudEvent, with what the attributes say about it put back in its place. */
function cloudEvent(message: Fields): Fields | null {
  if (textIn(message, 'specversion') === null) return null;
  const data = fieldsIn(message, 'data');
  const op = textIn(message, 'iodebeziumop');
  if (data === null) return op === null ? null : { op, after: null, source: {} };
  const inner = fieldsIn(data, 'payload') ?? data;
  if (op === null || Object.hasOwn(inner, 'op')) return data;
  const source = Object.fromEntries(
    Object.entries(message)
      .filter(([name]) => name.startsWith('iodebezium'))
      .map(([name, value]) => [name.slice('iodebezium'.length).replace('tsms', 'ts_ms'), value]),
  );
  const event = { ...inner, op, source, ts_ms: source['ts_ms'] };
  return data === inner ? event : { ...data, payload: event };
}

function positionOf(source: Fields | null): string | null {
  const parts = ['lsn', 'file', 'pos', 'row', 'scn', 'commit_lsn', 'change_lsn', 'event_serial_no', 'txId'];
  const found = parts.map((name) => textIn(source, name)).filter((part) => part !== null);
  return found.length === 0 ? null : found.join(':');
}

const UNAVAILABLE = '__debezium_unavailable_value';
const PER_MS: Readonly<Record<string, number>> = {
  'io.debezium.time.Timestamp': 1,
  'io.debezium.time.MicroTimestamp': 1e3,
  'io.debezium.time.NanoTimestamp': 1e6,
  'org.apache.kafka.connect.data.Timestamp': 1,
};

function plainRow(row: Fields, schema: Fields | null, settings: ChangeSettings): Fields {
  const types = typesOf(schema);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value === UNAVAILABLE) return [name, null];
      const perMs = PER_MS[types.get(name) ?? ''];
      const ms = perMs === undefined || value === null ? Number.NaN : Number(value) / perMs;
      if (!(Math.abs(ms) < 8.64e15)) return [name, value];
      const text = new Date(ms).toISOString();
      return [name, settings.wallClocks ? text.slice(0, -1) : text];
    }),
  );
}

/** Semantic types of the columns of `after`. */
function typesOf(schema: Fields | null): ReadonlyMap<string, string> {
  const after = listOf(schema, 'fields').find((field) => field['field'] === 'after') ?? null;
  return new Map(
    listOf(after, 'fields').flatMap((field) =>
      typeof field['field'] === 'string' && typeof field['name'] === 'string'
        ? [[field['field'], field['name']] as const]
        : [],
    ),
  );
}

function listOf(fields: Fields | null, name: string): readonly Fields[] {
  const list = fields?.[name];
  return Array.isArray(list) ? list.filter(isFields) : [];
}
