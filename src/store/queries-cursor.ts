import { AppError } from '../core/model/errors.ts';

/**
 * Keyset cursors: where the last page ended, in the order of the list. They stay right while rows come and go, and a
 * page deep in the list costs as much as the first.
 */
export type CursorValue = string | number | boolean;

export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, each of the type of its sample; a cursor that we did not write is refused by name. */
export function decodeCursor<Values extends readonly CursorValue[]>(
  cursor: string | undefined,
  samples: Values,
): Values | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(values) &&
      values.length === samples.length &&
      samples.every((sample, index) => fits(sample, values[index]))
    ) {
      return values as unknown as Values;
    }
  } catch {
    // refused below
  }
  throw new AppError('invalid-input', 'the cursor is not one of ours', {
    issues: [
      {
        path: 'cursor',
        message: 'cannot be read',
        remedy: 'Pass `nextCursor` of the page before, unchanged.',
      },
    ],
  });
}

/** Samples double as shapes: an instant must be one, an id must be a UUID, or PostgreSQL would refuse the query. */
function fits(sample: CursorValue, value: unknown): boolean {
  if (typeof value !== typeof sample) return false;
  if (sample === AN_INSTANT)
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
  if (sample === AN_ID)
    return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
  return typeof value !== 'number' || Number.isSafeInteger(value);
}

export const AN_INSTANT = '2000-01-01T00:00:00.000Z';
export const AN_ID = '00000000-0000-0000-0000-000000000000';

/** One page of rows that were read with `limit + 1`, and where the next one starts. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => readonly CursorValue[],
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}

/** A search text for ILIKE: what the person typed means itself. */
export function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** Digits of what was typed, when it looks like (part of) a phone number. */
export function digitsOf(text: string): string | null {
  return /^[\d\s()+.-]{3,}$/.test(text) ? text.replace(/\D/g, '') : null;
}
