import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
const berlin = {
  'recipient.country': 'DE',
  'recipient.candidates': [{ state: 'DE-EU', zone: 'Europe/Berlin', source: 'country-code' }],
} as const;
export const gdprArt7Cases: readonly RuleCase[] = [
  {
    say: 'proof on file',
    given: { ...write, ...berlin, gdpr: { basis: '6(1)(a)', art13Notice: true, consentProof: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'none',
    given: { ...write, ...berlin, gdpr: { basis: '6(1)(a)', art13Notice: true } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'another basis',
    given: { ...write, ...berlin, gdpr: { basis: '6(1)(b)', art13Notice: true } },
    expect: { decision: 'not-applicable' },
  },
];
