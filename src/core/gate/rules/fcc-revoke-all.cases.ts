import type { RuleCase } from './rule-case.ts';

export const fccRevokeAllCases: readonly RuleCase[] = [
  { say: 'nothing on file', given: {}, expect: { decision: 'pass' } },
  {
    say: 'an opt-out of everything',
    given: { 'consent.state': 'OPTED_OUT', 'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' } },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'the waiver runs until 31 January 2027',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.reminder',
      'action.messageClass': 'transactional',
      'action.category': 'appointment-reminder',
      nowUtc: '2027-01-30T23:59:59Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'from then on an older rule pack asks counsel',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.reminder',
      'action.messageClass': 'transactional',
      'action.category': 'appointment-reminder',
      nowUtc: '2027-01-31T00:00:00Z',
    },
    expect: { decision: 'route-to-counsel', reason: 'rule-pack-outdated', queue: 'counsel' },
  },
  {
    say: 'a newer rule pack denies',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.reminder',
      'action.messageClass': 'transactional',
      'action.category': 'appointment-reminder',
      nowUtc: '2027-02-01T17:00:00Z',
      'policy.rulePackDate': '2027-02-01',
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'a related message is denied at any date',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.reminder',
      'action.messageClass': 'transactional',
      'action.category': 'marketing',
    },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'HELP passes',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'action.kind': 'sms.help',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'HELP passes after 31 January 2027 too',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'category', inReplyToCategory: 'marketing', brand: 'brand-a' },
      'policy.optOutScope': 'category',
      'action.kind': 'sms.help',
      'action.messageClass': 'transactional',
      nowUtc: '2027-02-01T17:00:00Z',
    },
    expect: { decision: 'pass' },
  },
];
