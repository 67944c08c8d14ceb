import regions from './data/regions.json' with { type: 'json' };
import { VERTICALS } from './facts-recording.ts';
import { evaluateGate, type GateDecision } from './gate.ts';
import type { GateInput } from './input.ts';
import type { Finding, Rule } from './rule.ts';
import { isKnownZone, localTime, MINUTE_MS } from './zone-clock.ts';

/**
 * The Gate as the product asks it: the rules, and the admission of what the rulebook does not carry.
 *
 * A rule that has not been written must not look like a rule that was passed. Three things are left: a trade nobody has
 * heard of, a caller in a country without rules, and the hours of other countries, whose laws on hours the catalogue does
 * not carry. Outside the daytime there, or where we cannot tell the time there, counsel decides and a person calls back.
 * Opt-out confirmations, HELP, fresh replies and safety texts are always answered.
 */
export function judge(input: GateInput, rules?: readonly Rule[]): GateDecision {
  const approved = input.location.counselExemptions ?? [];
  const decision = evaluateGate(input, rules, approved);
  const because = uncovered(input);
  if (because === null || approved.includes('rule-pack-coverage')) return decision;
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

function uncovered(input: GateInput): string | null {
  if (isAlwaysAnswered(input)) return null;
  const vertical = input.vertical ?? 'unknown';
  if (!VERTICALS.includes(vertical)) return `There are no rules for a business of the kind "${vertical}".`;
  const country = input.recipient.country ?? 'unknown';
  if (country === 'US') return null;
  if (!isOutbound(input.action.kind)) return null;
  if (!regions.configuredCountries.includes(country))
    return `There are no rules for calls and texts to this country (${country}).`;
  return isDaytimeThere(input)
    ? null
    : `The rulebook carries no hours for ${country}, and it is not surely daytime there.`;
}

function isAlwaysAnswered(input: GateInput): boolean {
  const { action, history } = input;
  if (action.kind === 'sms.optout.confirm' || action.kind === 'sms.help') return true;
  if (action.category === 'safety-text') return true;
  const inbound = history.lastInboundMinutesAgo ?? Infinity;
  return (
    action.kind === 'sms.reply' && inbound >= 0 && inbound <= 15 && VERTICALS.includes(input.vertical ?? '')
  );
}

function isOutbound(kind: string): boolean {
  return kind.startsWith('sms.') || kind === 'call.human' || kind === 'call.ai-voice';
}

/** 08:00 to 21:00, our own policy at home, on every clock that is named; on none when one is not known. */
function isDaytimeThere(input: GateInput): boolean {
  const candidates = (input.recipient.candidates ?? []).filter((one) => one.source !== 'dialled-location');
  const now = Date.parse(input.nowUtc);
  return (
    candidates.length > 0 &&
    candidates.every(({ zone }) => {
      if (zone === null || zone === undefined || !isKnownZone(zone)) return false;
      const { sinceMidnight } = localTime(zone, now);
      return sinceMidnight >= 8 * 60 * MINUTE_MS && sinceMidnight < 21 * 60 * MINUTE_MS;
    })
  );
}
