import type { RuleCase } from './rule-case.ts';

const canada = {
  'recipient.country': 'CA',
  'recipient.candidates': [{ state: 'ON', zone: 'America/Toronto', source: 'area-code' }],
} as const;
const later = { 'action.kind': 'sms.reminder', 'action.messageClass': 'transactional' } as const;
export const caslCases: readonly RuleCase[] = [
  { say: 'answering the call', given: { ...canada }, expect: { decision: 'pass' } },
  {
    say: 'unsubscribed',
    given: { ...canada, 'consent.optOut': { daysAgo: 900, scope: 'all', brand: 'brand-a' } },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'a reminder, inquiry 180 days ago',
    given: { ...canada, ...later, 'recipient.lastInquiryDaysAgo': 180 },
    expect: { decision: 'pass' },
  },
  {
    say: 'inquiry 181 days ago',
    given: { ...canada, ...later, 'recipient.lastInquiryDaysAgo': 181 },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'purchase 730 days ago',
    given: {
      ...canada,
      ...later,
      'recipient.lastInquiryDaysAgo': null,
      'recipient.lastTransactionDaysAgo': 730,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'no name',
    given: { ...canada, ...later, 'action.brandNamed': false },
    expect: { decision: 'deny', reason: 'missing-brand' },
  },
  {
    say: 'no way out',
    given: { ...canada, ...later, 'action.optOutInstruction': false },
    expect: { decision: 'deny', reason: 'missing-opt-out-line' },
  },
  {
    say: 'selling in the first text',
    given: {
      ...canada,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'recipient.lastInquiryDaysAgo': null,
    },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  { say: 'American', given: {}, expect: { decision: 'not-applicable' } },
];
