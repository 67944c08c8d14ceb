/**
 * What each rule says about the facts. A rule is compiled once; the facts that its evidence records are known beforehand,
 * because every branch up to the one that is taken is read whole.
 */
import {
  compileExpression,
  FALSE,
  slotOf,
  TRUE,
  UNKNOWN,
  type Condition,
  type Values,
} from './compile-expression.ts';
import type { Expression } from './expression.ts';
import type { FactName, FactValue } from './fact-table.ts';
import type { ActionKind } from './input.ts';
import { deny, route, type Finding, type FindingEvidence, type Outcome, type Rule } from './rule.ts';

export interface CompiledRule {
  readonly rule: Rule;
  readonly when: Condition;
  readonly branches: readonly { readonly when: Condition; readonly takeUnknown: boolean }[];
  /** Facts read for the condition alone, and for each outcome: the branches in order, then `otherwise`. */
  readonly whenReads: Reads;
  readonly reads: readonly Reads[];
  readonly contested: boolean;
}

/** The rules that run for a kind of action, compiled, in the order of the rulebook. */
export function rulesFor(rules: readonly Rule[], kind: ActionKind): readonly CompiledRule[] {
  let byKind = compiled.get(rules);
  if (byKind === undefined) {
    byKind = new Map<ActionKind, readonly CompiledRule[]>();
    compiled.set(rules, byKind);
  }
  let running = byKind.get(kind);
  if (running === undefined) {
    running = rules.filter((rule) => rule.kinds.includes(kind)).map(compileRule);
    byKind.set(kind, running);
  }
  return running;
}

/** `today` is the UTC day of the decision. */
export function evaluateRule(one: CompiledRule, values: Values, today: string): Finding {
  const { rule } = one;
  if (
    (rule.effectiveFrom !== null && today < rule.effectiveFrom) ||
    (rule.effectiveTo !== null && today > rule.effectiveTo)
  )
    return notApplicable(rule, 'Not in force on this day.', NO_READS, values);
  if (one.when(values) === FALSE)
    return notApplicable(rule, 'Its condition is not met.', one.whenReads, values);
  const index = takenBranch(one, values);
  const outcome = rule.branches[index]?.then ?? rule.otherwise;
  const overdue = today > rule.reviewBy;
  return toFinding(
    rule,
    overdue ? unreviewed(one, outcome, values) : outcome,
    values,
    one.reads[index] ?? NO_READS,
    overdue ? [`This rule was due for review by ${rule.reviewBy}.`] : null,
  );
}

const compiled = new WeakMap<readonly Rule[], Map<ActionKind, readonly CompiledRule[]>>();

interface Reads {
  readonly names: readonly FactName[];
  readonly slots: readonly number[];
}
const NO_READS: Reads = { names: [], slots: [] };

function compileRule(rule: Rule): CompiledRule {
  const seen = new Set<FactName>();
  const reads = (): Reads => ({ names: [...seen], slots: [...seen].map(slotOf) });
  collect(rule.when, seen);
  const whenReads = reads();
  for (const name of rule.records ?? []) seen.add(name);
  const outcomes: Reads[] = [];
  for (const branch of rule.branches) {
    collect(branch.when, seen);
    outcomes.push(withUntil(reads(), branch.then));
  }
  outcomes.push(withUntil(reads(), rule.otherwise));
  return {
    rule,
    when: compileExpression(rule.when),
    branches: rule.branches.map((branch) => ({
      when: compileExpression(branch.when),
      takeUnknown: (branch.ifUnknown ?? (branch.then.decision === 'pass' ? 'skip' : 'take')) === 'take',
    })),
    whenReads,
    reads: outcomes,
    contested: rule.confidence.split(/[^A-Z]+/).includes('U'),
  };
}

function withUntil(reads: Reads, outcome: Outcome): Reads {
  if (outcome.decision !== 'defer-until' || reads.names.includes(outcome.until)) return reads;
  return { names: [...reads.names, outcome.until], slots: [...reads.slots, slotOf(outcome.until)] };
}

function collect(expression: Expression, seen: Set<FactName>): void {
  if ('all' in expression) for (const part of expression.all) collect(part, seen);
  else if ('any' in expression) for (const part of expression.any) collect(part, seen);
  else if ('not' in expression) collect(expression.not, seen);
  else seen.add(expression.fact);
}

/** Index of the first branch that is taken, or the number of branches: `otherwise`. */
function takenBranch(one: CompiledRule, values: Values): number {
  for (let index = 0; index < one.branches.length; index += 1) {
    const branch = one.branches[index];
    const verdict = branch?.when(values);
    if (verdict === TRUE || (verdict === UNKNOWN && branch?.takeUnknown === true)) return index;
  }
  return one.branches.length;
}

const EXEMPTION = slotOf('quietHours.exemption');

/** A contested rule nobody has looked at in time no longer lets anything through on its own (catalogue 8). */
function unreviewed(one: CompiledRule, outcome: Outcome, values: Values): Outcome {
  if (!one.contested || outcome.decision === 'deny' || outcome.decision === 'route-to-counsel')
    return outcome;
  if (values[EXEMPTION] !== 'none') return outcome;
  return route('rule-pack-outdated', 'This contested rule is past its review date, so counsel decides.');
}

function toFinding(
  rule: Rule,
  outcome: Outcome,
  values: Values,
  reads: Reads,
  warnings: readonly string[] | null,
): Finding {
  const evidence = evidenceOf(rule, outcome.because, reads, values, warnings);
  switch (outcome.decision) {
    case 'pass':
      return outcome.obligations === undefined
        ? { rule: rule.id, decision: 'pass', evidence }
        : { rule: rule.id, decision: 'pass', obligations: outcome.obligations, evidence };
    case 'deny': {
      const { decision, reason, fallback } = outcome;
      return fallback === undefined
        ? { rule: rule.id, decision, reason, evidence }
        : { rule: rule.id, decision, reason, fallback, evidence };
    }
    case 'route-to-counsel': {
      const { decision, reason, queue } = outcome;
      return { rule: rule.id, decision, reason, queue, evidence };
    }
    case 'defer-until': {
      const until = values[slotOf(outcome.until)];
      if (typeof until === 'string')
        return { rule: rule.id, decision: 'defer-until', reason: outcome.reason, until, evidence };
      // A wait without an end is not a wait.
      const denied = deny(outcome.reason, `${outcome.because} When that ends is not known.`);
      return toFinding(rule, denied, values, reads, warnings);
    }
  }
}

function notApplicable(rule: Rule, because: string, reads: Reads, values: Values): Finding {
  return {
    rule: rule.id,
    decision: 'not-applicable',
    evidence: evidenceOf(rule, because, reads, values, null),
  };
}

function evidenceOf(
  rule: Rule,
  because: string,
  reads: Reads,
  values: Values,
  warnings: readonly string[] | null,
): FindingEvidence {
  const facts: Record<string, FactValue | null> = {};
  let unknown: FactName[] = NONE_UNKNOWN;
  for (let index = 0; index < reads.names.length; index += 1) {
    const name = reads.names[index] ?? '';
    const value = values[reads.slots[index] ?? -1];
    facts[name] = value ?? null;
    if (value === undefined && name !== '') unknown = [...unknown, name];
  }
  const evidence = { because, citation: rule.citation, facts, unknown };
  return warnings === null ? evidence : { ...evidence, warnings };
}

const NONE_UNKNOWN: FactName[] = [];
