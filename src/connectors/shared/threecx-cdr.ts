import type { Fields } from './row-list.ts';

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
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 5000)
    .map((line) => {
      const cells = line
        .trim()
        .replace(/^Call\s+/i, '')
        .split(',');
      return Object.fromEntries(order.map((name, index) => [name, (cells[index] ?? '').trim()]));
    });
}
