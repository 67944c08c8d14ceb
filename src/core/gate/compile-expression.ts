/**
 * Conditions as functions, so that a decision over the whole rulebook takes microseconds. `evaluate` in `expression.ts`
 * says what a condition means; a test holds the two against each other on every condition and many facts.
 *
 * Facts are numbered as conditions name them, and a decision reads them from an array.
 */
import type { Expression } from './expression.ts';
import type { FactName, Facts, FactValue } from './fact-table.ts';

/** Ordered, so that `all` is the smallest and `any` the largest of its parts (Kleene). */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;
export type Verdict = typeof FALSE | typeof UNKNOWN | typeof TRUE;

export type Values = (FactValue | undefined)[];
export type Condition = (values: Values) => Verdict;

const slots = new Map<FactName, number>();
const names: FactName[] = [];

export function slotOf(fact: FactName): number {
  const known = slots.get(fact);
  if (known !== undefined) return known;
  slots.set(fact, names.length);
  return names.push(fact) - 1;
}

/** The facts in the order of their numbers. Compile first: only facts that a condition names have one. */
export function valuesOf(parts: readonly object[]): Values {
  const values: Values = new Array<FactValue | undefined>(names.length);
  for (let slot = 0; slot < names.length; slot += 1) {
    const name = names[slot];
    const part = parts[partOf(slot, parts)] as Partial<Facts> | undefined;
    values[slot] = name === undefined ? undefined : part?.[name];
  }
  return values;
}

/** Which part holds a fact: every decision derives the same facts in the same parts, so it is looked for once. */
function partOf(slot: number, parts: readonly object[]): number {
  const known = holders[slot];
  if (known !== undefined) return known;
  const name = names[slot] ?? '';
  return (holders[slot] = parts.findIndex((part) => name in part));
}
const holders: number[] = [];

export function compileExpression(expression: Expression): Condition {
  if ('all' in expression) return everyOf(expression.all.map(compileExpression));
  if ('any' in expression) return someOf(expression.any.map(compileExpression));
  if ('not' in expression) {
    const part = compileExpression(expression.not);
    return (values) => opposite(part(values));
  }
  const slot = slotOf(expression.fact);
  if ('known' in expression) {
    const wanted = expression.known;
    return (values) => truth((values[slot] !== undefined) === wanted);
  }
  const test = compare(expression);
  return (values) => {
    const value = values[slot];
    return value === undefined ? UNKNOWN : test(value);
  };
}

function everyOf(parts: readonly Condition[]): Condition {
  return (values) => {
    let worst: Verdict = TRUE;
    for (const part of parts) {
      const verdict = part(values);
      if (verdict === FALSE) return FALSE;
      if (verdict === UNKNOWN) worst = UNKNOWN;
    }
    return worst;
  };
}

function someOf(parts: readonly Condition[]): Condition {
  return (values) => {
    let best: Verdict = FALSE;
    for (const part of parts) {
      const verdict = part(values);
      if (verdict === TRUE) return TRUE;
      if (verdict === UNKNOWN) best = UNKNOWN;
    }
    return best;
  };
}

function opposite(verdict: Verdict): Verdict {
  return verdict === UNKNOWN ? UNKNOWN : verdict === TRUE ? FALSE : TRUE;
}

type Comparison = Exclude<
  Expression,
  | { readonly all: unknown }
  | { readonly any: unknown }
  | { readonly not: unknown }
  | { readonly known: unknown }
>;

function compare(expression: Comparison): (value: FactValue) => Verdict {
  if ('is' in expression) {
    const wanted = expression.is;
    return (value) => truth(value === wanted);
  }
  if ('in' in expression) {
    const wanted = expression.in;
    return (value) =>
      truth((typeof value === 'string' || typeof value === 'number') && wanted.includes(value));
  }
  if ('contains' in expression) {
    const wanted = expression.contains;
    return (value) => truth(Array.isArray(value) && value.includes(wanted));
  }
  const number = (test: (value: number) => boolean) => (value: FactValue) =>
    typeof value === 'number' ? truth(test(value)) : UNKNOWN;
  if ('atLeast' in expression) return number((value) => value >= expression.atLeast);
  if ('moreThan' in expression) return number((value) => value > expression.moreThan);
  if ('atMost' in expression) return number((value) => value <= expression.atMost);
  return number((value) => value < expression.lessThan);
}

function truth(value: boolean): Verdict {
  return value ? TRUE : FALSE;
}
