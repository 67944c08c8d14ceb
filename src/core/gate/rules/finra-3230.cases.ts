import type { RuleCase } from './rule-case.ts';

const call = {
  vertical: 'broker-dealer',
  'action.kind': 'call.human',
  'action.messageClass': 'marketing',
  'action.hasMarketing': true,
} as const;
export const finra3230Cases: readonly RuleCase[] = [
  { say: 'a sales call in order', given: { ...call }, expect: { decision: 'pass' } },
  {
    say: 'a service call',
    given: { ...call, 'action.messageClass': 'service', 'action.hasMarketing': false, 'dnc.national': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'listed',
    given: { ...call, 'dnc.national': true, 'recipient.lastInquiryDaysAgo': null },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'our own list',
    given: { ...call, 'dnc.internal': true },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'too late in the day',
    given: { ...call, nowUtc: '2026-11-21T02:00:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'copy too old',
    given: { ...call, 'dnc.nationalListAgeDays': 40 },
    expect: { decision: 'deny', reason: 'registry-stale' },
  },
  { say: 'other trades', given: { 'action.kind': 'call.human' }, expect: { decision: 'not-applicable' } },
];
