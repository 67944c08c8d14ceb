import type { RuleCase } from './rule-case.ts';

const call = {
  'action.kind': 'call.human',
  'action.messageClass': 'marketing',
  'action.hasMarketing': true,
  'action.identifiesSeller': true,
} as const;
export const dncNationalCases: readonly RuleCase[] = [
  { say: 'not a sales contact', given: { 'dnc.national': true }, expect: { decision: 'pass' } },
  { say: 'sales call, not listed', given: { ...call }, expect: { decision: 'pass' } },
  {
    say: 'listed, inquiry 90 days ago',
    given: { ...call, 'dnc.national': true, 'recipient.lastInquiryDaysAgo': 90 },
    expect: { decision: 'pass' },
  },
  {
    say: 'listed, inquiry 91 days ago',
    given: { ...call, 'dnc.national': true, 'recipient.lastInquiryDaysAgo': 91 },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'listed, purchase 540 days ago',
    given: {
      ...call,
      'dnc.national': true,
      'recipient.lastInquiryDaysAgo': null,
      'recipient.lastTransactionDaysAgo': 540,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'listed, purchase 541 days ago',
    given: {
      ...call,
      'dnc.national': true,
      'recipient.lastInquiryDaysAgo': null,
      'recipient.lastTransactionDaysAgo': 541,
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'a later request ended the relationship',
    given: {
      ...call,
      'dnc.national': true,
      'recipient.lastInquiryDaysAgo': 60,
      'consent.optOut': { daysAgo: 10, scope: 'all', brand: 'brand-a' },
      'consent.reOptIn': { keyword: 'START', daysAgo: 5 },
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'copy 31 days old',
    given: { ...call, 'dnc.nationalListAgeDays': 31 },
    expect: { decision: 'pass' },
  },
  {
    say: 'copy 32 days old, whatever the consent',
    given: { ...call, 'dnc.nationalListAgeDays': 32, 'consent.pewc': { valid: true, sellers: ['entity-a'] } },
    expect: { decision: 'deny', reason: 'registry-stale' },
  },
  {
    say: 'not looked up',
    given: { ...call, 'dnc.national': null },
    expect: { decision: 'deny', reason: 'registry-stale' },
  },
  {
    say: 'look-up timed out once',
    given: { ...call, 'dnc.national': null, lookups: { timedOut: ['dnc'], attempts: 1 } },
    expect: { decision: 'defer-until', reason: 'lookup-timeout', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'look-up timed out twice',
    given: { ...call, 'dnc.national': null, lookups: { timedOut: ['dnc'], attempts: 2 } },
    expect: { decision: 'deny', reason: 'lookup-timeout', fallback: 'manual-callback' },
  },
  {
    say: 'run without the registry by choice: no sales contact, and none waits',
    given: { ...call, 'dnc.national': null, lookups: { timedOut: [], attempts: 0, byChoice: ['dnc'] } },
    expect: { decision: 'deny', reason: 'registry-stale' },
  },
];
