import type { Fields } from './records.ts';

/**
 * Tables that vendors export as comma-, tab- or semicolon-separated text (RFC 4180): cells in quotes may hold separators, line ends
 * and doubled quotes. Lines before the column names and after the rows tell about the report itself and are left out.
 * Null when no line names the column that `isHead` looks for.
 */
export function readTable(text: string, isHead: (cell: string) => boolean): readonly Fields[] | null {
  const plain = text.replace(/^\uFEFF/, '');
  const find = (lines: readonly (readonly string[])[]): number =>
    lines.findIndex((cells) => cells.some(isHead));
  let lines = cellsOf(plain, COMMAS);
  let head = find(lines);
  // Where the comma is the decimal mark, tables are written with semicolons.
  if (head === -1 || (lines[head]?.length === 1 && plain.includes(';'))) {
    lines = plain.includes(';') ? cellsOf(plain, SEMICOLONS) : lines;
    head = find(lines);
  }
  const names = lines[head];
  if (names === undefined) return null;
  return lines
    .slice(head + 1, head + 1 + MOST_ROWS)
    .filter((cells) => cells.length === names.length && cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
}

const MOST_ROWS = 50_000;

function cellsOf(text: string, separator: RegExp): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"';
    const end = quoted ? closing(text, at + 1) : plainEnd(text, at, separator);
    const raw = quoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end);
    line.push(raw.trim());
    // Whatever stands between a closing quote and the next separator is nothing.
    at = plainEnd(text, quoted ? end + 1 : end, separator);
    if (at < text.length && text[at] !== '\r' && text[at] !== '\n') {
      at += 1;
      continue;
    }
    lines.push(line);
    line = [];
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  }
  return lines;
}

function closing(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? text.length : at;
}

const COMMAS = /[,\t\r\n]/g;
const SEMICOLONS = /[;\r\n]/g;

function plainEnd(text: string, from: number, separator: RegExp): number {
  separator.lastIndex = from;
  return separator.exec(text)?.index ?? text.length;
}
