/**
 * What the Gate reads of a location's duties when something is about to happen: those that are not kept and stop this
 * kind of action. They join the decision like every rule, and the worst word wins; counsel may say yes to what only
 * counsel can say. The answers to STOP and HELP and safety texts go out all the same.
 */
import { evaluateGate, type GateDecision } from '../gate/gate.ts';
import { ACTION_KINDS, type GateInput } from '../gate/input.ts';
import type { Rule } from '../gate/rule.ts';
import { dutyEntry } from './duties.ts';

type Stopping = NonNullable<GateInput['duties']>[number];

export function joinDuties(
  input: GateInput,
  base: GateDecision,
  approved: readonly string[],
  mustAnswer: boolean,
): GateDecision {
  const duties = (input.duties ?? []).filter(({ kinds }) => !mustAnswer && kinds.includes(input.action.kind));
  if (duties.length === 0) return base;
  const judged = evaluateGate(input, duties.map(asRule), approved);
  const findings = judged.findings.map((finding) => {
    const duty = duties.find(({ duty: id }) => id === finding.rule);
    const facts = { ...finding.evidence.facts, evaluatedAt: duty?.evaluatedAt ?? null };
    return { ...finding, evidence: { ...finding.evidence, facts } };
  });
  const worse = RANK[judged.decision] > RANK[base.decision] ? judged : base;
  return { ...worse, findings: [...base.findings, ...findings] };
}

const RANK: Readonly<Record<GateDecision['decision'], number>> = {
  pass: 0,
  'defer-until': 1,
  'route-to-counsel': 2,
  deny: 3,
};

function asRule({ duty, decision, queue, because }: Stopping): Rule {
  const entry = dutyEntry(duty);
  return {
    id: duty,
    title: entry?.title ?? duty,
    citation: entry?.citation ?? 'product policy',
    aliases: [],
    notCovered: entry?.notCovered ?? '',
    anchor: entry?.anchor ?? 'voice-layer',
    confidence: 'policy',
    jurisdictions: entry?.jurisdictions ?? ['everywhere'],
    verticals: ['all'],
    channels: ['all'],
    kinds: ACTION_KINDS,
    when: { all: [] },
    effectiveFrom: null,
    effectiveTo: null,
    reviewBy: '9999-12-31',
    evidence: entry?.evidence ?? '',
    branches: [],
    otherwise:
      decision === 'deny'
        ? { decision, reason: 'write-precondition', because }
        : { decision, reason: 'write-precondition', queue: queue ?? 'operations', because },
  };
}
