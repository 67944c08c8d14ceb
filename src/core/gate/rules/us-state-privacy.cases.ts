import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
const texas = {
  'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'crm-address' }],
} as const;
export const usStatePrivacyCases: readonly RuleCase[] = [
  {
    say: 'ordinary data',
    given: { ...write, ...texas, privacy: { sensitive: [] } },
    expect: { decision: 'pass' },
  },
  {
    say: 'voiceprint without opt-in',
    given: { ...write, ...texas, privacy: { sensitive: ['voiceprint'] } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'with opt-in',
    given: { ...write, ...texas, privacy: { sensitive: ['health'], sensitiveOptIn: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'objected to sharing',
    given: { ...write, ...texas, privacy: { optOutOfSale: true, sharing: true } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'nothing known',
    given: { ...write, ...texas },
    expect: { decision: 'route-to-counsel', reason: 'data-use', queue: 'counsel' },
  },
  {
    say: 'Oklahoma, before its law',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'crm-address' }],
    },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'Oklahoma, after',
    given: {
      ...write,
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'crm-address' }],
      privacy: { sensitive: ['health'] },
      nowUtc: '2027-01-04T17:00:00Z',
    },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  { say: 'no law here', given: { ...write }, expect: { decision: 'not-applicable' } },
];
