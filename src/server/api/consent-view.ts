/** The consent ledger of one number in words. The fold of the core decides; this only reads it out. */
import type { z } from 'zod';
import { foldConsent } from '../../core/gate/consent-fold.ts';
import { consentGiven } from '../../core/gate/consent-given.ts';
import type { ConsentState } from '../../core/model/consent.ts';
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
    kind: event.kind,
    occurredAt: event.occurredAt,
    source: event.source,
    category: event.category ?? null,
    proof: { ...event.proof },
  }));
}
