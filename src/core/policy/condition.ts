/**
 * The rules' three-valued conditions as two-valued ones, which every policy engine can evaluate.
 *
 * `unknown` is not a value there, so what the rule would do with it is decided here, once: "true" and "true or unknown"
 * become two different conditions, and a comparison carries the answer it gives when its fact is not known. Negation is
 * pushed down to the comparisons, so that no engine has to negate a group (Kleene's and its own idea of `not` may differ).
 */
import type { Expression } from '../gate/expression.ts';
import type { FactName } from '../gate/fact-table.ts';

export type Comparison =
  | { readonly op: 'is'; readonly value: boolean | number | string }
  | { readonly op: 'in'; readonly values: readonly (string | number)[] }
  | { readonly op: 'contains'; readonly value: string }
  | { readonly op: '>=' | '>' | '<=' | '<'; readonly value: number };

export interface FactTest {
  readonly kind: 'fact';
  readonly fact: FactName;
  readonly test: Comparison;
  /** Whether the comparison must hold, or must not. */
  readonly expect: boolean;
  /** What this condition says when the fact is not known. */
  readonly ifUnknown: boolean;
}

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'known'; readonly fact: FactName; readonly known: boolean }
  | { readonly kind: 'day'; readonly is: 'before' | 'after'; readonly day: number }
  | { readonly kind: 'always'; readonly value: boolean }
  | FactTest;

export const isTrue = (expression: Expression): Condition => rewrite(expression, true, false);
export const isTrueOrUnknown = (expression: Expression): Condition => rewrite(expression, true, true);
export const isFalse = (expression: Expression): Condition => rewrite(expression, false, false);

/** A calendar day as a number, 20261121, because not every engine can order texts. */
export function dayNumber(day: string): number {
  return Number(day.slice(0, 10).replaceAll('-', ''));
}

export function allOf(parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.kind === 'all' ? part.parts : [part]));
  if (flat.some((part) => part.kind === 'always' && !part.value)) return { kind: 'always', value: false };
  return group(
    'all',
    flat.filter((part) => part.kind !== 'always'),
  );
}

export function anyOf(parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.kind === 'any' ? part.parts : [part]));
  if (flat.some((part) => part.kind === 'always' && part.value)) return { kind: 'always', value: true };
  return group(
    'any',
    flat.filter((part) => part.kind !== 'always'),
  );
}

/** The meaning of a condition, for tests and for the engines' parity with it. */
export function meets(
  condition: Condition,
  facts: Readonly<Partial<Record<FactName, unknown>>>,
  today: number,
): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.parts.every((part) => meets(part, facts, today));
    case 'any':
      return condition.parts.some((part) => meets(part, facts, today));
    case 'known':
      return (facts[condition.fact] !== undefined) === condition.known;
    case 'day':
      return condition.is === 'before' ? today < condition.day : today > condition.day;
    case 'always':
      return condition.value;
    case 'fact': {
      const value = facts[condition.fact];
      return value === undefined ? condition.ifUnknown : compare(value, condition.test) === condition.expect;
    }
  }
}

function rewrite(expression: Expression, want: boolean, orUnknown: boolean): Condition {
  if ('all' in expression || 'any' in expression) {
    const parts = ('all' in expression ? expression.all : expression.any).map((part) =>
      rewrite(part, want, orUnknown),
    );
    return 'all' in expression === want ? allOf(parts) : anyOf(parts);
  }
  if ('not' in expression) return rewrite(expression.not, !want, orUnknown);
  const { fact } = expression;
  if ('known' in expression) return { kind: 'known', fact, known: expression.known === want };
  const test = comparison(expression);
  // A list is never the same as another list: such a comparison is false whenever the fact is known.
  if (test === null) {
    if (want) return orUnknown ? { kind: 'known', fact, known: false } : { kind: 'always', value: false };
    return orUnknown ? { kind: 'always', value: true } : { kind: 'known', fact, known: true };
  }
  return { kind: 'fact', fact, test, expect: want, ifUnknown: orUnknown };
}

function comparison(
  expression: Exclude<
    Expression,
    { all: unknown } | { any: unknown } | { not: unknown } | { known: boolean }
  >,
): Comparison | null {
  if ('is' in expression)
    return typeof expression.is === 'object' ? null : { op: 'is', value: expression.is };
  if ('in' in expression) return { op: 'in', values: expression.in };
  if ('contains' in expression) return { op: 'contains', value: expression.contains };
  if ('atLeast' in expression) return { op: '>=', value: expression.atLeast };
  if ('moreThan' in expression) return { op: '>', value: expression.moreThan };
  if ('atMost' in expression) return { op: '<=', value: expression.atMost };
  return { op: '<', value: expression.lessThan };
}

function compare(value: unknown, test: Comparison): boolean {
  switch (test.op) {
    case 'is':
      return value === test.value;
    case 'in':
      return test.values.some((one) => one === value);
    case 'contains':
      return Array.isArray(value) && value.includes(test.value);
    case '>=':
      return Number(value) >= test.value;
    case '>':
      return Number(value) > test.value;
    case '<=':
      return Number(value) <= test.value;
    case '<':
      return Number(value) < test.value;
  }
}

function group(kind: 'all' | 'any', parts: readonly Condition[]): Condition {
  const [first] = parts;
  if (first === undefined) return { kind: 'always', value: kind === 'all' };
  return parts.length === 1 ? first : { kind, parts };
}
