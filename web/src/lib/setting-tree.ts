/**
 * A nested setting while somebody edits it. What is typed is kept as typed (half a number, a name that stands twice),
 * so a form can show it; reading it back gives the value for the API, or what is wrong and where.
 */
import type { SettingShape } from '../api/types.ts';

/** Texts hold everything that is typed; an empty one means "not set". */
export type Tree =
  | string
  | boolean
  | null
  | { readonly items: readonly Tree[] }
  | { readonly entries: readonly { readonly name: string; readonly value: Tree }[] }
  | { readonly parts: Readonly<Record<string, Tree>> }
  | { readonly option: number; readonly value: Tree };

export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** A stored value as a tree; `unfit` when it is of another shape, so that only its JSON can be shown. */
export function plant(shape: SettingShape, value: unknown): Tree | typeof unfit {
  if (value === undefined || value === null) return blank(shape);
  switch (shape.kind) {
    case 'text':
    case 'date':
    case 'choice':
      return typeof value === 'string' ? value : unfit;
    case 'number':
      return typeof value === 'number' ? String(value) : unfit;
    case 'switch':
      return typeof value === 'boolean' ? value : unfit;
    case 'word':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : unfit;
    case 'json':
      return JSON.stringify(value, null, 2);
    case 'texts':
      return plantItems({ kind: 'text' }, Array.isArray(value) ? value : [value]);
    case 'list':
      return Array.isArray(value) ? plantItems(shape.of, value) : unfit;
    case 'map':
      return isRecord(value) ? plantEntries(shape.of, value) : unfit;
    case 'object':
      return isRecord(value) ? plantParts(shape, value) : unfit;
    case 'one-of':
      return plantOption(shape, value);
  }
}

/** Said of a value that the form cannot show. */
export const unfit = Symbol('unfit');

export function blank(shape: SettingShape): Tree {
  switch (shape.kind) {
    case 'text':
    case 'date':
    case 'choice':
    case 'number':
    case 'word':
    case 'json':
      return '';
    case 'switch':
    case 'one-of':
      return null;
    case 'texts':
    case 'list':
      return { items: [] };
    case 'map':
      return { entries: [] };
    case 'object':
      return {
        parts: Object.fromEntries(
          shape.fields.filter((each) => each.required).map((each) => [each.name, blank(each.shape)]),
        ),
      };
  }
}

/** The first row of a list, the first name of a map, a field just added: ready to be typed into. */
export function opened(shape: SettingShape): Tree {
  if (shape.kind === 'texts' || (shape.kind === 'list' && shape.of.kind !== 'object')) return { items: [''] };
  if (shape.kind === 'list') return { items: [blank(shape.of)] };
  if (shape.kind === 'map') return { entries: [{ name: '', value: blank(shape.of) }] };
  if (shape.kind === 'switch') return true;
  return blank(shape);
}

/** What the tree stands for; undefined is "not set". */
export function harvest(
  shape: SettingShape,
  tree: Tree,
  path: string,
): { readonly value: unknown; readonly issues: readonly FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const value = read(shape, tree, path, issues);
  return { value, issues };
}

