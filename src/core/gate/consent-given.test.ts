/**
 * If these fail: marketing rests on a paper that does not allow it, a STOP is lifted by a defective form, or a permission that was
 * taken back or has run out still counts.
 */
import { describe, expect, it } from 'vitest';
import type { ConsentEvent } from '../model/consent.ts';
import { foldConsent } from './consent-fold.ts';
import { consentGiven } from './consent-given.ts';

const phone = '+13105550142';
const signature = { method: 'web-form', evidence: 'form 12 of 2026-10-01, from 192.0.2.7' };
const common = { signature, textShown: 'I agree to marketing texts from Harbor Detailing LLC.' };
const written = {
  kind: 'written-consent',
  ...common,
  signedAt: '2026-10-01T10:00:00Z',
  sellers: ['Harbor Detailing LLC'],
  numbers: [phone],
  automated: true,
  artificialVoice: false,
  notCondition: true,
};
const whatsapp = {
  kind: 'whatsapp-opt-in',
  ...common,
  signedAt: '2026-10-01T10:00:00Z',
  businessNamed: true,
};
const hipaa = {
  kind: 'hipaa-authorization',
  ...common,
  signedAt: '2026-10-01T10:00:00Z',
  information: 'name and kind of treatment',
  discloser: 'Harbor Dental PC',
  recipient: 'Harbor Dental PC',
  purpose: 'offers by text',
  expiresOn: '2026-12-31',
  statements: true,
  remuneration: 'none',
};

let seq = 0;
const event = (kind: ConsentEvent['kind'], occurredAt: string, given?: object) => ({
  kind,
  occurredAt,
  source: 'staff',
  proof: given === undefined ? {} : { given },
  phone,
  seq: (seq += 1),
});
const facts = (events: ReturnType<typeof event>[], at = '2026-11-20T12:00:00Z') =>
  consentGiven(events, foldConsent(events, at), at);

describe('written consent', () => {
  const signed = event('written-consent', written.signedAt, written);

  it('counts for the sellers that it names', () => {
    expect(facts([signed]).pewc).toEqual({
      valid: true,
      sellers: ['Harbor Detailing LLC'],
      artificialVoice: false,
    });
  });

  it.each([
    ['another number', { numbers: ['+13105550143'] }],
    ['no authorisation of automated texts', { automated: false }],
    ['a condition of buying', { notCondition: false }],
  ])('with %s is kept, counts for nothing and lifts no STOP', (_, change) => {
    const stop = event('opted-out', '2026-09-01T10:00:00Z');
    const defective = event('written-consent', written.signedAt, { ...written, ...change });
    expect(facts([stop, defective]).pewc).toMatchObject({ valid: false });
    expect(foldConsent([stop, defective]).state).toBe('OPTED_OUT');
    expect(foldConsent([stop, signed]).state).toBe('MARKETING');
  });

  it('ends with a STOP, and after eighteen months without use', () => {
    expect(facts([signed, event('opted-out', '2026-11-01T10:00:00Z')]).pewc).toMatchObject({ valid: false });
    expect(facts([signed], '2028-06-01T10:00:00Z').pewc).toMatchObject({
      valid: false,
      defect: 'it has ended',
    });
  });

  it('that is signed later, or has no record, is none', () => {
    expect(facts([signed], '2026-09-30T10:00:00Z').pewc).toBeNull();
    expect(facts([event('written-consent', written.signedAt)]).pewc).toMatchObject({ valid: false });
  });
});

describe('WhatsApp and patient authorization', () => {
  it('hold until they are taken back', () => {
    const both = [
      event('whatsapp-opt-in', whatsapp.signedAt, whatsapp),
      event('hipaa-authorization', hipaa.signedAt, hipaa),
    ];
    expect(facts(both)).toMatchObject({ whatsappOptIn: true, hipaaAuthorization: true });
    const ended = [
      ...both,
      event('whatsapp-opt-out', '2026-11-01T10:00:00Z'),
      event('hipaa-authorization-revoked', '2026-11-01T10:00:00Z'),
    ];
    expect(facts(ended)).toMatchObject({ whatsappOptIn: false, hipaaAuthorization: false });
  });

  it('a STOP ends WhatsApp, and START does not bring it back', () => {
    const events = [
      event('whatsapp-opt-in', whatsapp.signedAt, whatsapp),
      event('opted-out', '2026-10-05T10:00:00Z'),
      event('re-opted-in', '2026-10-06T10:00:00Z'),
    ];
    expect(facts(events).whatsappOptIn).toBe(false);
  });

  it('an authorization has a last day, statements, and says who pays', () => {
    const with_ = (change: object, at?: string) =>
      facts([event('hipaa-authorization', hipaa.signedAt, { ...hipaa, ...change })], at).hipaaAuthorization;
    expect(with_({}, '2026-12-31T23:00:00Z')).toBe(true);
    expect(with_({}, '2027-01-01T00:00:00Z')).toBe(false);
    expect(with_({ statements: false })).toBe(false);
    expect(with_({ remuneration: 'not-disclosed' })).toBe(false);
    expect(with_({ remuneration: 'disclosed' })).toBe(true);
  });
});
