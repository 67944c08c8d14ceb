import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { readCsv, type CsvRow } from './csv.ts';
import { didYouMean } from './did-you-mean.ts';

/** A line that was left out, and why. */
export interface BadLine {
  readonly line: number;
  readonly message: string;
  readonly remedy?: string;
}

export interface ContactLine {
  readonly line: number;
  readonly phone: string;
  readonly name?: string;
  readonly email?: string;
  readonly notes?: string;
  readonly existingCustomer?: boolean;
  readonly blocked?: boolean;
}

export interface SuppressionLine {
  readonly line: number;
  readonly phone: string;
  readonly kind: 'opted-out' | 'do-not-contact';
  /** Brand key; null for every brand. */
  readonly banner: string | null;
  /** `YYYY-MM-DD`; null when the list does not say. */
  readonly date: string | null;
  readonly note?: string;
}

export interface ReadPeople<Line> {
  readonly good: readonly Line[];
  readonly bad: readonly BadLine[];
}

/** Columns: phone, and any of name, email, notes, existing_customer, blocked. Good lines are kept beside bad ones. */
export function readContacts(text: string): ReadPeople<ContactLine> {
  return readPeople(text, CONTACT_COLUMNS, (cell, row) => {
    const email = cell('email');
    if (email !== null && !z.email().safeParse(email).success)
      return bad(row, 'email: not an e-mail address');
    const [existing, blocked] = [yesNo(cell('existing_customer')), yesNo(cell('blocked'))];
    if (existing === 'unclear') return bad(row, 'existing_customer: neither yes nor no');
    if (blocked === 'unclear') return bad(row, 'blocked: neither yes nor no');
    const [name, notes] = [cell('name'), cell('notes')];
    return {
      ...(name !== null && { name: name.slice(0, 200) }),
      ...(email !== null && { email }),
      ...(notes !== null && { notes: notes.slice(0, 4000) }),
      ...(existing !== null && { existingCustomer: existing }),
      ...(blocked !== null && { blocked }),
    };
  });
}

/**
 * Columns: phone, and any of kind (opted-out or do-not-contact), banner, date, note. A list with nothing but numbers is
 * a list of people who said stop, to every brand.
 */
export function readSuppressions(text: string, banners: readonly string[]): ReadPeople<SuppressionLine> {
  return readPeople(text, SUPPRESSION_COLUMNS, (cell, row) => {
    const written = (cell('kind') ?? 'opted-out').toLowerCase();
    const kind = KINDS.get(written);
    if (kind === undefined) {
      const meant = didYouMean(written, KINDS.keys());
      return bad(
        row,
        'kind: must be opted-out or do-not-contact',
        meant === null ? undefined : `Did you mean "${meant}"?`,
      );
    }
    const banner = cell('banner');
    const everyBrand = banner === null || banner.toLowerCase() === 'all';
    if (!everyBrand && !banners.includes(banner)) {
      const meant = didYouMean(banner, banners);
      return bad(
        row,
        'banner: there is no such brand',
        meant === null ? `Known: ${banners.join(', ')}, all.` : `Did you mean "${meant}"?`,
      );
    }
    const date = cell('date');
    if (date !== null && !z.iso.date().safeParse(date.slice(0, 10)).success)
      return bad(row, 'date: not a date such as 2026-11-21');
    const note = cell('note');
    return {
      kind,
      banner: everyBrand ? null : banner,
      date: date === null ? null : date.slice(0, 10),
      ...(note !== null && { note: note.slice(0, 400) }),
    };
  });
}

const CONTACT_COLUMNS = ['phone', 'name', 'email', 'notes', 'existing_customer', 'blocked'];
const SUPPRESSION_COLUMNS = ['phone', 'kind', 'banner', 'date', 'note'];
const KINDS: ReadonlyMap<string, SuppressionLine['kind']> = new Map([
  ['opted-out', 'opted-out'],
  ['opted_out', 'opted-out'],
  ['opt-out', 'opted-out'],
  ['stop', 'opted-out'],
  ['do-not-contact', 'do-not-contact'],
  ['do_not_contact', 'do-not-contact'],
  ['dnc', 'do-not-contact'],
]);
/** What other systems call the phone column. */
const PHONE_NAMES = ['phone', 'phone_number', 'number', 'mobile', 'caller', 'customer_phone_number'];

interface Refusal {
  readonly refused: BadLine;
}

function bad(row: CsvRow, message: string, remedy?: string): Refusal {
  return { refused: { line: row.line, message, ...(remedy !== undefined && { remedy }) } };
}

function readPeople<Rest extends object>(
  text: string,
  columns: readonly string[],
  read: (cell: (name: string) => string | null, row: CsvRow) => Rest | Refusal,
): ReadPeople<Rest & { readonly line: number; readonly phone: string }> {
  const csv = readCsv(text);
  const header = csv.header.map((name) => (PHONE_NAMES.includes(name) ? 'phone' : name));
  const problems = headerProblems(header, columns);
  if (problems.length > 0) return { good: [], bad: problems };
  const good: (Rest & { readonly line: number; readonly phone: string })[] = [];
  const refused: BadLine[] = [];
  for (const row of csv.rows) {
    const cell = (name: string): string | null => {
      const value = row.cells[header.indexOf(name)];
      return value === undefined || value === '' ? null : value;
    };
    const phone = phoneOf(cell('phone'));
    if (row.cells.length > header.length)
      refused.push({
        line: row.line,
        message: `has ${row.cells.length} cells, the header has ${header.length}`,
        remedy: 'Put cells with commas in quotes.',
      });
    else if (phone === null)
      refused.push({
        line: row.line,
        message: 'phone: missing, or not a phone number',
        remedy: 'Write +13105550142 or (310) 555-0142.',
      });
    else {
      const rest = read(cell, row);
      if ('refused' in rest) refused.push(rest.refused);
      else good.push({ line: row.line, phone, ...rest });
    }
  }
  if (csv.unclosedQuoteAt !== null)
    refused.push({
      line: csv.unclosedQuoteAt,
      message: 'a quote is opened here and never closed',
      remedy: 'Close it; everything after it was read as one cell.',
    });
  return { good, bad: refused };
}

function headerProblems(header: readonly string[], columns: readonly string[]): BadLine[] {
  const unknown = header.filter((name) => !columns.includes(name));
  if (!header.includes('phone'))
    return [
      {
        line: 1,
        message: 'there is no column "phone"',
        remedy: `The first line names the columns: ${columns.join(', ')}.`,
      },
    ];
  return unknown.map((name) => {
    const meant = didYouMean(name, columns);
    return {
      line: 1,
      message: `there is no column "${name.slice(0, 40)}" here`,
      remedy:
        meant === null ? `Known: ${columns.join(', ')}. Remove the others.` : `Did you mean "${meant}"?`,
    };
  });
}

export function phoneOf(text: string | null): string | null {
  // A spreadsheet may have kept the apostrophe that makes a number text.
  const parsed = text === null ? undefined : parsePhoneNumberFromString(text.replace(/^'/, ''), 'US');
  return parsed?.isPossible() === true && /^\+[1-9]\d{6,14}$/.test(parsed.number) ? parsed.number : null;
}

function yesNo(text: string | null): boolean | null | 'unclear' {
  if (text === null) return null;
  if (/^(y|yes|true|1|x)$/i.test(text)) return true;
  return /^(n|no|false|0)$/i.test(text) ? false : 'unclear';
}
