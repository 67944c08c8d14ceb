import type { RuleCase } from './rule-case.ts';

export const txSb140Cases: readonly RuleCase[] = [
  {
    say: 'open, informational',
    given: { 'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'closed',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T16:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-22T18:00:00Z' },
  },
  { say: 'not for other states', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'sales without consent or registration',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: "a person's sales call too",
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'action.kind': 'call.human',
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'a registration on file',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'location.counselExemptions': ['tx-sb140'],
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'on the no-call list without recent business',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'location.counselExemptions': ['tx-sb140'],
      'dnc.stateListed': ['TX'],
      'recipient.lastInquiryDaysAgo': 91,
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'an inquiry of 90 days is recent',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'location.counselExemptions': ['tx-sb140'],
      'dnc.stateListed': ['TX'],
      'recipient.lastInquiryDaysAgo': 90,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'registered, listed, a recent purchase, but a later request not to be called',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      'recipient.lastTransactionDaysAgo': 40,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'action.kind': 'call.human',
      'location.counselExemptions': ['tx-sb140'],
      'dnc.stateListed': ['TX'],
      'dnc.internal': true,
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
];
