import { readCsv } from './csv.ts';
import { phoneOf, type BadLine, type ReadPeople } from './people-csv.ts';

/** One number of a list of spam callers. */
export interface SpamLine {
  readonly line: number;
  readonly phone: string;
  readonly label?: string;
}

/**
 * Lists of spam callers come from elsewhere, so columns that say something else are passed over: read are the number and
 * a label. Understood besides our own names are those of the complaint data that the FTC publishes
 * (https://www.ftc.gov/policy-notices/open-government/data-sets/do-not-call-data). A file of bare numbers will do.
 */
export function readSpamList(text: string): ReadPeople<SpamLine> {
  const bare = phoneOf(firstCell(text)) !== null;
  const csv = readCsv(bare ? `phone\n${text.replace(/^\uFEFF/, '')}` : text);
  const phoneAt = csv.header.findIndex((name) => PHONE_NAMES.includes(name));
  const labelAt = csv.header.findIndex((name) => LABEL_NAMES.includes(name));
  if (phoneAt === -1)
    return {
      good: [],
      bad: [
        {
          line: 1,
          message: 'there is no column "phone"',
          remedy: 'Name the column of the numbers phone, or give a file of bare numbers.',
        },
      ],
    };
  const good = new Map<string, SpamLine>();
  const bad: BadLine[] = [];
  for (const { line: written, cells } of csv.rows) {
    const line = bare ? written - 1 : written;
    const phone = phoneOf(cells[phoneAt] ?? null);
    if (phone === null) {
      // Complaints about hidden numbers leave the cell empty.
      if ((cells[phoneAt] ?? '') !== '')
        bad.push({
          line,
          message: 'phone: not a phone number',
          remedy: 'Write +13105550142 or (310) 555-0142.',
        });
      continue;
    }
    const label = (labelAt === -1 ? '' : (cells[labelAt] ?? '')).slice(0, 100);
    good.set(phone, { line, phone, ...(label !== '' && { label }) });
  }
  if (csv.unclosedQuoteAt !== null)
    bad.push({
      line: bare ? csv.unclosedQuoteAt - 1 : csv.unclosedQuoteAt,
      message: 'a quote is opened here and never closed',
      remedy: 'Close it; everything after it was read as one cell.',
    });
  return { good: [...good.values()], bad };
}

/** What a list may be called: part of an address, and of the sentence that names it. */
export const LIST_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

const PHONE_NAMES = ['phone', 'phone_number', 'number', 'caller', 'caller_id', 'company_phone_number'];
const LABEL_NAMES = ['label', 'category', 'type', 'subject', 'reason'];

function firstCell(text: string): string {
  return (/^[^\r\n,;\t]*/.exec(text.replace(/^\uFEFF/, '').trimStart())?.[0] ?? '')
    .replaceAll('"', '')
    .trim();
}
