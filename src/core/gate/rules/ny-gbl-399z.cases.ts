import type { RuleCase } from './rule-case.ts';

export const nyGbl399zCases: readonly RuleCase[] = [
  { say: 'no emergency', given: {}, expect: { decision: 'pass' } },
  {
    say: 'sales in an emergency',
    given: {
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
      emergencyStates: ['NY'],
    },
    expect: { decision: 'deny', reason: 'state-of-emergency' },
  },
  {
    say: 'an informational answer in an emergency',
    given: { emergencyStates: ['NY'] },
    expect: { decision: 'pass' },
  },
  {
    say: 'not known whether there is one',
    given: { 'action.messageClass': 'marketing', 'action.hasMarketing': true, emergencyStates: null },
    expect: { decision: 'deny', reason: 'state-of-emergency' },
  },
  {
    say: 'closed',
    given: { nowUtc: '2026-11-21T02:00:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'not for other states',
    given: { 'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }] },
    expect: { decision: 'not-applicable' },
  },
];
