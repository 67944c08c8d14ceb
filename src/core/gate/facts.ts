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
import { age, consentStanding } from './consent-standing.ts';
import type { ActionKind, GateInput } from './input.ts';
import { allOpen, isOpen, nextCommonOpening, type OpeningHours } from './open-windows.ts';
import {
  bindingFor,
  dayNote,
  federalHours,
  openingHours,
  stateClock,
  stateHours,
  stateIsOpen,
  type Exemption,
} from './quiet-hours.ts';
import { localTime, toInstantText, wallClock } from './zone-clock.ts';

export type FactValue = boolean | number | string | readonly string[];

export const STATES_WITH_OWN_RULE = [
  'CT',
  'FL',
  'LA',
  'MD',
  'NJ',
  'NY',
  'OK',
  'OR',
  'TX',
  'VA',
  'WA',
] as const;
export type StateWithOwnRule = (typeof STATES_WITH_OWN_RULE)[number];

type Lookup = 'line-type' | 'attestation';
export type LookupState = 'answered' | 'waiting' | 'gave-up';

export interface FactTable {
  /** Kind as judged: a call spoken by an AI voice is `call.ai-voice`, and so is one of which that is not known. */
  'action.kind': ActionKind;
  'action.messageClass': string;
  'action.category': string;
  'action.brandNamed': boolean;
  'action.optOutInstruction': boolean;
  'action.identifiesSeller': boolean;
  /** Marketing, or not provably anything else. Always known. */
  solicitation: boolean;
  automated: boolean;
  'ai.voice': boolean;

  'recipient.country': string;
  'recipient.countryHasRulePack': boolean;
  'recipient.lineType': string;
  'recipient.states': readonly string[];
  'recipient.placesAssumed': boolean;
  'recipient.existingCustomer': boolean;
  'recipient.lastInquiryDaysAgo': number;
  'recipient.lastTransactionDaysAgo': number;

  'call.fromPresentation': string;
  'call.attestation': string;
  'call.verstat': string;
  'call.verstatFailed': boolean;
  'call.corroborated': boolean;
  'call.endedSecondsAgo': number;
  /** When the Gate first saw the action, in seconds after the call ended; only on a re-run. */
  'call.firstEvaluatedSecondsAfterEnd': number;
  'call.freshnessExceeded': boolean;
  'call.firstSeenFresh': boolean;

  'consent.state': string;
  'consent.effective': string;
  'consent.noticed': boolean;
  'consent.calledOnly': boolean;
  'consent.optOutOnFile': boolean;
  'consent.optOutReaches': boolean;
  'consent.optOutUnrelated': boolean;
  'consent.optOutMinutesAgo': number;
  'consent.optOutDaysAgo': number;
  'consent.pewcValid': boolean;
  'location.noNoticeCounselApproval': boolean;
  'location.counselExemptions': readonly string[];

  'dnc.internal': boolean;
  'dnc.stateListed': readonly string[];
  emergencyStates: readonly string[];

  'sender.type': string;
  'sender.brandStatus': string;
  'sender.campaignStatus': string;
  'sender.useCase': string;
  'sender.numberLinked': boolean;
  'sender.optInFlowMatches': boolean;

  'history.textbacksForThisCall': number;
  'history.textbacksThisNumberLocation24h': number;
  'history.nudgesSent': number;
  'history.optoutConfirmationsSent': number;
  'history.minutesSinceInbound': number;
  'history.textedUsWithinDay': boolean;
  'history.repliedSinceCall': boolean;
  'history.outboundKnown': boolean;

  'caps.threePerDayReached': boolean;
  'caps.threePerDayOpensAt': string;
  'caps.sameSubject': boolean;
  'caps.nudgeSpacingReached': boolean;
  'caps.nudgeSpacingOpensAt': string;
  'caps.nudgeDayReached': boolean;
  'caps.nudgeDayOpensAt': string;
  /** The latest of the caps that hold this contact back under `caller-fatigue`. */
  'caps.fatigueOpensAt': string;

  'lookup.lineType': LookupState;
  'lookup.attestation': LookupState;
  'lookup.retryAt': string;

  'quietHours.exemption': Exemption;
  'quietHours.federalBinds': boolean;
  'quietHours.stateBinds': boolean;
  'quietHours.federalOpen': boolean;
  'quietHours.stateOpen': boolean;
  'quietHours.hasOpening': boolean;
  'quietHours.nextOpening': string;
  'quietHours.clocks': readonly string[];
  'quietHours.closedClocks': readonly string[];
  'quietHours.tableDate': string;

  'rulePack.date': string;
  'rulePack.knowsRevokeAll': boolean;
  'rulePack.revokeAllInForce': boolean;

  /** Filled in after every other rule has spoken: can this first text go out within 24 h after the call ended? */
  'schedule.withinADayOfCall': boolean;

