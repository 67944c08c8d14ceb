import { z } from 'zod';
import { textOf } from '../body.ts';
import { readDuration } from './durations.ts';
import { isEmpty, isPath, loose, lookUp } from './paths.ts';
import type { Fields } from './paths.ts';

/**
 * Rules as data: what makes a call answered, a voicemail, final, or a call at all. A rule speaks about one field, or
 * joins several such tests with `any` or `all`. Words are compared without regard to case and punctuation.
 */
const Word = z.union([z.string().max(200), z.number(), z.boolean()]);
const OPERATORS = ['equals', 'oneOf', 'greaterThan', 'present'] as const;

export const Test = z
  .strictObject({
    field: z
      .string()
      .refine(isPath, 'not a field path such as `status` or `data.call.status`')
      .describe('Path of the field that is looked at'),
    equals: Word.optional().describe('Holds when the field is this word, number or truth value'),
    oneOf: z.array(Word).min(1).max(100).optional().describe('Holds when the field is one of these'),
    greaterThan: z
      .number()
      .optional()
      .describe('Holds when the field is a larger number; `1:05` counts as 65'),
    present: z
      .boolean()
      .optional()
      .describe('true holds when the field is there and not empty, false when it is not'),
  })
  .refine((test) => OPERATORS.filter((name) => test[name] !== undefined).length === 1, {
    message: 'one of equals, oneOf, greaterThan and present is needed, and only one',
  })
  .meta({ title: 'One field tells' });
export type Test = z.infer<typeof Test>;

export const Rule = z
  .union([
    z.enum(['always', 'never']).meta({ title: 'Always or never' }),
    Test,
    z.strictObject({ any: z.array(Test).min(1).max(20) }).meta({ title: 'Any of several fields' }),
    z.strictObject({ all: z.array(Test).min(1).max(20) }).meta({ title: 'All of several fields' }),
  ])
  .describe(
    'A rule such as {"field":"status","oneOf":["answered","talked"]}, {"field":"talk","greaterThan":0}, {"any":[...]} or {"all":[...]}',
  );
export type Rule = z.infer<typeof Rule>;

/** True or false where the fields decide it; null when a field that is asked about did not come. */
export function holds(rule: Rule, fields: Fields): boolean | null {
  if (rule === 'always') return true;
  if (rule === 'never') return false;
  if ('any' in rule) {
    const results = rule.any.map((test) => passes(test, fields));
    return results.includes(true) ? true : results.includes(null) ? null : false;
  }
  if ('all' in rule) {
    const results = rule.all.map((test) => passes(test, fields));
    return results.includes(false) ? false : results.includes(null) ? null : true;
  }
  return passes(rule, fields);
}

/** Every path that a rule looks at. */
export function pathsIn(rule: Rule | undefined): readonly string[] {
  if (rule === undefined || typeof rule === 'string') return [];
  if ('any' in rule) return rule.any.map((test) => test.field);
  if ('all' in rule) return rule.all.map((test) => test.field);
  return [rule.field];
}

function passes(test: Test, fields: Fields): boolean | null {
  const { present, value } = lookUp(fields, test.field);
  const filled = present && !isEmpty(value);
  if (test.present !== undefined) return filled === test.present;
  if (!filled) return null;
  if (test.greaterThan !== undefined) {
    const number = typeof value === 'number' ? value : (numberOf(value) ?? readDuration(value, 'seconds'));
    return number === null ? null : number > test.greaterThan;
  }
  const wanted = test.equals !== undefined ? [test.equals] : (test.oneOf ?? []);
  return wanted.some((word) => same(word, value));
}

function numberOf(value: unknown): number | null {
  const text = textOf(value);
  return text !== null && /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function same(word: string | number | boolean, value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
  if (String(word) === String(value).trim()) return true;
  const plain = loose(String(word));
  return plain !== '' && plain === loose(String(value));
}
