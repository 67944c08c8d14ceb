/** Facts about the person, the call that is answered, their consent, and what was sent before (catalogue 3.2). */
import regions from './data/regions.json' with { type: 'json' };
import type { Candidates } from './candidate-places.ts';
import { capOpensAt, newestOf, nextLocalDayAt, spacingOpensAt } from './caps.ts';
import { age, type ConsentStanding } from './consent-standing.ts';
import type { GateInput } from './input.ts';
import { toInstantText } from './zone-clock.ts';

export function recipientFacts(input: GateInput, candidates: Candidates) {
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

export function callFacts(input: GateInput, callEndedAt: number | undefined) {
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

export function consentFacts(input: GateInput, standing: ConsentStanding) {
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

export function historyFacts(
  input: GateInput,
  candidates: Candidates,
  secondsAgo: number | undefined,
  now: number,
) {
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

function instantOrUnknown(instant: number | null): string | undefined {
  return instant === null ? undefined : toInstantText(instant);
}
