import type { RuleCase } from './rule-case.ts';

export const vaVtppaCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'VA', zone: 'America/New_York', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'VA', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-21T02:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'opted out nine years ago',
    given: {
      'recipient.candidates': [{ state: 'VA', zone: 'America/New_York', source: 'area-code' }],
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3285, scope: 'all', brand: 'brand-a' },
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: "eleven years ago: no longer this rule's business",
    given: {
      'recipient.candidates': [{ state: 'VA', zone: 'America/New_York', source: 'area-code' }],
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 4015, scope: 'all', brand: 'brand-a' },
    },
    expect: { decision: 'pass' },
  },
];
