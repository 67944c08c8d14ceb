/**
 * What a change of day, or an operator's own policies, would decide otherwise: over every worked case, so that it can be
 * read before it happens.
 */
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { Rule } from '../core/gate/rule.ts';
import { policyCases } from '../core/policy/cases.ts';
import type { OwnPolicy } from '../core/policy/own-policy.ts';
import { judgeUnder } from '../core/policy/ruling.ts';

export type Difference =
  | {
      readonly rule: string;
      readonly change: 'comes into force' | 'goes out of force' | 'falls due for review';
    }
  | {
      readonly case: string;
      readonly before: GateDecision['decision'];
      readonly after: GateDecision['decision'];
      readonly because: readonly string[];
    };

/**
 * Rules that come, go or fall due between two days; then the cases, each asked on both days. A case is moved by whole
 * weeks with everything it remembers, so that neither a Sunday nor an old message is mistaken for a change of the law.
 */
export function dateDifferences(
  rules: readonly Rule[],
  from: string,
  to: string,
  judge: (input: GateInput) => GateDecision,
): readonly Difference[] {
  const dated = rules.flatMap((rule): Difference[] => {
    const changes = [
      inForce(rule, to) && !inForce(rule, from) ? ('comes into force' as const) : null,
      inForce(rule, from) && !inForce(rule, to) ? ('goes out of force' as const) : null,
      from <= rule.reviewBy && rule.reviewBy < to ? ('falls due for review' as const) : null,
    ];
    return changes.flatMap((change) => (change === null ? [] : [{ rule: rule.id, change }]));
  });
  return [
    ...dated,
    ...decided(
      (input) => judge(movedTo(input, from)),
      (input) => judge(movedTo(input, to)),
    ),
  ];
}

/** The first day from this one on that has the weekday of the case, every instant in it moved alike. */
function movedTo(input: GateInput, day: string): GateInput {
  const gap = Date.parse(`${day}T00:00:00Z`) - Date.parse(`${input.nowUtc.slice(0, 10)}T00:00:00Z`);
  const shift = Math.ceil(gap / WEEK_MS) * WEEK_MS;
  const text = JSON.stringify(input, (_, value: unknown) =>
    typeof value === 'string' && INSTANT.test(value)
      ? `${new Date(Date.parse(value) + shift).toISOString().slice(0, 19)}Z`
      : value,
  );
  return JSON.parse(text) as GateInput;
}
const WEEK_MS = 7 * 86_400_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export function ownDifferences(own: readonly OwnPolicy[]): readonly Difference[] {
  return decided(
    (input) => judgeUnder(input, null),
    (input) => judgeUnder(input, { own, testimony: null }),
    new Set(own.map(({ id }) => id)),
  );
}

function decided(
  before: (input: GateInput) => GateDecision,
  after: (input: GateInput) => GateDecision,
  by?: ReadonlySet<string>,
): readonly Difference[] {
  return policyCases().flatMap(({ of, say, input }): Difference[] => {
    const [old, now] = [before(input), after(input)];
    const told = new Map(old.findings.map((finding) => [finding.rule, finding.decision]));
    const changed = now.findings.filter(
      ({ rule, decision }) =>
        (by === undefined || by.has(rule)) &&
        decision !== 'not-applicable' &&
        (told.get(rule) ?? 'not-applicable') !== decision,
    );
    if (changed.length === 0 || (by === undefined && old.decision === now.decision)) return [];
    return [
      {
        case: `${of}: ${say}`,
        before: old.decision,
        after: now.decision,
        because: changed.map(({ rule, evidence }) => `${rule}: ${evidence.because}`),
      },
    ];
  });
}

function inForce(rule: Rule, day: string): boolean {
  return (
    (rule.effectiveFrom === null || rule.effectiveFrom <= day) &&
    (rule.effectiveTo === null || day <= rule.effectiveTo)
  );
}
