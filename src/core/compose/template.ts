/**
 * Templates with merge fields, as operators write them in ringback.yaml. Everything that could go wrong with one is a
 * typed problem when the configuration is read, so that no caller ever receives a text with a hole in it.
 */
import type { Issue } from '../model/errors.ts';

/** What each field stands for; the configuration guide and the error messages are made from this table. */
export const MERGE_FIELDS = {
  brand: 'the brand as callers know it',
  location: 'the name of the location',
  shop: 'brand and location together, without saying the brand twice',
  caller: "the caller's first name, or nothing when we do not know it",
  hours: 'when the location is open next, such as "open until 6 PM today"',
  booking_link: 'the booking page of the location, or nothing',
  phone: 'the number that was dialled',
  assistant: 'the sentence that says an automated assistant answers',
  service: 'the booked service (reminders)',
  when: 'day and time of the booking in the zone of the location (reminders)',
} as const;
export type MergeField = keyof typeof MERGE_FIELDS;
export type MergeValues = Partial<Record<MergeField, string>>;

const FIELD = /\{([^{}]*)\}/g;
const ALWAYS: readonly MergeField[] = [
  'brand',
  'location',
  'shop',
  'caller',
  'hours',
  'booking_link',
  'phone',
  'assistant',
];
/** Words that turn an answer to a missed call into a sales text (catalogue section 5.4). */
const PROMOTION =
  /\$\s?\d|\b\d+\s?%|\b(?:discounts?|coupons?|promo(?:tion|code)?s?|special offers?|deals?|sale|(?<!feel )free|save|limited time|voucher|gift card|while you wait)\b/i;

/** Every problem of a template at once. `use` says which fields make sense: a text-back has no booking yet. */
export function templateProblems(
  template: string,
  path: string,
  use: 'textback' | 'nudge' | 'reminder' = 'textback',
): readonly Issue[] {
  const allowed: readonly string[] = use === 'reminder' ? Object.keys(MERGE_FIELDS) : ALWAYS;
  const issues: Issue[] = [];
  for (const match of template.matchAll(FIELD)) {
    const name = (match[1] ?? '').trim();
    if (allowed.includes(name)) continue;
    const near = allowed.find((field) => isNear(field, name));
    issues.push({
      path,
      message: `{${name}} is not a merge field here`,
      remedy:
        near === undefined
          ? `Use one of: ${allowed.map((field) => `{${field}}`).join(' ')}.`
          : `Did you mean {${near}}?`,
    });
  }
  if (/[{}]/.test(template.replaceAll(FIELD, ''))) {
    issues.push({
      path,
      message: 'a brace without its partner',
      remedy: 'Write merge fields as {brand}; leave other braces out.',
    });
  }
  const promotion = PROMOTION.exec(template.replaceAll(FIELD, ''));
  if (promotion !== null) {
    issues.push({
      path,
      message: `"${promotion[0]}" advertises`,
      remedy: 'An answer to a missed call must not carry prices, offers or promotions; take it out.',
    });
  }
  return issues;
}

export function advertises(text: string): boolean {
  return PROMOTION.test(text);
}

/** Fills the fields in one pass: a value is never read as a template again. Empty values leave no double spaces behind. */
export function fill(template: string, values: MergeValues): string {
  const filled = template.replaceAll(FIELD, (_, name: string) => values[name.trim() as MergeField] ?? '');
  return tidy(filled);
}

export function tidy(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([,.!?;:])/g, '$1')
    .replaceAll(/([,;:])(?=[.!?])/g, '')
    .replaceAll(/\(\s*\)/g, '')
    .trim();
}

/** One edit apart, underscores and case aside: enough for a "did you mean". */
function isNear(field: string, typed: string): boolean {
  const [a, b] = [field.replaceAll(/[_\s-]/g, ''), typed.toLowerCase().replaceAll(/[_\s-]/g, '')];
  if (a === b || (b.length > 3 && (a.startsWith(b) || b.startsWith(a)))) return true;
  const letters = (word: string): string => Array.from(word).sort().join('');
  if (letters(a) === letters(b)) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return a.slice(i + 1) === b.slice(i + 1) || a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i);
}
