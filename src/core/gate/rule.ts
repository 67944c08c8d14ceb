/**
 * What a rule is, and how one is evaluated.
 *
 * A rule is law as data: where it comes from, what it does not cover, when it runs, and an ordered list of branches over
 * named facts. The first branch that is taken gives the finding. One convention makes every rule fail closed: a branch
 * that lets the message pass is taken only when its condition is true; a branch that stops it is also taken when its
 * condition is unknown, unless the branch says `ifUnknown: 'skip'` because a later one handles the doubt.
 */
import { evaluate, FactReading, type Expression } from './expression.ts';
import type { FactName, Facts, FactValue } from './fact-table.ts';
import type { ActionKind } from './input.ts';
import type { Fallback, Obligation, Queue, Reason } from './vocabulary.ts';

/** The five regulatory anchors of the original description. */
export type Anchor = 'voice-layer' | 'outbound-and-suppression' | 'vertical' | 'franchise' | 'privacy-and-ai';

export type Outcome =
  | { readonly decision: 'pass'; readonly because: string; readonly obligations?: readonly Obligation[] }
  | {
      readonly decision: 'deny';
      readonly because: string;
      readonly reason: Reason;
      readonly fallback?: Fallback;
    }
  | {
      readonly decision: 'route-to-counsel';
      readonly because: string;
      readonly reason: Reason;
      readonly queue: Queue;
    }
  | {
      readonly decision: 'defer-until';
      readonly because: string;
      readonly reason: Reason;
      readonly until: FactName;
    };

export interface Branch {
  readonly when: Expression;
  readonly then: Outcome;
  readonly ifUnknown?: 'take' | 'skip';
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  /** Names under which the original descriptions or the trade know it, wrong ones included. */
  readonly aliases: readonly string[];
  /** What a reader might expect here and will not find. */
  readonly notCovered: string;
  readonly anchor: Anchor;
  /** V checked against a source, K from knowledge, U contested; see docs/regulation. */
  readonly confidence: string;
  readonly jurisdictions: readonly string[];
  readonly verticals: readonly string[];
  readonly channels: readonly string[];
  readonly kinds: readonly ActionKind[];
  /** Condition of catalogue 3.6. True or unknown: the rule runs. */
  readonly when: Expression;
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  /** Last day on which the rule counts as reviewed. */
  readonly reviewBy: string;
  /** What to keep as proof beside the facts recorded here. */
  readonly evidence: string;
  /** Facts recorded with every finding although no branch reads them. */
  readonly records?: readonly FactName[];
  /** Evaluated after all others, because it asks when the message could go out. */
  readonly afterSchedule?: true;
  readonly branches: readonly Branch[];
  readonly otherwise: Outcome;
}

export interface FindingEvidence {
  readonly because: string;
  readonly citation: string;
  readonly facts: Readonly<Record<string, FactValue | null>>;
  readonly unknown: readonly string[];
  readonly warnings?: readonly string[];
}

export interface Finding {
  readonly rule: string;
  readonly decision: 'not-applicable' | 'pass' | 'defer-until' | 'route-to-counsel' | 'deny';
  readonly reason?: Reason;
  readonly until?: string;
  readonly fallback?: Fallback;
  readonly queue?: Queue;
  readonly obligations?: readonly Obligation[];
  readonly evidence: FindingEvidence;
}

export const defineRule = (rule: Rule): Rule => rule;
export const pass = (because: string, ...obligations: Obligation[]): Outcome =>
  obligations.length === 0 ? { decision: 'pass', because } : { decision: 'pass', because, obligations };
export const deny = (reason: Reason, because: string, fallback?: Fallback): Outcome =>
  fallback === undefined
    ? { decision: 'deny', reason, because }
    : { decision: 'deny', reason, because, fallback };
