/**
 * If these fail: something goes out of a place whose duties are not kept, a duty that is kept stops it all the same, or
 * the end of what somebody vouched for passes unnoticed.
 */
import { describe, expect, it } from 'vitest';
import { ENTRIES } from '../gate/entries/all.ts';
import { sampleWith } from '../gate/sample-input.ts';
import type { GateInput } from '../gate/input.ts';
import { judgeUnder } from '../policy/ruling.ts';
import { evaluateDuties, type DutyFacts } from './duties.ts';

const SHOP: DutyFacts = {
  today: '2026-11-21',
  vertical: 'general',
  country: 'US',
  sender: { number: '+13125550100', ours: true },
  usesModel: false,
  bookingPage: false,
  attested: {},
};
const find = (duty: string, change: Partial<DutyFacts> = {}) =>
  evaluateDuties({ ...SHOP, ...change }).outcome.find((one) => one.duty === duty);

describe('duties', () => {
  it('are entries of the catalogue that run per location or vendor', () => {
    const everything = evaluateDuties({
      ...SHOP,
      vertical: 'healthcare',
      bookingPage: true,
      attested: { franchisee: { status: 'active', since: '2020-01-01' } },
    }).outcome;
    for (const { duty } of everything)
      expect(['location', 'vendor']).toContain(ENTRIES.find(({ id }) => id === duty)?.runs);
  });

  it('of an ordinary shop stop nothing but what nobody set up: calls by a machine voice', () => {
    const stopping = evaluateDuties(SHOP).outcome.filter(({ effect }) => effect !== null);
    expect(stopping).toMatchObject([
      { duty: 'robocall-mitigation-db', effect: { kinds: ['call.ai-voice'] } },
    ]);
  });

  it.each<[string, string, Partial<DutyFacts>, string, string | null]>([
    [
      'a number of another brand',
      'caller-id-integrity',
      { sender: { number: '+13125550100', ours: false } },
      'missing',
      'route-to-counsel',
    ],
    [
      'a number that does not ring',
      'caller-id-integrity',
      { attested: { senderNumber: { number: '+13125550100', answers: false, since: '2026-01-01' } } },
      'missing',
      'deny',
    ],
    [
      'a number that rings elsewhere',
      'caller-id-integrity',
      {
        sender: { number: '+18005550100', ours: false },
        attested: { senderNumber: { number: '+18005550100', answers: true, since: '2026-01-01' } },
      },
      'met',
      null,
    ],
    [
      'an agreement that ended',
      'fdd-item-17',
      { attested: { franchisee: { status: 'terminated', since: '2026-11-21' } } },
      'missing',
      'deny',
    ],
    [
      'an agreement that ends tomorrow',
      'fdd-item-17',
      { attested: { franchisee: { status: 'expired', since: '2026-11-22' } } },
      'met',
      null,
    ],
    [
      'a vendor that is not listed',
      'robocall-mitigation-db',
      { attested: { voiceVendors: [{ vendor: 'V', listed: false, checkedOn: '2026-11-20' }] } },
      'missing',
      'deny',
    ],
    [
      'a look 31 days ago',
      'robocall-mitigation-db',
      { attested: { voiceVendors: [{ vendor: 'V', listed: true, checkedOn: '2026-10-21' }] } },
      'due',
      null,
    ],
    [
      'a look 401 days ago',
      'robocall-mitigation-db',
      { attested: { voiceVendors: [{ vendor: 'V', listed: true, checkedOn: '2025-10-16' }] } },
      'missing',
      'deny',
    ],
    [
      'a clinic that vouched for nothing',
      'hipaa-tech-safeguards',
      { vertical: 'healthcare' },
      'missing',
      'route-to-counsel',
    ],
    [
      'a clinic without a risk analysis',
      'hipaa-admin-safeguards',
      { vertical: 'healthcare' },
      'missing',
      null,
    ],
    [
      'a lender and a model without a contract',
      'glba-safeguards',
      { vertical: 'lender', usesModel: true },
      'missing',
      'route-to-counsel',
    ],
    [
      'a broker and a contract that ended yesterday',
      'sec-reg-s-p',
      {
        vertical: 'broker-dealer',
        usesModel: true,
        attested: {
          vendorClauses: [
            {
              vendor: 'M',
              safeguards: true,
              incidentNotice72h: true,
              checkedOn: '2026-01-01',
              expiresOn: '2026-11-20',
            },
          ],
        },
      },
      'missing',
      'route-to-counsel',
    ],
    ['a European shop without a register', 'gdpr-art-30', { country: 'DE' }, 'missing', 'route-to-counsel'],
    [
      'an assistant nobody classified',
      'eu-ai-act-art-12-13-14-15',
      { country: 'FR', usesModel: true },
      'missing',
      'route-to-counsel',
    ],
  ])('with %s', (_, duty, change, state, decision) => {
    const found = find(duty, change);
    expect(found?.state).toBe(state);
    expect(found?.effect?.decision ?? null).toBe(decision);
  });
});

