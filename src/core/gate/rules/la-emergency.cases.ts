import type { RuleCase } from './rule-case.ts';

export const laEmergencyCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T18:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'sales in an emergency',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      emergencyStates: ['LA'],
    },
    expect: { decision: 'deny', reason: 'state-of-emergency' },
  },
  {
    say: 'other automated contact',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      emergencyStates: ['LA'],
    },
    expect: { decision: 'route-to-counsel', reason: 'state-of-emergency', queue: 'counsel' },
  },
  {
    say: 'a fresh reply',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      emergencyStates: ['LA'],
      'action.kind': 'sms.reply',
      'history.lastInboundMinutesAgo': 2,
    },
    expect: { decision: 'pass' },
  },
  {
    say: "a person's service call",
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      emergencyStates: ['LA'],
      'action.kind': 'call.human',
      'action.messageClass': 'service',
    },
    expect: { decision: 'pass' },
  },
];
