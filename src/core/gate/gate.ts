/**
 * The Gate: may this go out, now, later, or not at all? (catalogue 3.1, 3.4, 3.5)
 *
 * Every rule that runs for the action speaks; none is skipped because another already said no. The worst word wins:
 * deny > route-to-counsel > defer-until > pass. After a defer the whole Gate runs again at that instant, because the
 * caller may have replied, opted out or been called meanwhile; `evaluateGate` is pure, so a re-run is just another call
 * with the facts of that time.
 */
import { DAY_MS } from '../model/days.ts';
import quietHours from './data/quiet-hours.json' with { type: 'json' };
import vocabulary from './data/vocabulary.json' with { type: 'json' };
import { slotOf, valuesOf } from './compile-expression.ts';
import { evaluateRule, rulesFor } from './evaluate-rules.ts';
import { deriveFacts, type Derived } from './facts.ts';
import type { ActionKind, GateInput } from './input.ts';
import { nextCommonOpening } from './open-windows.ts';
import { SEARCH_MS } from './quiet-facts.ts';
import type { Finding, Rule } from './rule.ts';
import { RULES } from './rules/all.ts';
import { FALLBACKS, QUEUES, type Fallback, type Obligation, type Queue, type Reason } from './vocabulary.ts';
import { toInstantText, TZDATA_VERSION } from './zone-clock.ts';

/** Raised whenever the same facts may give another outcome. */
export const GATE_VERSION = 4;
export const RULE_PACK_DATE: string = quietHours.asOf;

export interface GateDecision {
  readonly decision: 'pass' | 'defer-until' | 'route-to-counsel' | 'deny';
  readonly until?: string;
  readonly fallback?: Fallback;
  readonly queue?: Queue;
  readonly reason?: Reason;
  readonly obligations: readonly Obligation[];
  readonly findings: readonly Finding[];
  readonly gateVersion: number;
  readonly rulePackDate: string;
  readonly tzdataVersion: string;
}

/**
 * `approved`: rules whose question counsel has answered with yes, for this action or for good at this location. Only a
 * question to counsel can be answered so; what the law denies stays denied.
 */
export function evaluateGate(
  input: GateInput,
  rules: readonly Rule[] = RULES,
  approved: readonly string[] = [],
): GateDecision {
  const derived = deriveFacts(input);
  const running = rulesFor(rules, derived.kind);
  const values = valuesOf(derived.parts);
  const today = new Date(derived.now).toISOString().slice(0, 10);
  const early = running.map((one) =>
    one.rule.afterSchedule === true ? null : evaluateRule(one, values, today),
  );
  const earliest = earliestLawful(derived, early);
  values[WITHIN_A_DAY] = withinADayOfCall(derived, earliest);
  const findings = running.map((one, index) => {
    const finding = early[index] ?? evaluateRule(one, values, today);
    const answered = approvedByCounsel(finding, approved);
    return earliest === null ? withoutOpening(answered) : answered;
  });
  return {
    ...combine(findings, earliest, derived.kind, values[ROUTING] === true),
    findings,
    ...VERSIONS,
  };
}

const VERSIONS = { gateVersion: GATE_VERSION, rulePackDate: RULE_PACK_DATE, tzdataVersion: TZDATA_VERSION };
const WORST_FIRST = ['deny', 'route-to-counsel', 'defer-until'] as const;

/**
 * The smallest instant, within 240 h, at which no rule would defer. Caps and lookups only ever end, so the search starts
 * when the last of them does and asks the windows, which bind at that time whether or not they are open now.
 */
function earliestLawful(derived: Derived, findings: readonly (Finding | null)[]): number | null {
  let from = derived.now;
  for (const finding of findings)
    if (finding?.until !== undefined) from = Math.max(from, Date.parse(finding.until));
  return nextCommonOpening(derived.hours, from, derived.now + SEARCH_MS);
}

const ROUTING = slotOf('routing.present');
const WITHIN_A_DAY = slotOf('schedule.withinADayOfCall');

function withinADayOfCall({ callEndedAt }: Derived, earliest: number | null): boolean | undefined {
  return callEndedAt === undefined ? undefined : earliest !== null && earliest - callEndedAt <= DAY_MS;
}

/** Nothing opens within ten days: a wait without end is a refusal. */
function withoutOpening(finding: Finding): Finding {
  if (finding.decision !== 'defer-until') return finding;
  const because = `${finding.evidence.because} No opening comes within 10 days.`;
  return {
    rule: finding.rule,
    decision: 'deny',
    reason: 'no-opening',
    fallback: 'manual-callback',
    evidence: { ...finding.evidence, because },
  };
}

function approvedByCounsel(finding: Finding, approved: readonly string[]): Finding {
  if (finding.decision !== 'route-to-counsel' || !approved.includes(finding.rule)) return finding;
  return {
    rule: finding.rule,
    decision: 'pass',
    evidence: {
      ...finding.evidence,
      because: `Counsel approved it. The question was: ${finding.evidence.because}`,
    },
  };
}

type Combined = Omit<GateDecision, 'findings' | 'gateVersion' | 'rulePackDate' | 'tzdataVersion'>;

function combine(
  findings: readonly Finding[],
  earliest: number | null,
  kind: ActionKind,
  routingKnown: boolean,
): Combined {
  if (!routingKnown && findings.every((finding) => finding.decision === 'not-applicable')) {
    // Only a routing decision can be of no concern to any rule. Nothing is known of this one, and silence is not permission.
    return { decision: 'route-to-counsel', reason: 'rule-pack-outdated', queue: 'counsel', obligations: [] };
  }
  const decision =
    WORST_FIRST.find((word) => findings.some((finding) => finding.decision === word)) ?? 'pass';
  const decisive = findings.filter((finding) => finding.decision === decision);
  switch (decision) {
    case 'pass':
      return {
        decision,
        obligations: [...new Set(decisive.flatMap((finding) => finding.obligations ?? []))],
      };
    case 'defer-until':
      return { decision, ...until(earliest), ...reasonOf(decisive[0]), obligations: [] };
    case 'route-to-counsel': {
      const queue = QUEUES.find((name) => decisive.some((finding) => finding.queue === name)) ?? 'counsel';
      const giver = decisive.find((finding) => finding.queue === queue);
      return { decision, ...reasonOf(giver), queue, obligations: [] };
    }
    case 'deny': {
      const { fallback, giver } = chooseFallback(decisive, kind);
      return { decision, ...reasonOf(giver), fallback, obligations: [] };
    }
  }
}

/** A fallback named by a rule beats the one of the action's kind; among equals the most restrictive wins. */
function chooseFallback(
  denials: readonly Finding[],
  kind: ActionKind,
): { fallback: Fallback; giver: Finding | undefined } {
  const named = FALLBACKS.find((fallback) => denials.some((finding) => finding.fallback === fallback));
  if (named !== undefined)
    return { fallback: named, giver: denials.find((finding) => finding.fallback === named) };
  const ofKind = FALLBACKS.find((fallback) => fallback === vocabulary.fallbackByKind[kind]) ?? 'none';
  return { fallback: ofKind, giver: denials[0] };
}

function reasonOf(finding: Finding | undefined): { reason?: Reason } {
  return finding?.reason === undefined ? {} : { reason: finding.reason };
}

function until(earliest: number | null): { until?: string } {
  return earliest === null ? {} : { until: toInstantText(earliest) };
}
