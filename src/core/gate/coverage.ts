import { evaluateGate, type GateDecision } from './gate.ts';
import type { GateInput } from './input.ts';
import type { Finding } from './rule.ts';

/**
 * The Gate as the product asks it: the rules of this build, and the admission of what they do not cover yet.
 *
 * A rule that has not been written must not look like a rule that was passed. Health, finance, housing, legal and
 * children's businesses, and callers outside the United States, are under rules that this pack does not hold; until it
 * does, counsel decides and a person calls back. Opt-out confirmations, HELP and safety texts are always answered.
 */
export function judge(input: GateInput): GateDecision {
  const decision = evaluateGate(input);
  const because = uncovered(input);
  if (because === null) return decision;
  const finding: Finding = {
    rule: 'rule-pack-coverage',
    decision: 'route-to-counsel',
    reason: 'rule-pack-outdated',
    queue: 'counsel',
    evidence: {
      because,
      citation: 'product policy',
      facts: { vertical: input.vertical ?? null, 'recipient.country': input.recipient.country ?? null },
      unknown: [],
    },
  };
  const findings = [...decision.findings, finding];
  if (decision.decision === 'deny' || decision.decision === 'route-to-counsel')
    return { ...decision, findings };
  const { gateVersion, rulePackDate, tzdataVersion } = decision;
  return {
    decision: 'route-to-counsel',
    reason: 'rule-pack-outdated',
    queue: 'counsel',
    obligations: [],
    findings,
    gateVersion,
    rulePackDate,
    tzdataVersion,
  };
}

const ALWAYS_ANSWERED: readonly string[] = ['sms.optout.confirm', 'sms.help'];

function uncovered(input: GateInput): string | null {
  if (ALWAYS_ANSWERED.includes(input.action.kind) || input.action.category === 'safety-text') return null;
  const vertical = input.vertical ?? 'unknown';
  if (vertical !== 'general')
    return `This version does not hold the rules for ${VERTICALS[vertical] ?? vertical} businesses yet.`;
  const country = input.recipient.country ?? 'unknown';
  if (country !== 'US')
    return `This version holds the rules of the United States only; this number belongs to ${country}.`;
  return null;
}

const VERTICALS: Readonly<Record<string, string>> = {
  'broker-dealer': 'brokerage',
  ria: 'investment advice',
  lender: 'lending',
  'real-estate': 'real-estate',
  kids: "children's",
  pharma: 'pharmaceutical',
};
