/**
 * Every fact a rule may read, by name, and how each is derived from the GateInput: once per decision, by pure functions.
 *
 * `undefined` means *not known*. There is no null: where the catalogue says what absence means (3.2), that meaning is
 * applied here, and everywhere else an absent, null or unrecognised value stays unknown and cannot make a rule pass.
 */
import regions from './data/regions.json' with { type: 'json' };
import table from './data/quiet-hours.json' with { type: 'json' };
import { resolveCandidates, type Candidates } from './candidate-places.ts';
import { capOpensAt, newestOf, nextLocalDayAt, spacingOpensAt } from './caps.ts';
import { age, consentStanding, type ConsentStanding } from './consent-standing.ts';
import type { Facts, LookupState } from './fact-table.ts';
import { privacyFacts } from './facts-privacy.ts';
import { recordingFacts, verticalOf } from './facts-recording.ts';
import { registryFacts } from './facts-registries.ts';
import { textFacts } from './facts-texts.ts';
import { tradeFacts } from './facts-trades.ts';
import type { ActionKind, GateInput } from './input.ts';
import type { OpeningHours } from './open-windows.ts';
import { quietFacts } from './quiet-facts.ts';
import { toInstantText } from './zone-clock.ts';

/** The facts, and what the search for the earliest lawful instant needs. */
export interface Derived {
  readonly facts: Facts;
  readonly now: number;
  readonly hours: readonly OpeningHours[];
  readonly callEndedAt: number | undefined;
}

type Lookup = 'line-type' | 'attestation' | 'dnc' | 'rnd';

/** 47 CFR 64.1200(a)(10) as waived by DA 26-12. */
export const REVOKE_ALL_FROM = '2027-01-31';

export function deriveFacts(input: GateInput): Derived {
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
  const facts: Facts = {
    'action.kind': kind,
    'action.messageClass': input.action.messageClass ?? undefined,
    'action.category': input.action.category ?? undefined,
    'action.brandNamed': input.action.brandNamed ?? undefined,
    'action.optOutInstruction': input.action.optOutInstruction ?? undefined,
    'action.identifiesSeller': input.action.identifiesSeller ?? undefined,
    solicitation,
    automated: kind !== 'call.human' && (kind.startsWith('sms.') || kind === 'call.ai-voice'),
    'ai.voice': input.ai.voice ?? undefined,
    ...recipientFacts(input, candidates),
    ...callFacts(input, callEndedAt),
    ...consentFacts(input, standing),
    'dnc.internal': input.dnc.internal ?? undefined,
    'dnc.stateListed': input.dnc.stateListed ?? undefined,
    emergencyStates: input.emergencyStates ?? undefined,
    'sender.type': input.sender.type ?? undefined,
    'sender.brandStatus': input.sender.brandStatus ?? undefined,
    'sender.campaignStatus': input.sender.campaignStatus ?? undefined,
    'sender.useCase': input.sender.useCase ?? undefined,
    'sender.numberLinked': input.sender.numberLinked ?? undefined,
    'sender.tollfreeVerified': input.sender.tollfreeVerified ?? undefined,
    'sender.optInFlowMatches': input.sender.optInFlowMatches ?? true,
    ...historyFacts(input, candidates, secondsAgo, now),
    'lookup.lineType': lookupState('line-type'),
    'lookup.attestation': lookupState('attestation'),
    'lookup.retryAt': toInstantText(now + 30_000),
    ...registryFacts(input, candidates, standing, lookupState),
    ...textFacts(input, kind, vertical),
    ...recordingFacts(input, kind, vertical),
    ...tradeFacts(input, kind, vertical, candidates, now),
    ...privacyFacts(input, candidates, now),
    ...quiet.facts,
    ...rulePackFacts(input, now),
    'schedule.withinADayOfCall': undefined,
  };
  return { facts, now, hours: quiet.hours, callEndedAt };
}

function judgedKind(input: GateInput): ActionKind {
  const { kind } = input.action;
  return kind === 'call.human' && input.ai.voice !== false ? 'call.ai-voice' : kind;
}

const NON_MARKETING: readonly unknown[] = ['informational', 'conversational', 'transactional', 'service'];

function isSolicitation(input: GateInput): boolean {
  return !NON_MARKETING.includes(input.action.messageClass) || input.action.hasMarketing !== false;
}

function recipientFacts(input: GateInput, candidates: Candidates) {
  const country = input.recipient.country ?? undefined;
  return {
    'recipient.country': country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined,
    'recipient.countryHasRulePack':
      country === undefined ? undefined : regions.configuredCountries.includes(country),
    'recipient.lineType': input.recipient.lineType ?? undefined,
    'recipient.states': candidates.states,
    'recipient.placesAssumed': candidates.assumedEverywhere,
    'recipient.existingCustomer': input.recipient.existingCustomer ?? undefined,
    'recipient.lastInquiryDaysAgo': age(input.recipient.lastInquiryDaysAgo),
    'recipient.lastTransactionDaysAgo': age(input.recipient.lastTransactionDaysAgo),
  };
}