describe('customer information of a financial business', () => {
  const clause = (more: object) => ({
    vendor: 'M',
    safeguards: true,
    incidentNotice72h: true,
    checkedOn: '2026-11-01',
    ...more,
  });
  const lender = (vendorClauses: object[], more: Partial<DutyFacts> = {}) =>
    find('glba-safeguards', {
      vertical: 'lender',
      usesModel: true,
      ...more,
      attested: { vendorClauses: vendorClauses as never },
    });

  it.each<[string, object[], string, readonly string[] | null]>([
    [
      'a model without the clause',
      [clause({ uses: ['llm'], safeguards: false })],
      'missing',
      ['llm.process'],
    ],
    [
      'a CRM without the clause: nothing is written or handed on, whatever the others signed',
      [clause({}), clause({ vendor: 'C', uses: ['crm'], safeguards: false })],
      'missing',
      ['crm.write', 'report.export'],
    ],
    [
      'a contract for storage only: nobody looked at the model',
      [clause({ uses: ['storage'] })],
      'missing',
      ['llm.process'],
    ],
    ['nobody looked at who carries the texts', [clause({ uses: ['llm'] })], 'due', null],
    [
      'every vendor looked at',
      [clause({ uses: ['llm'] }), clause({ vendor: 'T', uses: ['sms'] })],
      'met',
      null,
    ],
    ['one contract for every use', [clause({})], 'met', null],
  ])('%s', (_, clauses, state, kinds) => {
    const found = lender(clauses);
    expect(found?.state).toBe(state);
    expect(found?.effect?.kinds ?? null).toEqual(kinds);
  });

  it('goes out in no text where who carries it lacks the clause, and without a model too', () => {
    const found = lender([clause({ uses: ['sms'], safeguards: false })], { usesModel: false });
    expect(found?.effect).toMatchObject({
      decision: 'deny',
      kinds: expect.arrayContaining(['sms.reply']) as string[],
    });
    expect(found?.because).toBe('M: the contract lacks a safeguards clause.');
  });

  it('of other trades and other countries is not their concern', () => {
    const lacking = [clause({ safeguards: false })];
    expect(lender(lacking, { vertical: 'legal' })).toBeUndefined();
    expect(lender(lacking, { country: 'CA' })).toBeUndefined();
  });
});

describe('at send time', () => {
  const stop = (change: Partial<NonNullable<GateInput['duties']>[number]> = {}): GateInput['duties'] => [
    {
      duty: 'fdd-item-17',
      decision: 'deny',
      kinds: ['sms.textback.first', 'sms.help'],
      because: 'The franchise agreement is terminated.',
      evaluatedAt: '2026-11-20T12:00:00Z',
      ...change,
    },
  ];
  const decide = (duties: GateInput['duties'], changes = {}) =>
    judgeUnder({ ...sampleWith(changes), duties }, null);

  it('a duty that is not kept stops the kinds that it names, with its source and when it was found', () => {
    const decision = decide(stop());
    expect(decision).toMatchObject({ decision: 'deny', fallback: 'manual-callback' });
    expect(decision.findings.find(({ rule }) => rule === 'fdd-item-17')?.evidence).toMatchObject({
      citation: '16 CFR § 436.5(q)',
      facts: { evaluatedAt: '2026-11-20T12:00:00Z' },
    });
    expect(decide(stop({ kinds: ['sms.nudge'] })).decision).toBe('pass');
  });

  it('what only counsel can say, counsel can say; a denial stays', () => {
    const asks = stop({ decision: 'route-to-counsel', queue: 'operations' });
    expect(decide(asks)).toMatchObject({ decision: 'route-to-counsel', queue: 'operations' });
    const approved = { 'location.counselExemptions': ['fdd-item-17'] };
    expect(decide(asks, approved).decision).toBe('pass');
    expect(decide(stop(), approved).decision).toBe('deny');
  });

  it('never swallows the answer to HELP', () => {
    expect(decide(stop(), { 'action.kind': 'sms.help', 'action.category': 'help' }).decision).toBe('pass');
  });
});
