/**
 * The condition language of the rules: a small tree over named facts, plain JSON, so that it can be read aloud,
 * compared, and exported to other policy engines.
 *
 * It has three values. A comparison with a fact that is not known is `unknown`, and `unknown` travels as in Kleene's
 * logic: `all` is false if any part is false, else unknown if any part is unknown; `any` the other way round. What an
 * unknown condition does to a rule is decided in one place (`rule.ts`): it never lets a message pass.
 */
import type { FactName, FactTable, FactValue, Facts } from './fact-table.ts';

export type Truth = 'true' | 'false' | 'unknown';

export type Expression =
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly not: Expression }
  | { readonly fact: FactName; readonly is: FactValue }
  | { readonly fact: FactName; readonly in: readonly (string | number)[] }
  | { readonly fact: FactName; readonly contains: string }
  | { readonly fact: FactName; readonly atLeast: number }
  | { readonly fact: FactName; readonly moreThan: number }
  | { readonly fact: FactName; readonly atMost: number }
  | { readonly fact: FactName; readonly lessThan: number }
  | { readonly fact: FactName; readonly known: boolean };

export const all = (...parts: readonly Expression[]): Expression => ({ all: parts });
export const any = (...parts: readonly Expression[]): Expression => ({ any: parts });
export const not = (part: Expression): Expression => ({ not: part });
export const is = <Name extends FactName>(fact: Name, value: FactTable[Name]): Expression => ({
  fact,
  is: value,
});
/** Shorthand for a yes/no fact that holds. */
export const holds = (fact: FactName): Expression => ({ fact, is: true });
export const lacks = (fact: FactName): Expression => ({ fact, is: false });
export const oneOf = (fact: FactName, values: readonly (string | number)[]): Expression => ({
  fact,
  in: values,
});
export const contains = (fact: FactName, value: string): Expression => ({ fact, contains: value });
export const atLeast = (fact: FactName, value: number): Expression => ({ fact, atLeast: value });
export const moreThan = (fact: FactName, value: number): Expression => ({ fact, moreThan: value });
export const atMost = (fact: FactName, value: number): Expression => ({ fact, atMost: value });
/** Never unknown itself: true when the fact has a value. */
export const known = (fact: FactName): Expression => ({ fact, known: true });
export const unknown = (fact: FactName): Expression => ({ fact, known: false });

/** Which facts an evaluation looked at. Every part is visited, so the list does not depend on the values. */
export class FactReading {
  readonly read = new Map<FactName, FactValue | null>();

  see(fact: FactName, value: FactValue | undefined): void {
    this.read.set(fact, value ?? null);
  }

  get unknown(): readonly FactName[] {
    return [...this.read].filter(([, value]) => value === null).map(([fact]) => fact);
  }
}

export function evaluate(expression: Expression, facts: Facts, reading: FactReading): Truth {
  if ('all' in expression) {
    const parts = expression.all.map((part) => evaluate(part, facts, reading));
    return parts.includes('false') ? 'false' : parts.includes('unknown') ? 'unknown' : 'true';
  }
  if ('any' in expression) {
    const parts = expression.any.map((part) => evaluate(part, facts, reading));
    return parts.includes('true') ? 'true' : parts.includes('unknown') ? 'unknown' : 'false';
  }
  if ('not' in expression) {
    const part = evaluate(expression.not, facts, reading);
    return part === 'unknown' ? 'unknown' : truth(part === 'false');
  }
  const value = facts[expression.fact];
  reading.see(expression.fact, value);
  if ('known' in expression) return truth((value !== undefined) === expression.known);
  if (value === undefined) return 'unknown';
  if ('is' in expression) return truth(value === expression.is);
  if ('in' in expression)
    return truth((typeof value === 'string' || typeof value === 'number') && expression.in.includes(value));
  if ('contains' in expression) return truth(Array.isArray(value) && value.includes(expression.contains));
  if (typeof value !== 'number') return 'unknown';
  if ('atLeast' in expression) return truth(value >= expression.atLeast);
  if ('moreThan' in expression) return truth(value > expression.moreThan);
  if ('atMost' in expression) return truth(value <= expression.atMost);
  return truth(value < expression.lessThan);
}

function truth(value: boolean): Truth {
  return value ? 'true' : 'false';
}
