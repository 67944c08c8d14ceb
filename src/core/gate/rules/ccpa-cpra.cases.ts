import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
export const ccpaCpraCases: readonly RuleCase[] = [
  {
    say: 'notice on file',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' }],
      privacy: { noticePath: true },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'no notice',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' }],
      privacy: { noticePath: false },
    },
    expect: { decision: 'route-to-counsel', reason: 'data-use', queue: 'counsel' },
  },
  {
    say: 'deletion asked for',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' }],
      privacy: { noticePath: true, openRequest: 'deletion' },
    },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'objected, and it would be shared',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' }],
      privacy: { noticePath: true, optOutOfSale: true, sharing: true },
    },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'objected, not shared',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' }],
      privacy: { noticePath: true, optOutOfSale: true, sharing: false },
    },
    expect: { decision: 'pass' },
  },
  { say: 'elsewhere', given: { ...write }, expect: { decision: 'not-applicable' } },
];
