import { isFields } from '../mapped/paths.ts';
import type { Fields } from '../mapped/paths.ts';
import { broken, fieldsIn, passed, rowAt, textIn } from './change.ts';
import type { Change } from './change.ts';

/**
 * Striim: its WAEvent as JSON, `{"metadata": {"OperationName": "INSERT", "TableName": ...}, "data", "before", "userdata"}`.
 * https://www.striim.com/docs/en/postgresql-reader-waevent-fields.html and mysqlreader-waevent-fields.html, read
 * 2026-11-21.
 *
 * Quirk: `data` is an object where the writer knows the columns, and a bare list where it does not; then a mapping names
 * places, `data[3]`. What a flow adds by putUserdata stands in `userdata` and counts as further columns.
 */
export function readStriim(message: Fields): Change | null {
  const metadata = fieldsIn(message, 'metadata');
  const operation = textIn(metadata, 'OperationName')?.toUpperCase() ?? null;
  if (metadata === null || operation === null) return null;
  const load = operation === 'SELECT';
  switch (operation) {
    case 'INSERT':
    case 'UPDATE':
    case 'SELECT':
      return rowAt(rowOf(message), 'data', {
        table: textIn(metadata, 'TableName'),
        committedAt: load ? null : textIn(metadata, 'TimeStamp'),
        position: load
          ? null
          : [textIn(metadata, 'LSN'), textIn(metadata, 'TxnID'), textIn(metadata, 'Sequence')]
              .filter((part) => part !== null)
              .join(':') || null,
        omitsNulls: false,
      });
    case 'DELETE':
      return passed('The row was deleted; what was heard of its call stays.');
    case 'BEGIN':
    case 'COMMIT':
    case 'ROLLBACK':
    case 'STOP':
      return passed('This marks the begin or end of a transaction.');
    case 'ALTER':
    case 'ALTERCOLUMNS':
    case 'CREATE':
    case 'DROP':
    case 'TRUNCATE':
      return passed('This is a change of the schema, not of a row.');
    default:
      return broken('metadata.OperationName', "not one of Striim's");
  }
}

function rowOf(message: Fields): unknown {
  const { data } = message;
  const added = fieldsIn(message, 'userdata') ?? {};
  if (isFields(data)) return { ...added, ...data };
  return Array.isArray(data) ? { ...added, data: data as unknown } : added;
}
