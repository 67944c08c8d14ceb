import type { RuleCase } from './rule-case.ts';

export const flFtsaCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-21T01:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'sales without signed consent',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'sales with it',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'the fourth contact on the subject waits',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T22:00:00Z' },
  },
  {
    say: 'another subject does not',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
      'history.subject': 'different',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'nothing after STOP',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 1, scope: 'all', brand: 'brand-a' },
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'a person dialling is not automated sales',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'action.kind': 'call.human',
    },
    expect: { decision: 'pass' },
  },
];
