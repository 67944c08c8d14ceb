import { lookUp } from '../mapped/paths.ts';
import type { Fields } from '../mapped/paths.ts';
import { broken, fieldsIn, passed, rowAt, textIn } from './change.ts';
import type { Change, ChangeSettings } from './change.ts';

/**
 * Fivetran HVR: rows as JSON in the form of Kafka Connect (`{"schema", "payload"}`, JsonMode SCHEMA_PAYLOAD) or bare, with
 * the operation in a column that a ColumnProperties action fills from `{hvr_op}`, and rows that an agent plug-in posts.
 * https://fivetran.com/docs/hvr6/requirements/source-and-target-requirements/apache-kafka-requirements/apache-kafka-as-target
 * and https://fivetran.com/docs/hvr6/internal-objects/extra-columns-for-capture-fail-and-history-tables, read 2026-11-21.
 *
 * Codes: 0 delete, 1 insert, 2 after update, 3 and 4 before update, 5 truncate, 8 delete of several rows, 10 to 12 the
 * same three in doubt during an online refresh, 22 and 32 key update with values missing, 42 and 52 with values filled in.
 * Without the column every row is news: HVR sends deletes only where it is told to.
 */
export function readHvr(message: Fields, settings: ChangeSettings): Change | null {
  const payload = fieldsIn(message, 'payload');
  const row = payload ?? message;
  const operation = lookUp(row, settings.operationColumn);
  if (!operation.present && (payload === null || fieldsIn(message, 'schema')?.['type'] !== 'struct'))
    return null;
  if (softDeleted(row)) return passed('The row was deleted; what was heard of its call stays.');
  const reason = operation.present ? withoutNews(String(operation.value).toLowerCase()) : null;
  if (reason === UNKNOWN) return broken(settings.operationColumn, "not one of HVR's operation codes");
  if (reason !== null) return passed(reason);
  const columns = Object.fromEntries(
    Object.entries(row).filter(([name]) => !/^hvr_/i.test(name) && name !== settings.operationColumn),
  );
  return rowAt(columns, 'payload', {
    table: textIn(row, 'hvr_tbl_name') ?? textIn(message, 'table'),
    committedAt: textIn(row, 'hvr_cap_tstamp'),
    position: textIn(row, 'hvr_integ_seq') ?? textIn(row, 'hvr_seq') ?? textIn(row, 'hvr_tx_seq'),
    omitsNulls: false,
  });
}

const UNKNOWN = 'unknown';

/** Why an operation brings no news; null when it does. */
function withoutNews(code: string): string | null {
  switch (code) {
    case '1':
    case '2':
    case '11':
    case '12':
    case '42':
    case '52':
    case 'insert':
    case 'update':
    case 'i':
    case 'u':
      return null;
    case '0':
    case '8':
    case '10':
    case 'delete':
    case 'd':
      return 'The row was deleted; what was heard of its call stays.';
    case '3':
    case '4':
      return 'This is the row as it was before an update; the row after it follows.';
    case '5':
    case 'truncate':
      return 'The table was truncated; what was heard of its calls stays.';
    case '22':
    case '32':
      return 'This is a change of the key without the other columns; the whole row comes with its next change.';
    default:
      return UNKNOWN;
  }
}

function softDeleted(row: Fields): boolean {
  const flag = lookUp(row, 'hvr_is_deleted');
  const value = flag.present ? flag.value : lookUp(row, 'is_deleted').value;
  return value === 1 || value === true || value === '1' || value === 'true';
}
