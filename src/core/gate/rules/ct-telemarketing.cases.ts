import type { RuleCase } from './rule-case.ts';

export const ctTelemarketingCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'CT', zone: 'America/New_York', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'CT', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-20T13:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T14:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'any sales contact without signed consent',
    given: {
      'recipient.candidates': [{ state: 'CT', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'a person calling too',
    given: {
      'recipient.candidates': [{ state: 'CT', zone: 'America/New_York', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'action.kind': 'call.human',
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
];
