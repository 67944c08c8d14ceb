import type { Fields } from '../mapped/paths.ts';
import { broken, fieldsIn, passed, rowAt, tableName, textIn } from './change.ts';
import type { Change } from './change.ts';

/**
 * AWS Database Migration Service, as it writes to Kafka and Kinesis: `{"data": row, "metadata": {"record-type": "data",
 * "operation": "insert", ...}}`, control records for tables, and the `Op` column of its files (I, U, D).
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html and CHAP_Target.Kinesis.html, read 2026-11-21.
 *
 * Quirk: unless IncludeNullAndEmpty is set, columns without a value are left out of `data`.
 */
export function readDms(message: Fields): Change | null {
  const metadata = fieldsIn(message, 'metadata');
  if (metadata === null) return readFile(message);
  const type = textIn(metadata, 'record-type');
  const operation = textIn(metadata, 'operation')?.toLowerCase() ?? '';
  if (type === null && !Object.hasOwn(metadata, 'table-name')) return null;
  if (type === 'control') return passed(`This is a control record (${operation.slice(0, 40)}), not a row.`);
  const load = operation === 'load';
  switch (operation) {
    case 'load':
    case 'insert':
    case 'update':
      return rowAt(message['data'], 'data', {
        table: tableName(textIn(metadata, 'schema-name'), textIn(metadata, 'table-name')),
        committedAt: load ? null : (textIn(metadata, 'commit-timestamp') ?? textIn(metadata, 'timestamp')),
        position: load
          ? null
          : [
              textIn(metadata, 'transaction-id'),
              textIn(metadata, 'transaction-record-id'),
              textIn(metadata, 'stream-position'),
            ]
              .filter((part) => part !== null)
              .join(':') || null,
        omitsNulls: true,
      });
    case 'delete':
      return passed('The row was deleted; what was heard of its call stays.');
    default:
      return broken('metadata.operation', "missing, or not one of AWS DMS's");
  }
}

function readFile(message: Fields): Change | null {
  const { Op: operation, ...row } = message;
  if (operation !== 'I' && operation !== 'U' && operation !== 'D') return null;
  if (operation === 'D') return passed('The row was deleted; what was heard of its call stays.');
  return rowAt(row, 'Op', { table: null, committedAt: null, position: null, omitsNulls: true });
}