  'state.CT.open': boolean;
  'state.FL.open': boolean;
  'state.LA.open': boolean;
  'state.MD.open': boolean;
  'state.NJ.open': boolean;
  'state.NY.open': boolean;
  'state.OK.open': boolean;
  'state.OR.open': boolean;
  'state.TX.open': boolean;
  'state.VA.open': boolean;
  'state.WA.open': boolean;
}
export type FactName = keyof FactTable;
export type Facts = { readonly [Name in FactName]: FactTable[Name] | undefined };

/** The facts, and what the search for the earliest lawful instant needs. */
export interface Derived {
  readonly facts: Facts;
  readonly now: number;
  readonly hours: readonly OpeningHours[];
  readonly callEndedAt: number | undefined;
}

export const SEARCH_MS = 240 * 3_600_000;
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
    ...consentFacts(input, kind, solicitation),
    'dnc.internal': input.dnc.internal ?? undefined,
    'dnc.stateListed': input.dnc.stateListed ?? undefined,
    emergencyStates: input.emergencyStates ?? undefined,
    'sender.type': input.sender.type ?? undefined,
    'sender.brandStatus': input.sender.brandStatus ?? undefined,
    'sender.campaignStatus': input.sender.campaignStatus ?? undefined,
    'sender.useCase': input.sender.useCase ?? undefined,
    'sender.numberLinked': input.sender.numberLinked ?? undefined,
    'sender.optInFlowMatches': input.sender.optInFlowMatches ?? true,
    ...historyFacts(input, candidates, secondsAgo, now),
    ...lookupFacts(input, now),
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

function consentFacts(input: GateInput, kind: ActionKind, solicitation: boolean) {
  const standing = consentStanding(input, kind, solicitation);
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

function lookupFacts(input: GateInput, now: number) {
  const { lookups } = input;
  const attempts = age(lookups?.attempts);
  const stateOf = (lookup: Lookup): LookupState => {
    if (lookups === null || lookups === undefined) return 'answered';
    // Something timed out, but not what: every lookup may be meant.
    if (lookups.timedOut?.includes(lookup) === false) return 'answered';
    return attempts !== undefined && attempts < 2 ? 'waiting' : 'gave-up';
  };
  return {
    'lookup.lineType': stateOf('line-type'),
    'lookup.attestation': stateOf('attestation'),
    'lookup.retryAt': toInstantText(now + 30_000),
  };
}

function quietFacts(
  input: GateInput,
  kind: ActionKind,
  solicitation: boolean,
  candidates: Candidates,
  now: number,
) {
  const { places } = candidates;
  const noticed = consentStanding(input, kind, solicitation).noticed === true;
  const minutesSinceInbound = age(input.history.lastInboundMinutesAgo);
  const country = input.recipient.country ?? 'US';
  const abroad = /^[A-Z]{2}$/.test(country) && country !== 'US';
  const category = input.action.category ?? undefined;
  const here = bindingFor({ kind, category, solicitation, noticed, minutesSinceInbound });
  const binding = abroad ? { ...here, federal: false, state: false } : here;
  const hours = openingHours(places, binding);
  const next = nextCommonOpening(hours, now, now + SEARCH_MS);
  const clocks = places.map((place) => {
    const zone = stateClock(place);
    const note = dayNote(place, localTime(zone, now).day);
    return `${place.state === null ? '' : `${place.state} `}${place.zone} ${wallClock(place.zone, now)}${note === null ? '' : ` (${note})`}`;
  });
  const closedHours = places.map(
    (place) =>
      (binding.federal && !federalHours([place]).every((one) => isOpen(one, now))) ||
      (binding.state && !stateHours(place, binding).every((one) => isOpen(one, now))),
  );
  const stateOpen = (state: StateWithOwnRule): boolean => stateIsOpen(places, binding, now, state);
  return {
    hours,
    facts: {
      'quietHours.exemption': binding.exemption,
      'quietHours.federalBinds': binding.federal,
      'quietHours.stateBinds': binding.state,
      'quietHours.federalOpen': !binding.federal || allOpen(federalHours(places), now),
      'quietHours.stateOpen': stateIsOpen(places, binding, now),
      'quietHours.hasOpening': next !== null,
      'quietHours.nextOpening': instantOrUnknown(next),
      'quietHours.clocks': clocks,
      'quietHours.closedClocks': clocks.filter((_, index) => closedHours[index] === true),
      'quietHours.tableDate': table.asOf,
      'state.CT.open': stateOpen('CT'),
      'state.FL.open': stateOpen('FL'),
      'state.LA.open': stateOpen('LA'),
      'state.MD.open': stateOpen('MD'),
      'state.NJ.open': stateOpen('NJ'),
      'state.NY.open': stateOpen('NY'),
      'state.OK.open': stateOpen('OK'),
      'state.OR.open': stateOpen('OR'),
      'state.TX.open': stateOpen('TX'),
      'state.VA.open': stateOpen('VA'),
      'state.WA.open': stateOpen('WA'),
    },
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
