/**
 * Every fact a rule may read, by name, and how each is derived from the GateInput: once per decision, by pure functions.
 *
 * `undefined` means *not known*. There is no null: where the catalogue says what absence means (3.2), that meaning is
 * applied here, and everywhere else an absent, null or unrecognised value stays unknown and cannot make a rule pass.
 */
import table from './data/quiet-hours.json' with { type: 'json' };
import { resolveCandidates } from './candidate-places.ts';
import { age, consentStanding } from './consent-standing.ts';
import type { Facts, LookupState } from './fact-table.ts';
import { callFacts, consentFacts, historyFacts, recipientFacts } from './facts-call.ts';
import { privacyFacts } from './facts-privacy.ts';
import { recordingFacts, verticalOf } from './facts-recording.ts';
import { registryFacts } from './facts-registries.ts';
import { textFacts } from './facts-texts.ts';
import { tradeFacts } from './facts-trades.ts';
import type { ActionKind, GateInput } from './input.ts';
import { quietFacts } from './quiet-facts.ts';
import { toInstantText } from './zone-clock.ts';

/** The facts in parts, and what the search for the earliest lawful instant needs. */
export type Derived = ReturnType<typeof deriveFacts>;

type Lookup = 'line-type' | 'attestation' | 'dnc' | 'state-dnc' | 'rnd' | 'litigator';

/** 47 CFR 64.1200(a)(10) as waived by DA 26-12. */
export const REVOKE_ALL_FROM = '2027-01-31';

export function deriveFacts(input: GateInput) {
  const now = Date.parse(input.nowUtc);
  const kind = judgedKind(input);
  const solicitation = isSolicitation(input);
  const candidates = resolveCandidates(input);
  const secondsAgo = age(input.call.endedSecondsAgo);
  const callEndedAt = secondsAgo === undefined ? undefined : now - secondsAgo * 1000;
  const quiet = quietFacts(input, kind, solicitation, candidates, now);
  const vertical = verticalOf(input);
  const standing = consentStanding(input, kind, solicitation);
  const lookupState = lookupStates(input);
  const own = {
    'action.kind': kind,
    'action.messageClass': input.action.messageClass ?? undefined,
    'action.category': input.action.category ?? undefined,
    'action.brandNamed': input.action.brandNamed ?? undefined,
    'action.optOutInstruction': input.action.optOutInstruction ?? undefined,
    'action.identifiesSeller': input.action.identifiesSeller ?? undefined,
    solicitation,
    automated: kind !== 'call.human' && (kind.startsWith('sms.') || kind === 'call.ai-voice'),
    'ai.voice': input.ai.voice ?? undefined,
    'dnc.internal': input.dnc.internal ?? undefined,
    'dnc.stateListed': input.dnc.stateListed ?? undefined,
    emergencyStates: input.emergencyStates ?? undefined,
    'sender.type': SENDER_TYPES.find((known) => known === input.sender.type),
    'sender.brandStatus': input.sender.brandStatus ?? undefined,
    'sender.campaignStatus': input.sender.campaignStatus ?? undefined,
    'sender.useCase': input.sender.useCase ?? undefined,
    'sender.numberLinked': input.sender.numberLinked ?? undefined,
    'sender.tollfreeVerified': input.sender.tollfreeVerified ?? undefined,
    'sender.optInFlowMatches': input.sender.optInFlowMatches ?? true,
    'lookup.lineType': lookupState('line-type'),
    'lookup.attestation': lookupState('attestation'),
    'lookup.retryAt': toInstantText(now + 30_000),
    'schedule.withinADayOfCall': undefined,
  };
  // Kept apart: merging two hundred facts costs more than all rules together.
  const parts = [
    own,
    recipientFacts(input, candidates),
    callFacts(input, callEndedAt),
    consentFacts(input, standing),
    historyFacts(input, candidates, secondsAgo, now),
    registryFacts(input, candidates, standing, lookupState),
    textFacts(input, kind, vertical),
    recordingFacts(input, kind, vertical),
    tradeFacts(input, kind, vertical, candidates, now),
    privacyFacts(input, candidates, now),
    quiet.facts,
    rulePackFacts(input, now),
  ] as const;
  return { parts, kind, now, hours: quiet.hours, callEndedAt };
}

/** All facts as one table, for tests and for whoever wants to look at them. */
export function factsOf(derived: Derived): Facts {
  return Object.assign({}, ...derived.parts) as Together<Derived['parts']>;
}

type Together<Parts extends readonly unknown[]> = Parts extends readonly [infer First, ...infer Rest]
  ? First & Together<Rest>
  : unknown;

function judgedKind(input: GateInput): ActionKind {
  const { kind } = input.action;
  return kind === 'call.human' && input.ai.voice !== false ? 'call.ai-voice' : kind;
}

/** A sender of a kind we do not know is not known to be registered anywhere. */
const SENDER_TYPES: readonly string[] = ['10dlc', 'tollfree', 'shortcode', 'whatsapp'];

const NON_MARKETING: readonly unknown[] = ['informational', 'conversational', 'transactional', 'service'];

function isSolicitation(input: GateInput): boolean {
  return !NON_MARKETING.includes(input.action.messageClass) || input.action.hasMarketing !== false;
}

/** Lists that no rule of the catalogue waits for: only a configured source that does not answer makes them wait. */
const OURS: ReadonlySet<Lookup> = new Set(['litigator', 'state-dnc']);

function lookupStates(input: GateInput): (lookup: Lookup) => LookupState {
  const { lookups } = input;
  const attempts = age(lookups?.attempts);
  return (lookup) => {
    if (lookups === null || lookups === undefined) return 'answered';
    const { timedOut } = lookups;
    if (lookups.byChoice?.includes(lookup) === true && timedOut?.includes(lookup) !== true)
      return 'by-choice';
    // Something timed out, but not what: every lookup of the catalogue may be meant.
    if (timedOut?.includes(lookup) === false || (OURS.has(lookup) && timedOut == null)) return 'answered';
    return attempts !== undefined && attempts < 2 ? 'waiting' : 'gave-up';
  };
}

function rulePackFacts(input: GateInput, now: number) {
  const date = input.policy.rulePackDate ?? table.asOf;
  return {
    'rulePack.date': date,
    'rulePack.knowsRevokeAll': date >= REVOKE_ALL_FROM,
    'rulePack.revokeAllInForce': now >= Date.parse(`${REVOKE_ALL_FROM}T00:00:00Z`),
  };
}
