import type { Issue } from '../../../core/model/errors.ts';
import { lookUp } from '../mapped/paths.ts';
import { pathsIn } from '../mapped/rules.ts';
import type { Mapping } from '../mapped/schema.ts';
import type { Change } from './change.ts';

/** What is never null in a row about a call; the only columns that can be missed where nulls are left out. */
const ALWAYS_FILLED = ['callId', 'startedAt'];

/**
 * Columns that the operator's mapping names and that the row does not have: somebody renamed or dropped them. Of several
 * names for one field one is enough.
 */
export function vanishedColumns(
  change: Extract<Change, { kind: 'row' }>,
  mapping: Mapping | undefined,
): readonly Issue[] {
  if (mapping === undefined) return [];
  const named: readonly (readonly string[])[] = [
    ...Object.entries(mapping.fields ?? {})
      .filter(([name]) => !change.omitsNulls || ALWAYS_FILLED.includes(name))
      .map(([, paths]) => paths ?? []),
    ...(change.omitsNulls
      ? []
      : [mapping.answered, mapping.voicemail, mapping.final, mapping.only]
          .flatMap(pathsIn)
          .map((path) => [path])),
  ];
  const gone = named.filter(
    (paths) => paths.length > 0 && !paths.some((path) => lookUp(change.row, path).present),
  );
  return [...new Set(gone.map(([first = '']) => first))].map((path) => ({
    path,
    message: 'the mapping names this column, and the row does not have it',
    remedy: 'The table changed: name the new column in mapping.fields.',
  }));
}
