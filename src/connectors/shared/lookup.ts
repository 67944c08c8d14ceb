import type { Disposition } from '../../core/model/call-event.ts';
import { textOf } from './body.ts';

/** The two look-ups that every vendor mapping makes: the first field that has text, and a status word in a table. */
export function firstText(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
  limit = 256,
): string | null {
  for (const name of names) {
    const text = textOf(fields[name], limit);
    if (text !== null) return text;
  }
  return null;
}

/** What a vendor's word means; `unknown` for words that are not in the table, including `constructor` and the like. */
export function dispositionFor(table: Readonly<Record<string, Disposition>>, word: string): Disposition {
  return Object.hasOwn(table, word) ? (table[word] ?? 'unknown') : 'unknown';
}
