import { readJsonText } from '../body.ts';
import { isFields } from '../mapped/paths.ts';
import type { Fields } from '../mapped/paths.ts';
import { broken, fieldsIn, passed, rowAt, tableName, textIn } from './change.ts';
import type { Change } from './change.ts';

/**
 * Qlik Replicate (once Attunity): `{"data", "beforeData", "headers": {"operation": "INSERT"}}`, alone or inside the
 * Replicate envelope (`"magic": "atMSG"`, `"type"` DT for data and MD for metadata).
 * https://help.qlik.com/en-US/replicate/May2024/Content/Replicate/Main/Kafka/attunity_envelope.htm and the data message
 * pages beside it, read 2026-11-21.
 */
export function readQlik(message: Fields): Change | null {
  const enveloped = message['magic'] === 'atMSG';
  if (enveloped && message['type'] === 'MD') return passed('This is a change of the schema, not of a row.');
  const inner = enveloped ? contentOf(message['message']) : message;
  if (inner === null) return broken('message', 'the Replicate envelope is empty or not JSON inside');
  const headers = fieldsIn(inner, 'headers');
  const operation = textIn(headers, 'operation')?.toUpperCase() ?? null;
  if (headers === null || operation === null)
    return enveloped ? broken('message.headers.operation', 'missing') : null;
  const refresh = operation === 'REFRESH';
  switch (operation) {
    case 'INSERT':
    case 'UPDATE':
    case 'REFRESH':
      return rowAt(inner['data'], 'data', {
        table: tableName(
          textIn(inner, 'schema') ?? textIn(headers, 'schema'),
          textIn(inner, 'table') ?? textIn(headers, 'table'),
        ),
        committedAt: refresh ? null : utc(textIn(headers, 'timestamp')),
        position: refresh ? null : (textIn(headers, 'changeSequence') ?? textIn(headers, 'streamPosition')),
        omitsNulls: false,
      });
    case 'DELETE':
      return passed('The row was deleted; what was heard of its call stays.');
    default:
      return broken('headers.operation', "not one of Qlik Replicate's");
  }
}

function contentOf(message: unknown): Fields | null {
  if (isFields(message)) return message;
  if (typeof message !== 'string') return null;
  const read = readJsonText(message);
  return read.ok && isFields(read.value) ? read.value : null;
}

/** The timestamp is UTC and does not say so. */
function utc(text: string | null): string | null {
  return text !== null && /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : text;
}
