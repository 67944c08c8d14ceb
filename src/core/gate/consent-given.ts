/** What the ledger of one brand proves beyond the state: signed consent, WhatsApp, patient authorization. Pure. */
import type { ConsentEvent } from '../model/consent.ts';
import { defectOf, HipaaAuthorization, WhatsappOptIn, WrittenConsent } from '../model/consent-given.ts';
import type { ConsentFold } from './consent-fold.ts';
import type { GateInput } from './input.ts';

export type GivenFacts = Pick<GateInput['consent'], 'pewc' | 'whatsappOptIn' | 'hipaaAuthorization'>;

type Stored = ConsentEvent & { readonly phone: string };

/** `ledger` is that of one number and one brand; `own` its fold at the same instant. */
export function consentGiven(ledger: readonly Stored[], own: ConsentFold, at: string): GivenFacts {
  const known = ledger.filter((event) => Date.parse(event.occurredAt) <= Date.parse(at));
  return {
    pewc: writtenConsent(known, own),
    whatsappOptIn: hasWhatsapp(known),
    hipaaAuthorization: isAuthorized(known, at.slice(0, 10)),
  };
}

/** A written consent that cannot count: the fold passes it over, so that it lifts no STOP. */
export function isDefective(event: ConsentEvent): boolean {
  if (event.kind !== 'written-consent') return false;
  const given = WrittenConsent.safeParse(event.proof['given']);
  return given.success && defectOf(given.data, phoneOf(event)) !== null;
}

function phoneOf(event: ConsentEvent): string {
  return 'phone' in event && typeof event.phone === 'string' ? event.phone : '';
}

/** The latest that counts; where none does, the latest and what is wrong with it. */
function writtenConsent(known: readonly Stored[], own: ConsentFold): GivenFacts['pewc'] {
  const read = known
    .filter(({ kind }) => kind === 'written-consent')
    .map((event) => {
      const given = WrittenConsent.safeParse(event.proof['given']);
      if (!given.success) return { valid: false, sellers: [], defect: 'the record is not complete' };
      const { sellers, artificialVoice } = given.data;
      // The fold knows of a later STOP, and of eighteen months without use.
      const defect = defectOf(given.data, event.phone) ?? (own.state === 'MARKETING' ? null : 'it has ended');
      return { valid: defect === null, sellers, artificialVoice, ...(defect === null ? {} : { defect }) };
    });
  return read.findLast(({ valid }) => valid) ?? read.at(-1) ?? null;
}

const ENDS_WHATSAPP: readonly ConsentEvent['kind'][] = [
  'whatsapp-opt-out',
  'opted-out',
  'do-not-contact',
  'wrong-party',
];

/** START by text is no word about WhatsApp: after a STOP it takes a new opt-in. */
function hasWhatsapp(known: readonly Stored[]): boolean {
  const last = known.findLast(({ kind }) => kind === 'whatsapp-opt-in' || ENDS_WHATSAPP.includes(kind));
  if (last?.kind !== 'whatsapp-opt-in') return false;
  const given = WhatsappOptIn.safeParse(last.proof['given']);
  return given.success && defectOf(given.data, last.phone) === null;
}

function isAuthorized(known: readonly Stored[], today: string): boolean {
  const last = known.findLast(
    ({ kind }) =>
      kind === 'hipaa-authorization' || kind === 'hipaa-authorization-revoked' || kind === 'wrong-party',
  );
  if (last?.kind !== 'hipaa-authorization') return false;
  const given = HipaaAuthorization.safeParse(last.proof['given']);
  return given.success && defectOf(given.data, last.phone) === null && today <= given.data.expiresOn;
}
