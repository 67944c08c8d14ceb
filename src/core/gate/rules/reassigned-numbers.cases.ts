import type { RuleCase } from './rule-case.ts';

const old = {
  'action.kind': 'sms.reminder',
  'action.messageClass': 'transactional',
  'recipient.lastInquiryDaysAgo': 31,
} as const;
export const reassignedNumbersCases: readonly RuleCase[] = [
  { say: 'called us today', given: {}, expect: { decision: 'pass' } },
  {
    say: 'called us 30 days ago',
    given: { ...old, 'recipient.lastInquiryDaysAgo': 30 },
    expect: { decision: 'pass' },
  },
  {
    say: 'texted us last week',
    given: { ...old, 'history.lastInboundMinutesAgo': 10080 },
    expect: { decision: 'pass' },
  },
  {
    say: 'consent of last week',
    given: { ...old, 'consent.capturedDaysAgo': 7 },
    expect: { decision: 'pass' },
  },
  {
    say: 'changed hands, even after a fresh call',
    given: { rnd: { result: 'yes' } },
    expect: { decision: 'deny', reason: 'reassigned', fallback: 'none' },
  },
  { say: 'checked', given: { ...old, rnd: { result: 'no' } }, expect: { decision: 'pass' } },
  {
    say: 'not checked',
    given: { ...old },
    expect: { decision: 'defer-until', reason: 'rnd-unchecked', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'no data',
    given: { ...old, rnd: { result: 'no-data' } },
    expect: { decision: 'defer-until', reason: 'rnd-unchecked', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'not checked, selling',
    given: { ...old, 'action.hasMarketing': true },
    expect: { decision: 'deny', reason: 'rnd-unchecked' },
  },
  {
    say: 'timed out once',
    given: { ...old, lookups: { timedOut: ['rnd'], attempts: 1 } },
    expect: { decision: 'defer-until', reason: 'lookup-timeout', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'timed out twice',
    given: { ...old, lookups: { timedOut: ['rnd'], attempts: 2 } },
    expect: { decision: 'deny', reason: 'lookup-timeout', fallback: 'manual-callback' },
  },
  {
    say: 'run without by choice: nobody is asked, so nothing waits and nothing passes',
    given: { ...old, lookups: { timedOut: [], attempts: 0, byChoice: ['rnd'] } },
    expect: { decision: 'deny', reason: 'rnd-unchecked', fallback: 'manual-callback' },
  },
  {
    say: 'run without by choice, but the person called today',
    given: { lookups: { timedOut: [], attempts: 0, byChoice: ['rnd'] } },
    expect: { decision: 'pass' },
  },
];
