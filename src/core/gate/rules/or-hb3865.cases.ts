import type { RuleCase } from './rule-case.ts';

export const orHb3865Cases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'OR', zone: 'America/Los_Angeles', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'OR', zone: 'America/Los_Angeles', source: 'area-code' }],
      nowUtc: '2026-11-21T04:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T16:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'the fourth contact on any subject waits',
    given: {
      'recipient.candidates': [{ state: 'OR', zone: 'America/Los_Angeles', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
      'history.subject': 'different',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T22:00:00Z' },
  },
  {
    say: 'a purchase within 18 months lifts the cap',
    given: {
      'recipient.candidates': [{ state: 'OR', zone: 'America/Los_Angeles', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
      'recipient.lastTransactionDaysAgo': 540,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a reply of any age is not capped',
    given: {
      'recipient.candidates': [{ state: 'OR', zone: 'America/Los_Angeles', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
      'action.kind': 'sms.reply',
      'history.lastInboundMinutesAgo': 300,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a longer wait is told by the cap',
    given: {
      'recipient.candidates': [{ state: 'OR', zone: 'America/Los_Angeles', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T02:00:00Z'],
      nowUtc: '2026-11-20T15:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T22:00:00Z' },
  },
];