function read(shape: SettingShape, tree: Tree, path: string, issues: FieldIssue[]): unknown {
  const refuse = (message: string, at = path): void => {
    issues.push({ path: at, message });
  };
  if (tree === null || typeof tree === 'boolean') return tree ?? undefined;
  if (typeof tree === 'string') return tree.trim() === '' ? undefined : readTyped(shape, tree.trim(), refuse);
  if ('items' in tree) {
    const of: SettingShape = shape.kind === 'list' ? shape.of : { kind: 'text' };
    const values = tree.items.map((item, index) => filled(of, item, `${path}.${index}`, issues));
    if (values.length === 0) return undefined;
    return shape.kind === 'texts' && values.length === 1 ? values[0] : values;
  }
  if ('entries' in tree) {
    const of: SettingShape = shape.kind === 'map' ? shape.of : { kind: 'text' };
    const taken = new Set<string>();
    const pairs = tree.entries.map(({ name: typed, value }, index): [string, unknown] => {
      const name = typed.trim();
      if (name === '') refuse('give it a name, or remove it', `${path}.#${index}`);
      else if (taken.has(name)) refuse('this name stands above already', `${path}.#${index}`);
      taken.add(name);
      return [name, filled(of, value, `${path}.${name}`, issues)];
    });
    return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
  }
  if ('option' in tree) {
    const chosen = shape.kind === 'one-of' ? shape.options[tree.option] : undefined;
    return chosen === undefined ? undefined : read(chosen.shape, tree.value, path, issues);
  }
  if (shape.kind !== 'object') return undefined;
  const parts = shape.fields.flatMap((field): [string, unknown][] => {
    const part = tree.parts[field.name];
    const value = part === undefined ? undefined : read(field.shape, part, `${path}.${field.name}`, issues);
    return value === undefined ? [] : [[field.name, value]];
  });
  // A form of which nothing is filled in is no form; one that is begun needs its required fields.
  if (parts.length === 0) return undefined;
  for (const { name, required } of shape.fields)
    if (required && !parts.some(([given]) => given === name)) refuse('needed', `${path}.${name}`);
  return Object.fromEntries(parts);
}

/** A row of a list or map: it was added, so it has to say something. */
function filled(shape: SettingShape, tree: Tree, path: string, issues: FieldIssue[]): unknown {
  const before = issues.length;
  const value = read(shape, tree, path, issues);
  if (value === undefined && issues.length === before)
    issues.push({ path, message: 'fill it in, or remove it' });
  return value;
}

function readTyped(shape: SettingShape, text: string, refuse: (message: string) => void): unknown {
  switch (shape.kind) {
    case 'number': {
      const number = Number(text);
      if (Number.isFinite(number)) return number;
      refuse('not a number');
      return undefined;
    }
    case 'word':
      if (text === 'true' || text === 'false') return text === 'true';
      return /^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/.test(text) && String(Number(text)) === text
        ? Number(text)
        : text;
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        refuse('not valid JSON');
        return undefined;
      }
    case 'text':
    case 'date':
    case 'choice':
    case 'switch':
    case 'texts':
    case 'list':
    case 'map':
    case 'object':
    case 'one-of':
      return text;
  }
}

function plantItems(of: SettingShape, values: readonly unknown[]): Tree | typeof unfit {
  const items = values.map((value) => (value === null ? unfit : plant(of, value)));
  return items.every(fits) ? { items } : unfit;
}

function plantEntries(of: SettingShape, value: Readonly<Record<string, unknown>>): Tree | typeof unfit {
  const entries: { name: string; value: Tree }[] = [];
  for (const [name, each] of Object.entries(value)) {
    const planted = plant(of, each);
    if (planted === unfit) return unfit;
    entries.push({ name, value: planted });
  }
  return { entries };
}

function plantParts(
  shape: Extract<SettingShape, { kind: 'object' }>,
  value: Readonly<Record<string, unknown>>,
): Tree | typeof unfit {
  const parts: Record<string, Tree> = {};
  for (const [name, each] of Object.entries(value)) {
    const field = shape.fields.find((known) => known.name === name);
    const part = field === undefined ? unfit : plant(field.shape, each);
    if (!fits(part)) return unfit;
    parts[name] = part;
  }
  return { parts };
}

function plantOption(shape: Extract<SettingShape, { kind: 'one-of' }>, value: unknown): Tree | typeof unfit {
  for (const [option, { shape: inner }] of shape.options.entries()) {
    if (inner.kind === 'choice' && !(typeof value === 'string' && inner.choices.includes(value))) continue;
    const planted = plant(inner, value);
    if (fits(planted)) return { option, value: planted };
  }
  return unfit;
}

function fits(tree: Tree | typeof unfit): tree is Tree {
  return tree !== unfit;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
