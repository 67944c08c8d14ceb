/**
 * What a rule is. How rules are evaluated: `evaluate-rules.ts`.
 *
 * A rule is law as data: where it comes from, what it does not cover, when it runs, and an ordered list of branches over
 * named facts. The first branch that is taken gives the finding. One convention makes every rule fail closed: a branch
 * that lets the message pass is taken only when its condition is true; a branch that stops it is also taken when its
 * condition is unknown, unless the branch says `ifUnknown: 'skip'` because a later one handles the doubt.
 */
import type { Expression } from './expression.ts';
import type { FactName, FactValue } from './fact-table.ts';
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
