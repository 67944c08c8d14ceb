/** What people type into the settings of a source, and the values it stands for. */
import type { SettingField } from '../api/types.ts';

/** By setting: a text as typed, a switch as set, or null for "remove it". What is absent was not touched. */
export type SettingsDraft = Readonly<Record<string, string | boolean | null>>;

export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

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
    const read = typed === null || typeof typed === 'boolean' ? { value: typed } : readText(field, typed);
    if ('problem' in read) issues.push({ path: `settings.${field.name}`, message: read.problem });
    else settings[field.name] = read.value;
  }
  return { settings, issues };
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
    case 'list':
      return { value: linesOf(text) };
    case 'table': {
      const pairs = linesOf(text).map((line) => {
        const at = line.indexOf('=');
        return at < 1 ? null : ([line.slice(0, at).trim(), line.slice(at + 1).trim()] as const);
      });
      const whole = pairs.filter((pair) => pair !== null);
      return whole.length === pairs.length
        ? { value: Object.fromEntries(whole) }
        : { problem: 'each line needs a name, an equals sign and a value' };
    }
    case 'json':
      try {
        return { value: JSON.parse(text) as unknown };
      } catch {
        return { problem: 'not valid JSON' };
      }
    case 'text':
    case 'secret':
    case 'switch':
    case 'choice':
      return { value: text };
  }
}

/** A stored value as it stands in its field. */
export function showValue(field: SettingField, value: unknown): string {
  if (value === undefined || value === null) return '';
  switch (field.kind) {
    case 'list':
      return Array.isArray(value) ? value.map(String).join('\n') : '';
    case 'table':
      return Object.entries(value as Readonly<Record<string, unknown>>)
        .map(([name, each]) => `${name} = ${String(each)}`)
        .join('\n');
    case 'json':
      return JSON.stringify(value, null, 2);
    case 'text':
    case 'secret':
    case 'number':
    case 'switch':
    case 'choice':
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A secret of one's own, for vendors that sign nothing: 32 random bytes. */
export function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
