import type { Fields } from '../../shared/records.ts';

/**
 * The CDR line of 3CX: fields that the administrator chose, in the chosen order, comma separated, with an optional
 * "Call " before the history id. https://www.3cx.com/docs/cdr-call-data-records/, read 2026-11-21.
 */
export const CDR_FIELDS = [
  'historyid',
  'callid',
  'duration',
  'time-start',
  'time-answered',
  'time-end',
  'reason-terminated',
  'from-no',
  'to-no',
  'from-dn',
  'to-dn',
  'dial-no',
  'reason-changed',
  'final-number',
  'final-dn',
  'bill-code',
  'bill-rate',
  'bill-cost',
  'bill-name',
  'chain',
  'from-type',
  'to-type',
  'final-type',
  'from-dispname',
  'to-dispname',
  'final-dispname',
  'missed-queue-calls',
];

export function readCdrLines(text: string, order: readonly string[]): readonly Fields[] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 5000)
    .map((line) => cellsOf(line.trim().replace(/^Call\s+/i, '')));
  // A file that names its columns knows its order best; some write them with underscores.
  const head = lines.find((cells) => /^history_?id$/i.test(cells[0] ?? ''));
  const names = head?.map((cell) => cell.toLowerCase().replaceAll('_', '-')) ?? order;
  return lines
    .filter((cells) => cells !== head)
    .map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
}

/** The chain of parties may be quoted, because it has commas of its own. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map((cell) =>
    (cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '').trim(),
  );
}
