/**
 * CSV as spreadsheets write it (RFC 4180, and what people do to it): quotes, line breaks inside cells, commas,
 * semicolons or tabs, a byte-order mark, any line end. Never throws; each row knows its line.
 */
export interface CsvRow {
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  /** A quote that is never closed swallows the rest of the file: better said than imported. */
  readonly unclosedQuoteAt: number | null;
}

export function readCsv(text: string): Csv {
  const clean = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(clean);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let began = 1;
  let quotedAt: number | null = null;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((each) => each.trim() !== ''))
      rows.push({ line: began, cells: cells.map((each) => each.trim()) });
    cells = [];
    cell = '';
    began = line;
  };
  for (let at = 0; at < clean.length; at += 1) {
    const letter = clean.charAt(at);
    if (letter === '\n') line += 1;
    if (quotedAt !== null) {
      if (letter !== '"') cell += letter;
      else if (clean.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quotedAt = null;
    } else if (letter === '"' && cell.trim() === '') {
      cell = '';
      quotedAt = line;
    } else if (letter === separator) {
      cells.push(cell);
      cell = '';
    } else if (letter === '\n' || (letter === '\r' && clean.charAt(at + 1) !== '\n')) endRow();
    else if (letter !== '\r') cell += letter;
  }
  endRow();
  const [header, ...rest] = rows;
  return { header: (header?.cells ?? []).map(columnName), rows: rest, unclosedQuoteAt: quotedAt };
}

/** One row for a CSV file. Cells that a spreadsheet would run as a formula are made text. */
export function csvLine(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(value: string | number | boolean | null | undefined): string {
  const plain = value === null || value === undefined ? '' : String(value);
  const safe =
    typeof value === 'string' && /^[=@\t\r]|^[+-](?![\d\s.()-]*$)/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function separatorOf(text: string): string {
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  const counts = [',', ';', '\t'].map((each) => [each, first.split(each).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** `Phone Number` and `phone_number` are one column. */
function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
}
