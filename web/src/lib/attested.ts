/** What people vouch for, as its form begins and as a line of words. */
import type { AttestationShape } from '../api/types.ts';
import { plant, unfit } from './setting-tree.ts';
import { labelOf, type NestedDraft } from './setting-values.ts';

/** Without the names of who entered it: those come from the login. */
export function unsigned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unsigned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'by'));
}

export function authorsOf(value: unknown): readonly string[] {
  const names = entriesOf(value).map((entry) => (isRecord(entry) ? entry['by'] : undefined));
  return [...new Set(names.filter((each) => typeof each === 'string'))];
}

/** The form as it opens; undefined: with what is stored. A list gets the entry that is missing from it. */
export function beginning(
  item: AttestationShape,
  begin: Readonly<Record<string, unknown>>,
): NestedDraft | undefined {
  const { shape } = item.field;
  const stored = unsigned(item.own ?? item.organisation);
  if (shape === null || (shape.kind !== 'list' && shape.kind !== 'object')) return undefined;
  const known = entriesOf(stored);
  const names = Object.entries(begin);
  const has =
    known.length > 0 &&
    (shape.kind === 'object' ||
      known.some((entry) => isRecord(entry) && names.every(([name, value]) => entry[name] === value)));
  if (has) return undefined;
  const first = shape.kind === 'list' && shape.of.kind !== 'object' ? '' : begin;
  const tree = plant(shape, shape.kind === 'list' ? [...known, first] : first);
  return tree === unfit ? undefined : { tree };
}

/** In words: what an entry says, without where its document is. */
export function wordsOf(value: unknown): string {
  const said = entriesOf(value).map((entry) => {
    if (!isRecord(entry)) return String(entry);
    return Object.entries(entry)
      .filter(([name, each]) => !QUIET.has(name) && (typeof each !== 'string' || each.length <= 60))
      .map(([name, each]) => `${labelOf(name).toLowerCase()} ${spoken(each)}`)
      .join(', ');
  });
  const text = said.join('; ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function documentsOf(value: unknown): readonly string[] {
  return entriesOf(value)
    .map((entry) => (isRecord(entry) ? (entry['document'] ?? entry['url'] ?? entry['evidence']) : undefined))
    .filter((each) => typeof each === 'string');
}

const QUIET = new Set(['by', 'document', 'url', 'evidence', 'text']);

function spoken(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return String(value.length);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function entriesOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
