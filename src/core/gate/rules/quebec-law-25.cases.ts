import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
const quebec = {
  'recipient.country': 'CA',
  'recipient.candidates': [{ state: 'QC', zone: 'America/Toronto', source: 'area-code' }],
} as const;
export const quebecLaw25Cases: readonly RuleCase[] = [
  {
    say: 'assessed and announced',
    given: { ...write, ...quebec, privacy: { purposeIsCall: true, pia: true, automatedNotice: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'not assessed',
    given: { ...write, ...quebec, privacy: { purposeIsCall: true, pia: false, automatedNotice: true } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'not announced',
    given: { ...write, ...quebec, privacy: { purposeIsCall: true, pia: true, automatedNotice: false } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'Ontario',
    given: {
      ...write,
      'recipient.country': 'CA',
      'recipient.candidates': [{ state: 'ON', zone: 'America/Toronto', source: 'area-code' }],
    },
    expect: { decision: 'not-applicable' },
  },
];
