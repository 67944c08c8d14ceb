import type { RuleCase } from './rule-case.ts';

export const fccOptOutConfirmationCases: readonly RuleCase[] = [
  {
    say: 'the one confirmation, at once',
    given: {
      'action.kind': 'sms.optout.confirm',
      'action.messageClass': 'service',
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { scope: 'all', brand: 'brand-a', minutesAgo: 0 },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'five minutes are in time',
    given: {
      'action.kind': 'sms.optout.confirm',
      'action.messageClass': 'service',
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { scope: 'all', brand: 'brand-a', minutesAgo: 5 },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'six are not',
    given: {
      'action.kind': 'sms.optout.confirm',
      'action.messageClass': 'service',
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { scope: 'all', brand: 'brand-a', minutesAgo: 6 },
    },
    expect: { decision: 'deny', reason: 'confirmation-not-allowed', fallback: 'none' },
  },
  {
    say: 'minutes not known: presumed late',
    given: {
      'action.kind': 'sms.optout.confirm',
      'action.messageClass': 'service',
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { scope: 'all', brand: 'brand-a', daysAgo: 0 },
    },
    expect: { decision: 'deny', reason: 'confirmation-not-allowed', fallback: 'none' },
  },
  {
    say: 'only one',
    given: {
      'action.kind': 'sms.optout.confirm',
      'action.messageClass': 'service',
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { scope: 'all', brand: 'brand-a', minutesAgo: 1 },
      'history.optoutConfirmationsSent': 1,
    },
    expect: { decision: 'deny', reason: 'confirmation-not-allowed', fallback: 'none' },
  },
  {
    say: 'no winning back',
    given: {
      'action.kind': 'sms.optout.confirm',
      'action.messageClass': 'service',
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { scope: 'all', brand: 'brand-a', minutesAgo: 1 },
      'action.hasMarketing': true,
    },
    expect: { decision: 'deny', reason: 'confirmation-not-allowed', fallback: 'none' },
  },
];
