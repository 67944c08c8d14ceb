/**
 * If these fail, a lapsed agreement counts as signed, a broker's text passes as approved wording when it is not, or a
 * model is asked although nobody looked at its vendor's settings for too long.
 */
import { describe, expect, it } from 'vitest';
import { Attestations } from '../model/attestations.ts';
import { TenantConfig } from '../model/organisation.ts';
import { attestationProblems } from './attestation-rules.ts';
import { attestationsOf, attestedFacts, zeroRetentionAge } from './attested.ts';
import { followsTemplate } from './approved-wording.ts';

const on = (today: string, body: string | null = null) => ({ today, body, recipients30d: null });
const smsAgreement = { use: 'sms', vendor: 'Example Messaging', signedOn: '2026-01-01' } as const;

describe('agreements', () => {
  const clinic = Attestations.parse({ baa: [{ ...smsAgreement, expiresOn: '2026-12-31' }] });

  it.each([
    ['before it is signed', '2025-12-31', false],
    ['on the day it is signed', '2026-01-01', true],
    ['on its last day', '2026-12-31', true],
    ['the day after', '2027-01-01', false],
  ])('counts %s: %s is %s', (_, today, signed) => {
    expect(attestedFacts(clinic, on(today)).baa).toMatchObject({ sms: signed, llm: false });
  });

  it('says nothing where nobody vouched for anything', () => {
    expect(attestedFacts({}, on('2026-11-21', 'Hi'))).toEqual({});
  });

  it("takes a location's list in place of the organisation's, never both", () => {
    const tenant = { attestations: clinic };
    expect(attestationsOf({ attestations: { baa: [] } }, tenant).baa).toEqual([]);
    expect(attestationsOf({}, tenant).baa).toHaveLength(1);
  });
});

describe('one part at a time', () => {
  const voiceVendors = [{ vendor: 'Example Voice', listed: true, checkedOn: '2026-11-01' }];
  const senderNumber = { number: '+13105550166', answers: true, since: '2026-01-01' };

  it("keeps the organisation's other duties and legal bases where a location has one of its own", () => {
    const tenant = {
      attestations: Attestations.parse({
        duties: { voiceVendors, senderNumber: { ...senderNumber, answers: false } },
        legalBasis: { lgpd: { basis: 'consent', assessedOn: '2026-01-01' } },
      }),
    };
    const location = {
      attestations: Attestations.parse({
        duties: { senderNumber },
        legalBasis: { gdpr: { basis: '6(1)(b)', assessedOn: '2026-02-01' } },
      }),
    };
    expect(attestationsOf(location, tenant)).toMatchObject({
      duties: { voiceVendors, senderNumber },
      legalBasis: { lgpd: { basis: 'consent' }, gdpr: { basis: '6(1)(b)' } },
    });
    expect(attestationsOf({}, {})).toEqual({});
  });
});

describe('approved wording', () => {
  const template = 'Hi {caller}, this is {shop}. Sorry we missed your call just now. How can we help?';
  const sent =
    'Hi Ana, this is Northside Securities, Main Street. Sorry we missed your call just now. How can we help? ' +
    'An automated assistant answers here; ask for a person any time. Reply STOP to opt out.';

  it('knows its own template with the blanks filled in and what the law adds', () => {
    expect(followsTemplate(sent, template)).toBe(true);
  });

  it.each([
    ['another beginning', `Great news! ${sent}`],
    ['another end', `${sent} Ask about our new fund.`],
    ['a pitch hidden behind the opt-out', sent.replace('Reply STOP', 'Buy now. Reply STOP')],
    ['a changed word', sent.replace('Sorry', 'Happy')],
    ['a novel in a blank', sent.replace('Ana', 'Ana '.repeat(60))],
  ])('refuses %s', (_, body) => {
    expect(followsTemplate(body, template)).toBe(false);
  });

  it('asks for a review once the date has passed, and approves nothing that lapsed', () => {
    const approved = { key: 'textback', version: '1', text: template, principal: 'R. Example' };
    const broker = Attestations.parse({
      approvedTemplates: [{ ...approved, approvedOn: '2026-01-01', reviewBy: '2026-06-30' }],
    });
    expect(attestedFacts(broker, on('2026-06-30', sent)).template).toMatchObject({
      principalApproved: true,
      reviewOverdue: false,
    });
    expect(attestedFacts(broker, on('2026-07-01', sent)).template).toMatchObject({ reviewOverdue: true });
    expect(attestedFacts(broker, on('2025-07-01', sent)).template).toMatchObject({
      principalApproved: false,
    });
    expect(attestedFacts(broker, on('2026-06-01', 'Something else')).template).toMatchObject({
      principalApproved: false,
    });
  });
});

describe('zero retention', () => {
  const assistant = (more: object) =>
    TenantConfig.shape.assistant.parse({
      provider: 'openai-compatible',
      baseUrl: 'https://model.example.com/v1',
      ...more,
    });

  it('ends with its last day', () => {
    const lapsing = assistant({
      trainingOff: true,
      zeroRetentionVerifiedOn: '2026-11-01',
      zeroRetentionExpiresOn: '2026-11-20',
    });
    expect(zeroRetentionAge(lapsing, {}, '2026-11-20')).toBe(19);
    expect(zeroRetentionAge(lapsing, {}, '2026-11-21')).toBeNull();
  });

  it('is given per vendor, and only when the vendor may not learn', () => {
    const vouched = (vendor: string, trainingOff: boolean) =>
      Attestations.parse({ zeroRetention: [{ vendor, verifiedOn: '2026-11-11', trainingOff }] });
    const plain = assistant({});
    expect(zeroRetentionAge(plain, vouched('model.example.com', true), '2026-11-21')).toBe(10);
    expect(zeroRetentionAge(plain, vouched('other.example.com', true), '2026-11-21')).toBeNull();
    expect(zeroRetentionAge(plain, vouched('model.example.com', false), '2026-11-21')).toBeNull();
  });
});

it('names every contradiction where it stands', () => {
  const approved = {
    key: 'a',
    version: '1',
    text: 'Hi {caller}, hello',
    principal: 'R',
    approvedOn: '2026-02-01',
  };
  const wrong = Attestations.parse({
    baa: [{ ...smsAgreement, expiresOn: '2025-01-01' }],
    approvedTemplates: [approved, { ...approved, reviewBy: '2026-01-01' }],
  });
  expect(attestationProblems(wrong, ['attestations']).map(({ path }) => path.join('.'))).toEqual([
    'attestations.baa.0.expiresOn',
    'attestations.approvedTemplates.1.reviewBy',
    'attestations.approvedTemplates.1.version',
  ]);
});
