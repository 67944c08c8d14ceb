import { isFields } from '../mapped/paths.ts';
import type { Fields } from '../mapped/paths.ts';

/**
 * What one message of a change-data-capture tool says, whichever tool it was: a row as it is now, or something that is
 * no news about a call. Each tool has a file beside this one that reads its envelope and answers null to all others.
 */
export type Change =
  | {
      readonly kind: 'row';
      readonly row: Fields;
      /** `schema.table` or `table`; null when the message does not say it. */
      readonly table: string | null;
      /** When the change was committed, as the tool wrote it; null for rows of a snapshot, which happened long before. */
      readonly committedAt: string | number | null;
      /** Where in the log the change stands, so that A, B, A are three changes; null for rows of a snapshot. */
      readonly position: string | null;
      /** The tool leaves columns out that are null, so an absent column does not mean that it was dropped. */
      readonly omitsNulls: boolean;
    }
  | { readonly kind: 'passed'; readonly reason: string }
  | { readonly kind: 'broken'; readonly path: string; readonly message: string };

export type ReadChange = (message: Fields, settings: ChangeSettings) => Change | null;

export interface ChangeSettings {
  /** Column that carries HVR's operation code. */
  readonly operationColumn: string;
  /** Whether wall-clock columns are to be read in a zone that the operator named. */
  readonly wallClocks: boolean;
}

export const passed = (reason: string): Change => ({ kind: 'passed', reason });
export const broken = (path: string, message: string): Change => ({ kind: 'broken', path, message });

export function rowAt(
  value: unknown,
  path: string,
  about: Omit<Extract<Change, { kind: 'row' }>, 'kind' | 'row'>,
): Change {
  return isFields(value) && Object.keys(value).length > 0
    ? { kind: 'row', row: value, ...about }
    : broken(path, 'the change carries no row');
}

export function textIn(fields: Fields | null, name: string): string | null {
  const value = fields?.[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 256) : null;
}

export function fieldsIn(fields: Fields, name: string): Fields | null {
  const value = fields[name];
  return isFields(value) ? value : null;
}

/** `schema.table` where both are known. */
export function tableName(schema: string | null, table: string | null): string | null {
  return table === null || schema === null ? table : `${schema}.${table}`;
}
