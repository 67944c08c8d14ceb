import type { RuleCase } from './rule-case.ts';

export const fcc2424RevocationCases: readonly RuleCase[] = [
  { say: 'nothing on file', given: {}, expect: { decision: 'pass' } },
  {
    say: 'an opt-out is obeyed, and a new call does not undo it',
    given: { 'consent.state': 'OPTED_OUT', 'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' } },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'it has no expiry',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 4000, scope: 'all', brand: 'brand-a' },
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'an opt-out from another brand counts too by default',
    given: { 'consent.state': 'OPTED_OUT', 'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-b' } },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'unless the operator keeps banners apart',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-b' },
      'policy.crossBannerOptOut': false,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a later START lifts it',
    given: {
      'consent.state': 'RE_OPTED_IN',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'consent.reOptIn': { keyword: 'START', daysAgo: 1 },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'an earlier START does not',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'consent.reOptIn': { keyword: 'START', daysAgo: 5 },
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'on the same day the recorded state knows the order',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 0, scope: 'all', brand: 'brand-a' },
      'consent.reOptIn': { keyword: 'START', daysAgo: 0 },
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'an unanswered clarification is a stop',
    given: { 'consent.state': 'CLARIFY_PENDING' },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'a person may return the call',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'action.kind': 'call.human',
      'action.messageClass': 'service',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'but not to sell',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'action.kind': 'call.human',
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'HELP is answered',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'action.kind': 'sms.help',
      'action.messageClass': 'service',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'the confirmation is not reached',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'action.kind': 'sms.optout.confirm',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'category mode lets an unrelated transactional reminder go',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.reminder',
      'action.messageClass': 'transactional',
      'action.category': 'appointment-reminder',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'category mode still stops the same programme',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': {
        daysAgo: 3,
        scope: 'category',
        brand: 'brand-a',
        inReplyToCategory: 'appointment-reminder',
      },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.reminder',
      'action.messageClass': 'transactional',
      'action.category': 'appointment-reminder',
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'category mode stops what is not transactional',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
      'policy.optOutScope': 'category',
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'not known whether they opted out: treated as if they had',
    given: { 'consent.optOut': undefined },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'it holds abroad as policy',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'recipient.country': 'CA',
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
];
