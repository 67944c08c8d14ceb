/**
 * If this fails: somebody in a trade or a country without rules, or abroad at night, is texted all the same.
 */
import { expect, it } from 'vitest';
import { judge } from './coverage.ts';
import { evaluateGate } from './gate.ts';
import { GateInput } from './input.ts';

const noon = GateInput.parse({
  action: {
    kind: 'sms.textback.first',
    messageClass: 'informational',
    category: 'textback',
    brandNamed: true,
    optOutInstruction: true,
    hasMarketing: false,
    hasPhi: false,
  },
  call: {
    id: 'c',
    fromPresentation: 'allowed',
    endedSecondsAgo: 20,
    class: 'no-answer',
    verstat: 'TN-Validation-Passed-A',
    attestation: 'A',
    textbackNoticePlayed: true,
    recordingNoticePlayed: false,
    leftVoicemail: false,
    ivrOrRingSeconds: 25,
  },
  recipient: {
    country: 'US',
    lineType: 'mobile',
    candidates: [{ state: 'NY', zone: 'America/New_York', source: 'area-code' }],
    existingCustomer: false,
    lastInquiryDaysAgo: 0,
    lastTransactionDaysAgo: null,
    ageSignal: 'adult',
  },
  consent: { state: 'INBOUND_NOTICED', optOut: null, pewc: null, whatsappOptIn: false },
  dnc: { national: false, nationalListAgeDays: 5, stateListed: [], internal: false },
  sender: {
    type: '10dlc',
    brandStatus: 'verified',
    campaignStatus: 'active',
    useCase: 'CUSTOMER_CARE',
    numberLinked: true,
    tollfreeVerified: null,
    brand: 'brand-a',
    legalEntity: 'entity-a',
  },
  history: {
    textbacksForThisCall: 0,
    textbacksThisNumberLocation24h: 0,
    nudgesSent: 0,
    outboundUtc24h: [],
    optoutConfirmationsSent: 0,
    lastInboundMinutesAgo: null,
  },
  vertical: 'general',
  ai: {
    drafts: false,
    converses: false,
    voice: false,
    disclosed: false,
    vendorTrainingOff: true,
    zeroRetentionVerifiedDaysAgo: 3,
  },
  location: { state: 'NY', zone: 'America/New_York', country: 'US', noNoticeCounselApproval: false },
  emergencyStates: [],
  policy: { quietHoursMode: 'conservative', optOutScope: 'all', crossBannerOptOut: true },
  nowUtc: '2026-11-20T17:00:00Z',
});

const inToronto: GateInput['recipient'] = {
  ...noon.recipient,
  country: 'CA',
  candidates: [{ state: 'ON', zone: 'America/Toronto', source: 'area-code' }],
};

it('changes nothing where the rule pack covers the case', () => {
  expect(judge(noon)).toEqual(evaluateGate(noon));
  expect(judge(noon).decision).toBe('pass');
});

it('judges every trade of the catalogue by its own rules', () => {
  const clinic = { ...noon, vertical: 'healthcare' };
  expect(judge(clinic)).toMatchObject({ decision: 'deny', reason: 'no-baa' });
  expect(judge({ ...clinic, baa: { sms: true } }).decision).toBe('pass');
  for (const vertical of ['ria', 'lender', 'real-estate', 'legal', 'kids', 'pharma'])
    expect(judge({ ...noon, vertical })).toMatchObject({ decision: 'pass' });
  expect(judge({ ...noon, vertical: 'broker-dealer' })).toMatchObject({
    decision: 'route-to-counsel',
    queue: 'registered-principal',
  });
});

it.each([
  ['an unknown trade', { vertical: 'something-new' }],
  ['no trade at all', { vertical: undefined }],
  ['a caller in Mexico', { recipient: { ...noon.recipient, country: 'MX' } }],
  ['a caller of unknown country', { recipient: { ...noon.recipient, country: null } }],
  ['a caller in Canada at night', { recipient: inToronto, nowUtc: '2026-11-21T07:00:00Z' }],
  ['a caller in Canada, nobody knows where', { recipient: { ...inToronto, candidates: [] } }],
])('never lets %s pass, however good the rest', (_, change) => {
  expect(judge({ ...noon, ...change })).not.toMatchObject({ decision: 'pass' });
  expect(judge({ ...noon, ...change }).findings.map((finding) => finding.rule)).toContain(
    'rule-pack-coverage',
  );
});

it('answers a caller in Canada by day', () => {
  expect(judge({ ...noon, recipient: inToronto }).decision).toBe('pass');
});

it('leaves a denial a denial, and answers HELP anywhere', () => {
  const withheld = {
    ...noon,
    vertical: 'something-new',
    call: { ...noon.call, fromPresentation: 'restricted' },
  } as GateInput;
  expect(judge(withheld).decision).toBe('deny');
  const help = {
    ...noon,
    recipient: { ...noon.recipient, country: 'MX' },
    action: { ...noon.action, kind: 'sms.help' },
  } as GateInput;
  expect(judge(help)).toEqual(evaluateGate(help));
});
