import type { RuleCase } from './rule-case.ts';

export const okOtsaCases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-21T02:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T14:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'sales without signed consent',
    given: {
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'an exemption on file',
    given: {
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'location.counselExemptions': ['ok-otsa'],
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'the fourth contact waits',
    given: {
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }],
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T22:00:00Z' },
  },
  {
    say: 'past its review date counsel decides',
    given: {
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2027-02-22T17:00:00Z',
    },
    expect: { decision: 'route-to-counsel', reason: 'rule-pack-outdated', queue: 'counsel' },
  },
  {
    say: 'but HELP still passes',
    given: {
      'recipient.candidates': [{ state: 'OK', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2027-02-22T17:00:00Z',
      'action.kind': 'sms.help',
    },
    expect: { decision: 'pass' },
  },
];
