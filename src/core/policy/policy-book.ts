/**
 * The rule book as every policy engine sees it: per rule an ordered list of arms, of which the first whose condition
 * holds is taken. An arm carries everything the rule says, so an exported policy needs nothing of Ringback but the facts:
 * whether the rule is in force, whether it concerns the action, its branches, what doubt does to each, what a contested
 * rule past its review date says, and what a wait without an end becomes.
 */
import type { FactName } from '../gate/fact-table.ts';
import { RULE_PACK_DATE } from '../gate/gate.ts';
import { deny, route, type Outcome, type Rule } from '../gate/rule.ts';
import { allOf, anyOf, dayNumber, isFalse, isTrue, isTrueOrUnknown, type Condition } from './condition.ts';

export const STAGES = ['first', 'after-schedule'] as const;
/** A rule that asks when the message could go out is judged after all others. */
export type Stage = (typeof STAGES)[number];

export type ArmOutcome = Outcome | { readonly decision: 'not-applicable'; readonly because: string };

export interface Arm {
  /** Unique in its rule: `not-in-force`, `not-met`, `1`, `1-review`, `1-no-end`, ..., `otherwise`. */
  readonly id: string;
  readonly when: Condition;
  readonly outcome: ArmOutcome;
  /** How many branches were looked at: what the finding's evidence shows. -1 before the rule's own condition. */
  readonly looked: number;
}

export interface PolicyRule {
  readonly rule: Rule;
  readonly stage: Stage;
  readonly arms: readonly Arm[];
}

export type FactShape =
  | { readonly type: 'boolean' }
  | { readonly type: 'text' }
  /** Thresholds times `scale` are whole numbers, for engines that know no others. */
  | { readonly type: 'number'; readonly scale: number }
  | { readonly type: 'words'; readonly asked: readonly string[] }
  /** Only whether it is known is ever asked. */
  | { readonly type: 'presence' };

export interface PolicyBook {
  readonly packDate: string;
  readonly rules: readonly PolicyRule[];
  readonly facts: ReadonlyMap<FactName, FactShape>;
}

export function policyBook(rules: readonly Rule[], packDate: string = RULE_PACK_DATE): PolicyBook {
  const compiled = rules.map((rule) => ({
    rule,
    stage: rule.afterSchedule === true ? ('after-schedule' as const) : ('first' as const),
    arms: armsOf(rule),
  }));
  return { packDate, rules: compiled, facts: shapesOf(compiled) };
}

function armsOf(rule: Rule): readonly Arm[] {
  const outside: Condition[] = [
    ...(rule.effectiveFrom === null ? [] : [day('before', rule.effectiveFrom)]),
    ...(rule.effectiveTo === null ? [] : [day('after', rule.effectiveTo)]),
  ];
  const arms: Arm[] = [
    {
      id: 'not-in-force',
      when: anyOf(outside),
      outcome: { decision: 'not-applicable', because: 'Not in force on this day.' },
      looked: -1,
    },
    {
      id: 'not-met',
      when: isFalse(rule.when),
      outcome: { decision: 'not-applicable', because: 'Its condition is not met.' },
      looked: 0,
    },
  ];
  rule.branches.forEach(({ when, then, ifUnknown }, index) => {
    const onDoubt = (ifUnknown ?? (then.decision === 'pass' ? 'skip' : 'take')) === 'take';
    arms.push(
      ...variants(rule, String(index + 1), index + 1, onDoubt ? isTrueOrUnknown(when) : isTrue(when), then),
    );
  });
  arms.push(
    ...variants(rule, 'otherwise', rule.branches.length, { kind: 'always', value: true }, rule.otherwise),
  );
  return arms.filter((arm) => arm.when.kind !== 'always' || arm.when.value);
}

/** The arms that one branch becomes: the special ones before the plain one. */
function variants(rule: Rule, id: string, looked: number, when: Condition, outcome: Outcome): readonly Arm[] {
  const arms: Arm[] = [];
  if (isOpenToDoubt(rule, outcome)) {
    const notExempt: Condition = {
      kind: 'fact',
      fact: 'quietHours.exemption',
      test: { op: 'is', value: 'none' },
      expect: true,
      ifUnknown: false,
    };
    const review = allOf([day('after', rule.reviewBy), notExempt, when]);
    arms.push({ id: `${id}-review`, when: review, outcome: UNREVIEWED, looked });
  }
  if (outcome.decision === 'defer-until') {
    const endless = allOf([{ kind: 'known', fact: outcome.until, known: false }, when]);
    arms.push({ id: `${id}-no-end`, when: endless, outcome: withoutEnd(outcome), looked });
  }
  return [...arms, { id, when, outcome, looked }];
}

const UNREVIEWED = route(
  'rule-pack-outdated',
  'This contested rule is past its review date, so counsel decides.',
);

/** Whether an overdue review would change this outcome: only what lets something through, now or later. */
function isOpenToDoubt(rule: Rule, outcome: Outcome): boolean {
  const contested = rule.confidence.split(/[^A-Z]+/).includes('U');
  return contested && (outcome.decision === 'pass' || outcome.decision === 'defer-until');
}

/** A wait without an end is not a wait. */
function withoutEnd(outcome: Extract<Outcome, { decision: 'defer-until' }>): Outcome {
  return deny(outcome.reason, `${outcome.because} When that ends is not known.`);
}

function day(is: 'before' | 'after', text: string): Condition {
  return { kind: 'day', is, day: dayNumber(text) };
}

/** What kind of value each fact has, read off the comparisons that are made with it. */
function shapesOf(rules: readonly PolicyRule[]): ReadonlyMap<FactName, FactShape> {
  const shapes = new Map<FactName, FactShape>();
  const visit = (condition: Condition): void => {
    if (condition.kind === 'all' || condition.kind === 'any') condition.parts.forEach(visit);
    else if (condition.kind === 'known' || condition.kind === 'fact') {
      const before = shapes.get(condition.fact) ?? { type: 'presence' };
      shapes.set(condition.fact, merge(condition.fact, before, shapeOf(condition)));
    }
  };
  for (const { arms } of rules) for (const arm of arms) visit(arm.when);
  return new Map([...shapes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function shapeOf(condition: Extract<Condition, { kind: 'known' | 'fact' }>): FactShape {
  if (condition.kind === 'known') return { type: 'presence' };
  const { test } = condition;
  switch (test.op) {
    case 'is':
      return scalar([test.value]);
    case 'in':
      return scalar(test.values);
    case 'contains':
      return { type: 'words', asked: [test.value] };
    default:
      return scalar([test.value]);
  }
}

function scalar(values: readonly (boolean | number | string)[]): FactShape {
  if (values.every((value) => typeof value === 'boolean')) return { type: 'boolean' };
  if (values.every((value) => typeof value === 'number'))
    return { type: 'number', scale: Math.max(1, ...values.map(scaleOf)) };
  return { type: 'text' };
}

function scaleOf(value: number): number {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  return 10 ** decimals;
}

function merge(fact: FactName, a: FactShape, b: FactShape): FactShape {
  if (a.type === 'presence') return b;
  if (b.type === 'presence') return a;
  if (a.type === 'number' && b.type === 'number')
    return { type: 'number', scale: Math.max(a.scale, b.scale) };
  if (a.type === 'words' && b.type === 'words')
    return { type: 'words', asked: [...new Set([...a.asked, ...b.asked])].sort() };
  if (a.type === b.type) return a;
  throw new Error(`rules compare ${fact} as ${a.type} and as ${b.type}: one fact has one kind of value`);
}
