/**
 * Field paths of a mapping: `data.call.from`, `legs[0].number`, and `date + time` for a value that comes in two fields.
 *
 * A name is looked up as written first, then without regard to case and punctuation (`CallerNumber` finds
 * `caller_number`), because the same vendor spells its fields differently in its JSON, its form and its export. Forms
 * have no nesting, so a whole path may also be one flat name: `call.from`, `call[from]`.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** What stands at a path: `present` says whether the field was there at all, even when it was empty or null. */
export interface Found {
  readonly present: boolean;
  readonly value: unknown;
}

const NOTHING: Found = { present: false, value: undefined };

/** Whether a text is a path as described above. */
export function isPath(text: string): boolean {
  return text.split(' + ').every((half) => half.split('.').every((step) => STEP.test(step)));
}

/** Whether a text names a list of records: `[]` for a body that is a list, `calls[]`, `data.items[]`. */
export function isItems(text: string): boolean {
  return text === '[]' || (text.endsWith('[]') && isPath(text.slice(0, -2)) && !text.includes(' + '));
}

const STEP = /^[^\s.[\]+*](?:[^.[\]+*]*[^\s.[\]+*])?(?:\[\d{1,3}\])*$/;

/** The value at one path. The two halves of `date + time` are joined by a blank; both must be there. */
export function lookUp(fields: Fields, path: string): Found {
  const halves = path.split(' + ');
  if (halves.length === 1) return one(fields, path);
  const found = halves.map((half) => one(fields, half));
  if (found.some((each) => !each.present)) return NOTHING;
  const texts = found.map((each) => scalar(each.value));
  return { present: true, value: texts.some((text) => text === '') ? null : texts.join(' ') };
}

export interface Value {
  readonly path: string;
  readonly value: string | number | boolean;
}

/** Every scalar value of several paths, in their order, with the path it was found at. */
export function valuesAt(fields: Fields, paths: readonly string[]): readonly Value[] {
  const values: Value[] = [];
  for (const path of paths) {
    const { value } = lookUp(fields, path);
    if (typeof value === 'boolean' || typeof value === 'number') values.push({ path, value });
    else if (typeof value === 'string' && value.trim() !== '') values.push({ path, value: value.trim() });
  }
  return values;
}

/** The records that an items path names; null when there is no list at that place. */
export function listAt(body: unknown, items: string): readonly unknown[] | null {
  const path = items.slice(0, -2);
  const value = path === '' ? body : isFields(body) ? lookUp(body, path).value : undefined;
  if (Array.isArray(value)) return value as unknown[];
  // Serialisers made from XML write a list of one as the element itself.
  return path !== '' && isFields(value) ? [value] : null;
}

/** Name without case and punctuation. */
export function loose(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function one(fields: Fields, path: string): Found {
  const flat = member(fields, path);
  if (flat.present) return flat;
  let value: unknown = fields;
  for (const step of stepsOf(path)) {
    if (typeof step === 'number') {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (step >= list.length) return NOTHING;
      value = list[step];
    } else {
      const found = isFields(value) ? member(value, step) : NOTHING;
      if (!found.present) return NOTHING;
      value = found.value;
    }
  }
  return { present: true, value: unwrapped(value) };
}

function stepsOf(path: string): readonly (string | number)[] {
  return path.split('.').flatMap((part) => {
    const [name = '', ...indexes] = part.split('[');
    return [name.trim(), ...indexes.map((index) => Number.parseInt(index, 10))];
  });
}

const indexes = new WeakMap<Fields, ReadonlyMap<string, string>>();

function member(fields: Fields, name: string): Found {
  if (Object.hasOwn(fields, name)) return { present: true, value: unwrapped(fields[name]) };
  let index = indexes.get(fields);
  if (index === undefined) {
    index = new Map(
      Object.keys(fields)
        .reverse()
        .map((key) => [loose(key), key]),
    );
    indexes.set(fields, index);
  }
  const wanted = loose(name);
  const key = wanted === '' ? undefined : index.get(wanted);
  return key === undefined ? NOTHING : { present: true, value: unwrapped(fields[key]) };
}

/** `{"$": "value"}` is how XML comes out of the JSON face of BroadWorks and Jettison. */
function unwrapped(value: unknown): unknown {
  if (!isFields(value) || !Object.hasOwn(value, '$')) return value;
  const inner = value['$'];
  return typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean' ? inner : value;
}

function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
