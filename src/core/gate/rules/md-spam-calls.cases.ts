import type { RuleCase } from './rule-case.ts';

export const mdSpamCallsCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'MD', zone: 'America/New_York', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'MD', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-21T01:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'the first answer may be judged elsewhere',
    given: {
      'recipient.candidates': [{ state: 'MD', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a sales nudge without consent',
    given: {
      'recipient.candidates': [{ state: 'MD', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'action.kind': 'sms.nudge',
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'the fourth contact waits, the first answer too',
    given: {
      'recipient.candidates': [{ state: 'MD', zone: 'America/New_York', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T22:00:00Z' },
  },
];