export const route = (reason: Reason, because: string, queue: Queue = 'counsel'): Outcome => ({
  decision: 'route-to-counsel',
  reason,
  because,
  queue,
});
export const defer = (reason: Reason, until: FactName, because: string): Outcome => ({
  decision: 'defer-until',
  reason,
  until,
  because,
});

export function evaluateRule(rule: Rule, facts: Facts, now: number): Finding {
  const reading = new FactReading();
  const today = new Date(now).toISOString().slice(0, 10);
  if (
    (rule.effectiveFrom !== null && today < rule.effectiveFrom) ||
    (rule.effectiveTo !== null && today > rule.effectiveTo)
  ) {
    return {
      rule: rule.id,
      decision: 'not-applicable',
      evidence: evidenceOf(rule, 'Not in force on this day.', reading, []),
    };
  }
  if (evaluate(rule.when, facts, reading) === 'false') {
    return {
      rule: rule.id,
      decision: 'not-applicable',
      evidence: evidenceOf(rule, 'Its condition is not met.', reading, []),
    };
  }
  for (const fact of rule.records ?? []) reading.see(fact, facts[fact]);
  const taken = rule.branches.find((branch) => isTaken(branch, facts, reading));
  const overdue = today > rule.reviewBy;
  const warnings = overdue ? [`This rule was due for review by ${rule.reviewBy}.`] : [];
  return toFinding(
    rule,
    unreviewed(rule, taken?.then ?? rule.otherwise, overdue, facts),
    facts,
    reading,
    warnings,
  );
}

/** All facts that the rule may read: what a caller must supply for it to pass. */
export function factsNeeded(rule: Rule): readonly FactName[] {
  const found = new Set<FactName>();
  const visit = (expression: Expression): void => {
    if ('all' in expression) expression.all.forEach(visit);
    else if ('any' in expression) expression.any.forEach(visit);
    else if ('not' in expression) visit(expression.not);
    else found.add(expression.fact);
  };
  visit(rule.when);
  for (const branch of rule.branches) visit(branch.when);
  return [...found];
}

function isTaken(branch: Branch, facts: Facts, reading: FactReading): boolean {
  const truth = evaluate(branch.when, facts, reading);
  if (truth !== 'unknown') return truth === 'true';
  return (branch.ifUnknown ?? (branch.then.decision === 'pass' ? 'skip' : 'take')) === 'take';
}

/** A contested rule nobody has looked at in time no longer lets anything through on its own (catalogue 8). */
function unreviewed(rule: Rule, outcome: Outcome, overdue: boolean, facts: Facts): Outcome {
  const contested = rule.confidence.split(/[^A-Z]+/).includes('U');
  if (!overdue || !contested || outcome.decision === 'deny' || outcome.decision === 'route-to-counsel')
    return outcome;
  if (facts['quietHours.exemption'] !== 'none') return outcome;
  return route('rule-pack-outdated', 'This contested rule is past its review date, so counsel decides.');
}

function toFinding(
  rule: Rule,
  outcome: Outcome,
  facts: Facts,
  reading: FactReading,
  warnings: readonly string[],
): Finding {
  if (outcome.decision !== 'defer-until') {
    const { because, ...rest } = outcome;
    return { rule: rule.id, ...rest, evidence: evidenceOf(rule, because, reading, warnings) };
  }
  const until = facts[outcome.until];
  reading.see(outcome.until, until);
  // A wait without an end is not a wait.
  if (typeof until !== 'string') {
    const denied = deny(outcome.reason, `${outcome.because} When that ends is not known.`);
    return toFinding(rule, denied, facts, reading, warnings);
  }
  return {
    rule: rule.id,
    decision: 'defer-until',
    reason: outcome.reason,
    until,
    evidence: evidenceOf(rule, outcome.because, reading, warnings),
  };
}

function evidenceOf(
  rule: Rule,
  because: string,
  reading: FactReading,
  warnings: readonly string[],
): FindingEvidence {
  return {
    because,
    citation: rule.citation,
    facts: Object.fromEntries(reading.read),
    unknown: reading.unknown,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}