function callFacts(input: GateInput, callEndedAt: number | undefined) {
  const { call } = input;
  const verstat = call.verstat ?? undefined;
  const ring = age(call.ivrOrRingSeconds);
  const enough = age(input.policy.corroborationSeconds) ?? 15;
  const freshness = age(input.policy.textbackFreshnessSeconds) ?? 600;
  const secondsAgo = age(call.endedSecondsAgo);
  const first = input.action.firstEvaluatedUtc ?? undefined;
  const firstAfterEnd =
    first === undefined || callEndedAt === undefined ? undefined : (Date.parse(first) - callEndedAt) / 1000;
  return {
    'call.fromPresentation': call.fromPresentation ?? undefined,
    'call.attestation': call.attestation ?? undefined,
    'call.verstat': verstat,
    'call.verstatFailed': verstat === undefined ? undefined : /fail/i.test(verstat),
    'call.corroborated':
      input.recipient.existingCustomer === true ||
      call.leftVoicemail === true ||
      call.keypress === true ||
      (ring !== undefined && ring >= enough),
    'call.endedSecondsAgo': secondsAgo,
    'call.firstEvaluatedSecondsAfterEnd': firstAfterEnd,
    'call.freshnessExceeded': secondsAgo === undefined ? undefined : secondsAgo > freshness,
    // A minute of grace below zero: the two instants come from two clocks and are rounded.
    'call.firstSeenFresh': firstAfterEnd !== undefined && firstAfterEnd >= -60 && firstAfterEnd <= freshness,
  };
}

function consentFacts(input: GateInput, standing: ConsentStanding) {
  const pewc = input.consent.pewc ?? undefined;
  const seller = input.sender.legalEntity ?? undefined;
  return {
    'consent.state': standing.state,
    'consent.effective': standing.effective,
    'consent.noticed': standing.noticed,
    'consent.calledOnly': standing.calledOnly,
    'consent.optOutOnFile': standing.optOutOnFile,
    'consent.optOutReaches': standing.optOutReaches,
    'consent.optOutUnrelated': standing.optOutUnrelated,
    'consent.optOutMinutesAgo': standing.optOutMinutesAgo,
    'consent.optOutDaysAgo': standing.optOutDaysAgo,
    'consent.pewcValid':
      pewc?.valid === true && seller !== undefined && (pewc.sellers ?? []).includes(seller),
    'consent.pewcArtificialVoice': pewc?.artificialVoice === true,
    'consent.optInConfirmationSent': input.consent.optInConfirmationSent === true,
    'location.noNoticeCounselApproval': input.location.noNoticeCounselApproval ?? undefined,
    'location.counselExemptions': input.location.counselExemptions ?? [],
  };
}

function historyFacts(input: GateInput, candidates: Candidates, secondsAgo: number | undefined, now: number) {
  const { history } = input;
  const sent = history.outboundUtc24h?.map((at) => Date.parse(at));
  const zones = [...new Set(candidates.places.map((place) => place.zone))];
  const newest = sent === undefined ? null : newestOf(sent);
  const cap = sent === undefined ? null : capOpensAt(sent, 3, now);
  const spacing = spacingOpensAt(newest, now);
  const nudges = age(history.nudgesSent);
  const nextDay = nudges === undefined || nudges === 0 ? null : nextLocalDayAt(newest, zones, now);
  const held = [cap, ...(input.action.kind === 'sms.nudge' ? [spacing, nextDay] : [])].filter(
    (at) => at !== null,
  );
  const inbound = history.lastInboundMinutesAgo;
  const isKnown = sent !== undefined;
  return {
    'history.textbacksForThisCall': age(history.textbacksForThisCall),
    'history.textbacksThisNumberLocation24h': age(history.textbacksThisNumberLocation24h),
    'history.nudgesSent': nudges,
    'history.optoutConfirmationsSent': age(history.optoutConfirmationsSent),
    'history.minutesSinceInbound': age(inbound),
    'history.textedUsWithinDay': (age(inbound) ?? Infinity) <= 1440,
    // null says that this person never texted; absent says that nobody looked.
    'history.repliedSinceCall': inbound === null ? false : repliedSince(age(inbound), secondsAgo),
    'history.outboundKnown': isKnown,
    'caps.threePerDayReached': isKnown ? cap !== null : undefined,
    'caps.threePerDayOpensAt': instantOrUnknown(cap),
    'caps.sameSubject': history.subject !== 'different',
    'caps.nudgeSpacingReached': isKnown ? spacing !== null : undefined,
    'caps.nudgeSpacingOpensAt': instantOrUnknown(spacing),
    'caps.nudgeDayReached': isKnown && nudges !== undefined ? nextDay !== null : undefined,
    'caps.nudgeDayOpensAt': instantOrUnknown(nextDay),
    'caps.fatigueOpensAt': held.length === 0 ? undefined : toInstantText(Math.max(...held)),
  };
}

function repliedSince(
  minutes: number | undefined,
  callEndedSecondsAgo: number | undefined,
): boolean | undefined {
  return minutes === undefined || callEndedSecondsAgo === undefined
    ? undefined
    : minutes * 60 <= callEndedSecondsAgo;
}

function lookupStates(input: GateInput): (lookup: Lookup) => LookupState {
  const { lookups } = input;
  const attempts = age(lookups?.attempts);
  return (lookup) => {
    if (lookups === null || lookups === undefined) return 'answered';
    // Something timed out, but not what: every lookup may be meant.
    if (lookups.timedOut?.includes(lookup) === false) return 'answered';
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

function instantOrUnknown(instant: number | null): string | undefined {
  return instant === null ? undefined : toInstantText(instant);
}
