/**
 * `column = any(values)`. Unlike `in (...)` the statement is the same text for any number of values, so it is prepared once
 * and not anew for every size of batch.
 */
import { sql, type RawBuilder } from 'kysely';

export function amongTexts(values: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${[...values]}::text[])`;
}

export function amongIds(values: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${[...values]}::uuid[])`;
}
