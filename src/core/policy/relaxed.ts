/**
 * Product policy that an operator relaxed. `caller-fatigue` is tighter than every state: relaxed, a second text-back or an
 * early nudge may go, up to three contacts in 24 hours everywhere (what FL, OK, MD and OR allow at most); how many nudges
 * there are, when they end and that a reply stops them stays as it is. All other rules judge as before, and the worst word
 * still wins.
 */
import { judge } from '../gate/coverage.ts';
import type { GateDecision } from '../gate/gate.ts';
import type { GateInput } from '../gate/input.ts';
import type { Finding } from '../gate/rule.ts';
import { RULES } from '../gate/rules/all.ts';
import type { Relaxation } from '../model/relaxation.ts';

export function judgeRelaxed(input: GateInput, relaxed: readonly Relaxation[]): GateDecision {
  const native = judge(input);
  const today = input.nowUtc.slice(0, 10);
  const relaxation = relaxed.find(({ rule, expires }) => rule === RULE && today <= expires);
  const stopped = native.findings.find(({ rule }) => rule === RULE);
  if (relaxation === undefined || stopped === undefined || !mayPass(input, stopped)) return native;
  const { author, reason, expires } = relaxation;
  const passed: Finding = {
    rule: RULE,
    decision: 'pass',
    evidence: {
      because: `Relaxed by ${author} until ${expires}: ${reason}. Without that: ${stopped.evidence.because}`,
      citation: `Policy of the operator, by ${author}`,
      facts: { ...stopped.evidence.facts, author, expires },
      unknown: [],
    },
  };
  const others = judge(input, OTHERS);
  return { ...others, findings: [...others.findings, passed] };
}

const RULE: string = 'caller-fatigue';
const OTHERS = RULES.filter(({ id }) => id !== RULE);
const A_DAY_MS = 86_400_000;
const MOST_IN_A_DAY = 3;

/** Only what says "too often", and only where it is known how often that was. */
function mayPass(input: GateInput, { decision, reason }: Finding): boolean {
  const contacts = input.history.outboundUtc24h;
  if (decision === 'pass' || reason !== 'frequency-cap' || contacts === null || contacts === undefined)
    return false;
  const since = Date.parse(input.nowUtc) - A_DAY_MS;
  const recent = contacts.filter((at) => !(Date.parse(at) <= since)).length;
  return Math.max(recent, input.history.textbacksThisNumberLocation24h ?? Infinity) < MOST_IN_A_DAY;
}
