/**
 * Lists about numbers as their keepers hand them out: the national do-not-call registry's flat file, state lists,
 * litigators, answers of the Reassigned Numbers Database, line types. Read 2026-11-21: the registry's full list is a flat
 * text file with one area code and number per line, separated by a comma; its change list says with each number whether it
 * came or went (https://www.ftc.gov/opa/2003/08/tmkraccessinfo.htm and tools that read it; the file itself is for
 * subscribers only). The Reassigned Numbers Database answers yes, no or no data to a number and a date of consent
 * (https://www.reassigned.us/resources/faq). Never throws; a line that cannot be read is named with its number.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export const NUMBER_TOPICS = ['national-dnc', 'state-dnc', 'reassigned', 'litigator', 'line-type'] as const;
export type NumberTopic = (typeof NUMBER_TOPICS)[number];

export interface ListedNumber {
  readonly phone: string;
  /** `reassigned`: yes, no or no-data. `line-type`: mobile, voip, landline or tollfree. Else `listed`. */
  readonly answer: string;
  /** `reassigned`: the day of consent that was asked about, where the file names it. */
  readonly since?: string;
  /** Leaves the list: only the registry's change list says so. */
  readonly gone?: true;
}
export interface BadNumberLine {
  readonly line: number;
  readonly message: string;
}
export interface NumberFile {
  readonly numbers: readonly ListedNumber[];
  readonly bad: readonly BadNumberLine[];
  /** Area codes that the file speaks of. What it does not cover is unknown, never "not listed". */
  readonly areaCodes: readonly string[];
  /** Some lines take numbers off: the file is a change list. */
  readonly changes: boolean;
}

const PHONE_COLUMNS = /^(?:phone|phone ?number|number|mobile|cell|telephone|tn|msisdn|caller|to)$/;
const MAX_BAD = 200;

export function readNumberFile(text: string, topic: NumberTopic): NumberFile {
  const numbers = new Map<string, ListedNumber>();
  const bad: BadNumberLine[] = [];
  const areaCodes = new Set<string>();
  let changes = false;
  let columns: Columns = {};
  const refuse = (line: number, message: string): void => {
    if (bad.length < MAX_BAD) bad.push({ line, message });
  };
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const cells = raw.split(/[,;\t]/).map((cell) => cell.trim().replaceAll(/^"|"$/g, ''));
    if (cells.every((cell) => cell === '')) continue;
    if (index === 0 && !/\d{7}/.test(raw)) {
      columns = columnsOf(cells);
      continue;
    }
    const phone = phoneIn(cells, columns);
    if (phone === null) {
      refuse(index + 1, 'not a phone number; write 310,5550142 or +13105550142');
      continue;
    }
    const answer = answerIn(cells, columns, topic);
    if (answer === null) {
      refuse(
        index + 1,
        topic === 'reassigned'
          ? 'the answer must be yes, no or no data'
          : 'no line type such as mobile or landline',
      );
      continue;
    }
    const gone = topic.endsWith('-dnc') && cells.some((cell) => /^d(?:elete)?$/i.test(cell));
    changes ||= topic.endsWith('-dnc') && cells.some((cell) => /^[ad]$/i.test(cell));
    if (phone.startsWith('+1')) areaCodes.add(phone.slice(2, 5));
    const since = topic === 'reassigned' ? dayIn(cells) : null;
    numbers.set(phone, {
      phone,
      answer,
      ...(since === null ? {} : { since }),
      ...(gone ? { gone: true as const } : {}),
    });
  }
  return { numbers: [...numbers.values()], bad, areaCodes: [...areaCodes].sort(), changes };
}

interface Columns {
  readonly phone?: number;
  readonly answer?: number;
}

function columnsOf(cells: readonly string[]): Columns {
  const names = cells.map((cell) => cell.toLowerCase().replaceAll('_', ' '));
  const phone = names.findIndex((name) => PHONE_COLUMNS.test(name));
  const answer = names.findIndex((name) =>
    /answer|response|result|reassigned|disconnected|line ?type|^type$/.test(name),
  );
  return { ...(phone < 0 ? {} : { phone }), ...(answer < 0 ? {} : { answer }) };
}

function phoneIn(cells: readonly string[], columns: Columns): string | null {
  const [first = '', second = ''] = cells;
  const written =
    columns.phone !== undefined
      ? (cells[columns.phone] ?? '')
      : /^\d{3}$/.test(first) && /^\d{7}$/.test(second)
        ? first + second
        : (cells.find((cell) => cell.replaceAll(/\D/g, '').length >= 10) ?? first);
  const parsed = parsePhoneNumberFromString(written.replace(/^'/, ''), 'US');
  return parsed?.isPossible() === true ? parsed.number : null;
}

function answerIn(cells: readonly string[], columns: Columns, topic: NumberTopic): string | null {
  if (topic !== 'reassigned' && topic !== 'line-type') return 'listed';
  const given = columns.answer === undefined ? cells : [cells[columns.answer] ?? ''];
  const read = topic === 'reassigned' ? reassignedAnswer : lineTypeOf;
  return given.map((cell) => read(cell)).find((answer) => answer !== null) ?? null;
}

/** `2026-01-02`, `20260102` or `01/02/2026`, as the database takes and hands back days. */
function dayIn(cells: readonly string[]): string | null {
  for (const cell of cells) {
    const [, year, month, day] = /^(20\d\d)-?(\d\d)-?(\d\d)$/.exec(cell) ?? [];
    const [, m, d, y] = /^(\d{1,2})\/(\d{1,2})\/(20\d\d)$/.exec(cell) ?? [];
    const text =
      year !== undefined
        ? `${year}-${month ?? ''}-${day ?? ''}`
        : y === undefined
          ? null
          : `${y}-${(m ?? '').padStart(2, '0')}-${(d ?? '').padStart(2, '0')}`;
    if (text !== null && !Number.isNaN(Date.parse(text))) return text;
  }
  return null;
}

export function reassignedAnswer(text: string): 'yes' | 'no' | 'no-data' | null {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (word === 'yes' || word === 'y' || word === 'true') return 'yes';
  if (word === 'no' || word === 'n' || word === 'false') return 'no';
  return word === 'no_data' || word === 'nodata' || word === 'no_data_available' ? 'no-data' : null;
}

/** Vendors' words for a kind of line, as the Gate says it; null for words that say nothing. */
export function lineTypeOf(text: string): 'mobile' | 'voip' | 'landline' | 'tollfree' | null {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
  if (word === 'mobile' || word === 'wireless' || word === 'cell' || word === 'cellular') return 'mobile';
  if (['voip', 'fixedvoip', 'nonfixedvoip'].includes(word)) return 'voip';
  if (word === 'landline' || word === 'fixedline' || word === 'fixed') return 'landline';
  return word === 'tollfree' ? 'tollfree' : null;
}
