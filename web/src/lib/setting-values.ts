/** What people type into the settings of a source, and the values it stands for. */
import type { SettingField } from '../api/types.ts';
import { harvest, type FieldIssue, type Tree } from './setting-tree.ts';

/** A list, table or deeper setting: in its form, or as its JSON. */
export type NestedDraft = { readonly tree: Tree } | { readonly json: string };
export type DraftValue = string | boolean | null | NestedDraft;

/** By setting: a text as typed, a switch as set, or null for "remove it". What is absent was not touched. */
export type SettingsDraft = Readonly<Record<string, DraftValue>>;

/** Only what was touched, as the API takes it; or what cannot be read, by setting. */
export function readDraft(
  fields: readonly SettingField[],
  draft: SettingsDraft,
): { readonly settings: Record<string, unknown>; readonly issues: readonly FieldIssue[] } {
  const settings: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  for (const field of fields) {
    const typed = draft[field.name];
    if (typed === undefined) continue;
    const path = `settings.${field.name}`;
    if (typed !== null && typeof typed === 'object') {
      const read = readNested(field, typed, path);
      issues.push(...read.issues);
      if (read.issues.length === 0) settings[field.name] = read.value ?? null;
      continue;
    }
    const read = typeof typed === 'string' ? readText(field, typed) : { value: typed };
    if ('problem' in read) issues.push({ path, message: read.problem });
    else settings[field.name] = read.value;
  }
  return { settings, issues };
}

/** What is still wrong after an edit: what a changed setting was told before no longer holds, and is asked again. */
export function stillWrong(
  fields: readonly SettingField[],
  issues: readonly FieldIssue[],
  before: SettingsDraft,
  after: SettingsDraft,
): readonly FieldIssue[] {
  return fields.reduce<readonly FieldIssue[]>((left, { name }) => {
    const path = `settings.${name}`;
    const own = left.filter((each) => each.path === path || each.path.startsWith(`${path}.`));
    if (own.length === 0 || before[name] === after[name]) return left;
    const now = after[name];
    const again = now === undefined ? [] : readDraft(fields, { [name]: now }).issues;
    return [...left.filter((each) => !own.includes(each)), ...again];
  }, issues);
}

function readText(
  field: SettingField,
  typed: string,
): { readonly value: unknown } | { readonly problem: string } {
  const text = typed.trim();
  if (text === '') return { value: null };
  switch (field.kind) {
    case 'number': {
      const number = Number(text);
      return Number.isFinite(number) ? { value: number } : { problem: 'not a number' };
    }
    case 'text':
    case 'secret':
    case 'switch':
    case 'choice':
    case 'list':
    case 'table':
    case 'json':
      return { value: text };
  }
}

function readNested(
  field: SettingField,
  draft: NestedDraft,
  path: string,
): { readonly value: unknown; readonly issues: readonly FieldIssue[] } {
  return 'tree' in draft
    ? harvest(field.shape ?? { kind: 'json' }, draft.tree, path)
    : harvest({ kind: 'json' }, draft.json, path);
}

/** A stored value as it stands in its field. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** `signingKey` -> "Signing key"; the name itself stands in the docs and in ringback.yaml. */
export function labelOf(name: string): string {
  const text = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return capital.replaceAll(/\b(api|id|url|sip|sms|iam)\b/gi, (word) => word.toUpperCase());
}

/** A secret of one's own, for vendors that sign nothing: 32 random bytes. */
export function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
