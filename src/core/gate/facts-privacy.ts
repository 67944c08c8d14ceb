/** Facts about privacy laws: where they apply, on what basis the data is used, and which objections are on file. */
import laws from './data/privacy-laws.json' with { type: 'json' };
import regions from './data/regions.json' with { type: 'json' };
import type { Candidates } from './candidate-places.ts';
import type { GateInput } from './input.ts';

export interface PrivacyFacts {
  'gdpr.applies': boolean;
  'recipient.inEuEea': boolean;
  'gdpr.basis': string;
  'gdpr.consentIsBasis': boolean;
  'gdpr.softOptIn': boolean;
  'gdpr.art13Notice': boolean;
  'gdpr.consentProof': boolean;
  'lgpd.basis': string;
  'lgpd.consentIsBasis': boolean;
  'dpdp.dltRegistered': boolean;
  'dpdp.noticeConsent': boolean;
  'privacy.known': boolean;
  'privacy.stateLawInForce': boolean;
  'privacy.noticePath': boolean;
  'privacy.requestOpen': boolean;
  /** The person objected to selling or sharing, and this write shares, or may. */
  'privacy.sharesAgainstOptOut': boolean;
  'privacy.sensitiveWithoutOptIn': boolean;
  'privacy.purposeIsCall': boolean;
  'privacy.pia': boolean;
  'privacy.automatedNotice': boolean;
  'routing.significant': boolean;
  'routing.humanReview': boolean;
  'routing.preUseNotice': boolean;
  'clock.euAiAct50': boolean;
  'clock.californiaAdmt': boolean;
  'clock.indiaDpdp': boolean;
}

type Answer = { readonly [Name in keyof PrivacyFacts]: PrivacyFacts[Name] | undefined };

export function privacyFacts(input: GateInput, candidates: Candidates, now: number): Answer {
  const today = new Date(now).toISOString().slice(0, 10);
  const { gdpr, lgpd, dpdp, privacy, routing } = input;
  const recipient = place(input.recipient.country);
  const location = place(input.location.country);
  const lgpdBasis = lgpd?.basis ?? undefined;
  return {
    'gdpr.applies':
      recipient === 'europe' || location === 'europe'
        ? true
        : recipient === undefined || location === undefined
          ? undefined
          : false,
    'recipient.inEuEea':
      recipient === undefined ? undefined : recipient === 'europe' && input.recipient.country !== 'GB',
    'gdpr.basis': BASES.includes(gdpr?.basis ?? '') ? (gdpr?.basis ?? undefined) : undefined,
    'gdpr.consentIsBasis': gdpr?.basis === '6(1)(a)',
    'gdpr.softOptIn': gdpr?.softOptIn === true,
    'gdpr.art13Notice': gdpr?.art13Notice === true,
    'gdpr.consentProof': gdpr?.consentProof === true,
    'lgpd.basis': lgpdBasis === undefined || lgpdBasis.trim() === '' ? undefined : lgpdBasis,
    'lgpd.consentIsBasis': BRAZILIAN_CONSENT.test(lgpdBasis ?? ''),
    'dpdp.dltRegistered': (dpdp?.dltTemplateId ?? '').trim() !== '',
    'dpdp.noticeConsent': dpdp?.noticeConsent === true,
    'privacy.known': privacy !== null && privacy !== undefined,
    'privacy.stateLawInForce': candidates.states.some((state) => inForce(state, today)),
    'privacy.noticePath': privacy?.noticePath === true,
    'privacy.requestOpen': (privacy?.openRequest ?? null) !== null && privacy?.openRequest !== '',
    'privacy.sharesAgainstOptOut': privacy?.optOutOfSale === true && privacy.sharing !== false,
    'privacy.sensitiveWithoutOptIn': hasSensitive(input) && privacy?.sensitiveOptIn !== true,
    'privacy.purposeIsCall': privacy?.purposeIsCall === true,
    'privacy.pia': privacy?.pia === true,
    'privacy.automatedNotice': privacy?.automatedNotice === true,
    'routing.significant':
      routing?.decisionType === 'significant'
        ? true
        : routing?.decisionType === 'scheduling'
          ? false
          : undefined,
    'routing.humanReview': routing?.humanReview === true,
    'routing.preUseNotice': routing?.preUseNotice === true,
    // Duties that begin on a day (catalogue 8); the rules say what holds before.
    'clock.euAiAct50': today >= '2026-08-02',
    'clock.californiaAdmt': today >= '2027-01-01',
    'clock.indiaDpdp': today >= '2027-05-13',
  };
}

/** States of table 6.5 whose law binds on this day. */
export function inForce(state: string, today: string): boolean {
  const since = SINCE.get(state);
  return since !== undefined && since <= today;
}

const SINCE = new Map(laws.laws.map((law) => [law.state, law.effective]));
const EUROPE: ReadonlySet<string> = new Set([...regions.euEea, 'GB', 'UK']);
const BASES: readonly string[] = ['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(f)'];
const BRAZILIAN_CONSENT = /consent|(?:^|\D)7\W{0,4}i(?![a-z])/i;

function place(country: string | null | undefined): 'europe' | 'elsewhere' | undefined {
  if (country === null || country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined;
  return EUROPE.has(country) ? 'europe' : 'elsewhere';
}

const SENSITIVE: ReadonlySet<string> = new Set([
  'health',
  'phi',
  'precise-location',
  'voiceprint',
  'biometric',
  'genetic',
  'religion',
  'ethnicity',
  'race',
  'sexual-orientation',
  'immigration-status',
]);

function hasSensitive(input: GateInput): boolean {
  const named = (input.privacy?.sensitive ?? []).some((one) => one.trim() !== '');
  const written = input.write?.fields ?? [];
  return named || written.some((field) => field.redacted !== true && SENSITIVE.has(field.class ?? ''));
}
