/**
 * The operator's own policies in Rego or Cedar, beside the rule book: what they said joins the decision, and the worst
 * word wins. They can only tighten; a policy that could not be evaluated goes to counsel, because silence is not
 * permission. Pure: what was said is a recorded fact, so the decision can be derived again without asking.
 */
import { evaluateGate, type GateDecision } from '../gate/gate.ts';
import type { GateInput } from '../gate/input.ts';
import type { Finding, Rule } from '../gate/rule.ts';
import { ACTION_KINDS } from '../gate/input.ts';
import type { OperatorWord, OwnVerdict } from '../model/own-verdict.ts';

/** The name under which a policy of the operator's own stands among the findings. */
export function operatorRule(policy: string): string {
  return `operator:${policy}`;
}

/**
 * `approved`: rules whose question counsel has answered with yes. `mustAnswer`: what goes out even when a policy could
 * not be asked, such as the answer to STOP.
 */
export function joinOperator(
  input: GateInput,
  base: GateDecision,
  words: readonly OperatorWord[],
  approved: readonly string[],
  mustAnswer: boolean,
): GateDecision {
  const said = words.map((word) => ({ word, verdict: worstOf(word, input.nowUtc, mustAnswer) }));
  const rules = said.flatMap(({ word, verdict }) =>
    verdict === null || verdict.decision === 'defer-until' ? [] : [asRule(word, verdict)],
  );
  // The Gate itself makes queue, fallback and counsel's yes of it, as of any rule.
  const judged = rules.length === 0 ? null : evaluateGate(input, rules, approved);
  const findings = said.map(
    ({ word, verdict }) =>
      judged?.findings.find(({ rule }) => rule === operatorRule(word.policy)) ?? findingOf(word, verdict),
  );
  const joined =
    judged !== null && judged.decision !== 'pass' && RANK[judged.decision] > RANK[base.decision]
      ? judged
      : base;
  return deferred({ ...joined, findings: [...base.findings, ...findings.map(recorded(words))] });
}

const RANK: Readonly<Record<GateDecision['decision'], number>> = {
  pass: 0,
  'defer-until': 1,
  'route-to-counsel': 2,
  deny: 3,
};
const ORDER = ['deny', 'route-to-counsel', 'defer-until'] as const;
const HOUR_MS = 3_600_000;
/** As for every rule: a wait that is longer is a refusal. */
const LONGEST_WAIT_HOURS = 240;

type Settled =
  | Exclude<OwnVerdict, { decision: 'defer-until' }>
  | { readonly decision: 'defer-until'; readonly because: string; readonly until: string };

/** The worst that one policy says, with every reason for it; null when it says nothing. */
function worstOf({ title, engine, answer }: OperatorWord, now: string, mustAnswer: boolean): Settled | null {
  if (answer.status === 'unavailable')
    return mustAnswer
      ? null
      : {
          decision: 'route-to-counsel',
          because: `The operator's policy "${title}" could not be evaluated (${engine}): ${answer.detail}.`,
        };
  const settled = answer.verdicts.flatMap((verdict) => settle(verdict, Date.parse(now)));
  const decision = ORDER.find((word) => settled.some((one) => one.decision === word));
  const worst = settled.filter((one) => one.decision === decision);
  const [first] = worst;
  if (first === undefined) return null;
  const because = [...new Set(worst.map((one) => one.because))].join(' ');
  return first.decision === 'defer-until'
    ? { ...first, because, until: latest(worst.flatMap((one) => ('until' in one ? [one.until] : []))) }
    : { ...first, because };
}

/** A wait that is over says nothing; one whose end nobody can read, or that never seems to end, is a refusal. */
function settle(verdict: OwnVerdict, now: number): Settled[] {
  if (verdict.decision !== 'defer-until') return [verdict];
  const { because, until } = verdict;
  const end = typeof until === 'number' ? now + until * HOUR_MS : Date.parse(until);
  if (!Number.isFinite(end))
    return [{ decision: 'deny', because: `${because} When that ends cannot be read.` }];
  if (end <= now) return [];
  if (end > now + LONGEST_WAIT_HOURS * HOUR_MS)
    return [{ decision: 'deny', because: `${because} That is more than 10 days away.` }];
  // Whole seconds, never early.
  const instant = new Date(Math.ceil(end / 1000) * 1000).toISOString();
  return [{ decision: 'defer-until', because, until: `${instant.slice(0, 19)}Z` }];
}

function asRule(word: OperatorWord, verdict: Exclude<Settled, { decision: 'defer-until' }>): Rule {
  const { because } = verdict;
  return {
    id: operatorRule(word.policy),
    title: word.title,
    citation: citationOf(word),
    aliases: [],
    notCovered: 'It can only hold back.',
    anchor: 'outbound-and-suppression',
    confidence: 'policy',
    jurisdictions: ['everywhere'],
    verticals: ['all'],
    channels: ['all'],
    kinds: ACTION_KINDS,
    when: { all: [] },
    effectiveFrom: null,
    effectiveTo: null,
    reviewBy: '9999-12-31',
    evidence: 'What the policy said, and the version that said it.',
    branches: [],
    otherwise:
      verdict.decision === 'deny'
        ? { decision: 'deny', reason: 'write-precondition', because }
        : { decision: 'route-to-counsel', reason: 'write-precondition', queue: 'counsel', because },
  };
}

function findingOf(word: OperatorWord, verdict: Settled | null): Finding {
  const evidence = {
    because: verdict?.because ?? "The operator's own policy says nothing against it.",
    citation: citationOf(word),
    facts: {},
    unknown: [],
  };
  const rule = operatorRule(word.policy);
  return verdict?.decision === 'defer-until'
    ? { rule, decision: 'defer-until', reason: 'write-precondition', until: verdict.until, evidence }
    : { rule, decision: 'not-applicable', evidence };
}

/** Which version of the policy was evaluated, and where. */
function recorded(words: readonly OperatorWord[]): (finding: Finding) => Finding {
  return (finding) => {
    const word = words.find(({ policy }) => operatorRule(policy) === finding.rule);
    if (word === undefined) return finding;
    const facts = { ...finding.evidence.facts, engine: word.engine, version: word.version };
    return { ...finding, evidence: { ...finding.evidence, facts } };
  };
}

/** Waiting as long as the longest of all; the whole Gate runs again then, so a window that is closed then closes it again. */
function deferred(decision: GateDecision): GateDecision {
  if (decision.decision !== 'pass' && decision.decision !== 'defer-until') return decision;
  const waits = decision.findings.filter(
    (finding) => finding.decision === 'defer-until' && finding.rule.startsWith('operator:'),
  );
  const [first] = waits;
  if (first === undefined) return decision;
  const { gateVersion, rulePackDate, tzdataVersion, findings } = decision;
  const until = latest(
    [decision.until, ...waits.map((finding) => finding.until)].flatMap((one) => one ?? []),
  );
  const reason = decision.reason ?? first.reason;
  return {
    decision: 'defer-until',
    until,
    ...(reason === undefined ? {} : { reason }),
    obligations: [],
    findings,
    gateVersion,
    rulePackDate,
    tzdataVersion,
  };
}

function latest(instants: readonly string[]): string {
  return instants.reduce((last, one) => (Date.parse(one) > Date.parse(last) ? one : last));
}

function citationOf({ engine }: OperatorWord): string {
  return `The operator's own policy, in ${engine}`;
}
