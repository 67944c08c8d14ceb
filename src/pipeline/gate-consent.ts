/** The consent section of the Gate's facts: one ledger over all brands, read for one of them. */
import { foldConsent } from '../core/gate/consent-fold.ts';
import { consentGiven } from '../core/gate/consent-given.ts';
import { consentReach } from '../core/gate/consent-reach.ts';
import { asksForCall } from '../core/gate/content/content-facts.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import type { StoredConsentEvent } from '../store/consent.ts';
import type { NumberFacts } from '../store/number-facts.ts';
import type { GateQuestion } from './gate-facts.ts';

export function consentPart(
  organisation: Organisation,
  question: GateQuestion,
  said: readonly string[],
  ledger: readonly StoredConsentEvent[],
  crossBanner: boolean,
  looked: NumberFacts | undefined,
): GateInput['consent'] {
  const { location, at } = question;
  const { own, optOut, optOutBannerId } = consentReach(ledger, location.banner.id, {
    crossBanner,
    at: at.toISOString(),
  });
  const mine = ledger.filter((event) => event.bannerId === location.banner.id);
  const captured = mine.findLast(
    ({ kind, occurredAt }) => BY_THE_PERSON.includes(kind) && Date.parse(occurredAt) <= at.getTime(),
  );
  // A brand that is gone has left its ledger behind; its STOPs still hold.
  const brand =
    optOutBannerId === null ? undefined : (organisation.banners.get(optOutBannerId)?.key ?? 'removed');
  return {
    // On the operator's own litigator list: BLOCKED by policy (catalogue 5.1).
    state: looked?.litigator === true ? 'BLOCKED' : own.state,
    ...(own.enteredFrom === undefined ? {} : { enteredFrom: own.enteredFrom }),
    optOut:
      optOut === null
        ? null
        : {
            ...ageOf(optOut.at, at),
            scope: optOut.scope,
            ...(optOut.category === undefined ? {} : { inReplyToCategory: optOut.category }),
            brand: brand ?? location.banner.key,
          },
    ...(captured === undefined || own.state === 'UNKNOWN'
      ? {}
      : { capturedDaysAgo: ageOf(captured.occurredAt, at).daysAgo }),
    ...(asksForCall(said) || question.call?.events.some((event) => event.keypress === true) === true
      ? { callbackRequested: true }
      : {}),
    ...consentGiven(mine, own, at.toISOString()),
    ...(own.reOptIn === undefined
      ? {}
      : { reOptIn: { keyword: own.reOptIn.keyword, daysAgo: ageOf(own.reOptIn.at, at).daysAgo } }),
  };
}

/** What the person did; a text of ours, or a permission that lapsed, makes no consent newer. */
const BY_THE_PERSON: readonly StoredConsentEvent['kind'][] = [
  'missed-call',
  'missed-call-noticed',
  'replied',
  'booked',
  're-opted-in',
  'written-consent',
];

export function ageOf(instant: string, at: Date): { minutesAgo: number; daysAgo: number } {
  const minutes = Math.max(0, Math.floor((at.getTime() - Date.parse(instant)) / 60_000));
  return { minutesAgo: minutes, daysAgo: Math.floor(minutes / 1440) };
}

export function isOnInternalList(ledger: readonly StoredConsentEvent[], location: LocationRecord): boolean {
  return (
    foldConsent(ledger.filter((event) => event.bannerId === location.banner.id)).state === 'DNC_INTERNAL'
  );
}
