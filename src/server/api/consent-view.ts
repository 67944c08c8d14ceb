/** The consent ledger of one number in words. The fold of the core decides; this only reads it out. */
import type { z } from 'zod';
import { foldConsent } from '../../core/gate/consent-fold.ts';
import { consentGiven } from '../../core/gate/consent-given.ts';
import type { ConsentEvent, ConsentState } from '../../core/model/consent.ts';
import type { Organisation } from '../../core/model/directory.ts';
import type { StoredConsentEvent } from '../../store/consent.ts';
import type { ConsentEntry, ConsentLedger, ConsentPerBanner } from './schemas/consent.ts';

export const STATE_WORDS: Readonly<Record<ConsentState, string>> = {
  UNKNOWN: 'Nothing is known about this person yet.',
  INBOUND_CALLED: 'Called us; did not hear a notice that we may text.',
  INBOUND_NOTICED: 'Called us and heard that we may text back once.',
  TEXTBACK_SENT: 'Got the one text that answers the call.',
  ENGAGED: 'Wrote back: an ongoing conversation.',
  TRANSACTIONAL: 'Has a booking: texts about it are fine.',
  MARKETING: 'Signed up for marketing texts.',
  OPTED_OUT: 'Asked us to stop. No texts.',
  CLARIFY_PENDING: 'May have asked us to stop; we asked once and wait for the answer.',
  RE_OPTED_IN: 'Opted out before, and came back by own wish.',
  DNC_INTERNAL: 'On our own do-not-contact list.',
  BLOCKED: 'Wrong person or unreachable: never text.',
  LAPSED: 'Did not react; the permission of that call has ended.',
};

const EVENT_WORDS: Readonly<Record<ConsentEvent['kind'], string>> = {
  'missed-call': 'Called and was missed',
  'missed-call-noticed': 'Called, was missed, and heard the notice that we may text',
  'text-sent': 'Was sent a text',
  replied: 'Replied by text',
  booked: 'Booked',
  'opted-out': 'Opted out',
  'clarify-asked': 'Was asked what they meant',
  're-opted-in': 'Opted in again',
  'wrong-party': 'Said it is the wrong person',
  'do-not-contact': 'Asked not to be contacted at all',
  unreachable: 'The carrier said that the number cannot be reached',
  'written-consent': 'Gave written consent',
  'whatsapp-opt-in': 'Agreed to messages on WhatsApp',
  'whatsapp-opt-out': 'Wants no more messages on WhatsApp',
  'hipaa-authorization': 'Authorised marketing with patient data',
  'hipaa-authorization-revoked': 'Took the patient authorization back',
  lapsed: 'The permission of that call ended',
};

/** One line of the ledger in words; an opt-out from one kind of text says which. */
export function consentTitle(event: ConsentEvent): string {
  const narrow =
    event.kind === 'opted-out' && event.proof['scope'] === 'category' ? event.category : undefined;
  return narrow === undefined
    ? EVENT_WORDS[event.kind]
    : `${EVENT_WORDS[event.kind]} of ${NARROW_WORDS[narrow] ?? narrow.replaceAll('-', ' ')} texts`;
}

const NARROW_WORDS: Readonly<Record<string, string>> = {
  marketing: 'marketing',
  'appointment-reminder': 'reminder',
};

export function consentPerBanner(
  organisation: Organisation,
  ledger: readonly StoredConsentEvent[],
  at: string,
): ConsentPerBanner[] {
  return [...organisation.banners.values()].map((banner) => {
    const fold = foldConsent(
      ledger.filter((event) => event.bannerId === banner.id),
      at,
    );
    return {
      bannerKey: banner.key,
      bannerName: banner.name,
      state: fold.state,
      explanation: STATE_WORDS[fold.state],
      since: fold.since,
    };
  });
}

/** What was given in writing, per brand, as the Gate reads it. */
export function givenPerBanner(
  organisation: Organisation,
  ledger: readonly StoredConsentEvent[],
  at: string,
): z.output<typeof ConsentLedger>['given'] {
  return [...organisation.banners.values()].map((banner) => {
    const own = ledger.filter((event) => event.bannerId === banner.id);
    const { pewc, whatsappOptIn, hipaaAuthorization } = consentGiven(own, foldConsent(own, at), at);
    return {
      bannerKey: banner.key,
      writtenConsent: pewc == null ? 'none' : pewc.valid === true ? 'valid' : 'defective',
      defect: pewc?.defect ?? null,
      sellers: [...(pewc?.sellers ?? [])],
      artificialVoice: pewc?.artificialVoice === true,
      whatsapp: whatsappOptIn === true,
      patientAuthorization: hipaaAuthorization === true,
    };
  });
}

export function consentEntries(
  organisation: Organisation,
  ledger: readonly StoredConsentEvent[],
): ConsentEntry[] {
  return ledger.map((event) => ({
    seq: event.seq,
    bannerKey: organisation.banners.get(event.bannerId)?.key ?? 'removed',
    bannerName: organisation.banners.get(event.bannerId)?.name ?? 'A brand that was removed',
    kind: event.kind,
    title: consentTitle(event),
    occurredAt: event.occurredAt,
    source: event.source,
    category: event.category ?? null,
    proof: { ...event.proof },
  }));
}
