/**
 * The differences between two settings objects, field by field. Lists of things with a key, number, date or rule are
 * compared thing by thing, so that one changed price among forty services reads as one line.
 */
export interface FieldChange {
  /** Dotted path, list entries by their key: `services.ceramic-coating.price`. */
  readonly path: string;
  /** The same in words. */
  readonly label: string;
  /** Values as people write them; null when the field was or becomes absent. */
  readonly before: string | null;
  readonly after: string | null;
}

export function compareFields(before: object, after: object): FieldChange[] {
  return compare([], before, after);
}

function compare(path: readonly string[], before: unknown, after: unknown): FieldChange[] {
  if (same(before, after)) return [];
  const [one, two] = [asRecord(before), asRecord(after)];
  if (one !== null && two !== null && !(isMoney(one) || isMoney(two))) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(two)])];
    const inside = keys.flatMap((key) => compare([...path, key], one[key], two[key]));
    return inside.length > 0 || !Array.isArray(after)
      ? inside
      : [reordered(path, Object.keys(one), Object.keys(two))];
  }
  return [{ path: path.join('.'), label: inWords(path), before: show(before), after: show(after) }];
}

/** A list that only changed its order: it matters where the first entry is offered first. */
function reordered(
  path: readonly string[],
  before: readonly string[],
  after: readonly string[],
): FieldChange {
  return {
    path: path.join('.'),
    label: `order of ${inWords(path)}`,
    before: show(before),
    after: show(after),
  };
}

/** Objects as they are, keyed lists as objects by key; null for anything that is compared as a whole. */
function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  const entries = value.map((item: unknown) => [identityOf(item), item] as const);
  if (entries.length === 0 || entries.some(([key]) => key === null)) return null;
  const keys = entries.map(([key]) => String(key));
  return new Set(keys).size === keys.length
    ? Object.fromEntries(entries.map(([, item], at) => [keys[at] ?? '', item]))
    : null;
}

const IDENTITIES = ['key', 'number', 'date', 'rule'] as const;

function identityOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const record = item as Readonly<Record<string, unknown>>;
  for (const name of IDENTITIES) {
    const value = record[name];
    if (typeof value === 'string') return value;
  }
  return null;
}

function isMoney(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value['minor'] === 'number' && typeof value['currency'] === 'string';
}

/** Equal as configuration: key order does not matter, an absent field equals an undefined one. */
export function same(one: unknown, two: unknown): boolean {
  if (Object.is(one, two)) return true;
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return false;
  if (Array.isArray(one) !== Array.isArray(two)) return false;
  if (Array.isArray(one) && Array.isArray(two)) {
    return one.length === two.length && one.every((item, at) => same(item, two[at]));
  }
  const [left, right] = [one as Readonly<Record<string, unknown>>, two as Readonly<Record<string, unknown>>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
    same(left[key], right[key]),
  );
}

const WORDS: Readonly<Record<string, string>> = {
  'textback.mode': 'text-back mode',
  'textback.delaySeconds': 'text-back delay',
  'textback.template': 'text-back template',
  'textback.nudges': 'follow-up texts',
  greetingNotice: 'greeting notice',
  counselApprovals: "counsel's approvals",
  legalEntity: 'legal entity',
};

function inWords(path: readonly string[]): string {
  const whole = WORDS[path.join('.')];
  if (whole !== undefined) return whole;
  return path
    .map((part, at) =>
      at === 0 || /^[a-z]+[A-Z]/.test(part)
        ? (WORDS[part] ?? part.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
        : part,
    )
    .join(' ');
}

const LONGEST = 120;

function show(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : cut(value.map((item) => show(item) ?? '').join(', '));
  const record = value as Readonly<Record<string, unknown>>;
  if (typeof record['minor'] === 'number' && typeof record['currency'] === 'string') {
    return `${(record['minor'] / 100).toFixed(2)} ${record['currency']}`;
  }
  if (typeof record['open'] === 'string' && typeof record['close'] === 'string')
    return `${record['open']}-${record['close']}`;
  const name = record['name'] ?? record['key'] ?? record['number'] ?? record['text'];
  return typeof name === 'string' ? cut(name) : cut(JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
