import type { RuleCase } from './rule-case.ts';

export const waCemaCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'WA', zone: 'America/Los_Angeles', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'WA', zone: 'America/Los_Angeles', source: 'area-code' }],
      nowUtc: '2026-11-21T04:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T16:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'promotion without consent',
    given: {
      'recipient.candidates': [{ state: 'WA', zone: 'America/Los_Angeles', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'with it',
    given: {
      'recipient.candidates': [{ state: 'WA', zone: 'America/Los_Angeles', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
    },
    expect: { decision: 'pass' },
  },
];
