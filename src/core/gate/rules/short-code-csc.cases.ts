import type { RuleCase } from './rule-case.ts';

const shortcode = { 'sender.type': 'shortcode' };

export const shortCodeCscCases: readonly RuleCase[] = [
  { say: 'a local number has other rules', given: {}, expect: { decision: 'not-applicable' } },
  { say: 'an approved programme', given: shortcode, expect: { decision: 'pass' } },
  {
    say: 'a programme that is not active',
    given: { ...shortcode, 'sender.campaignStatus': 'pending' },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  {
    say: 'a reminder without an opt-in confirmation',
    given: { ...shortcode, 'action.kind': 'sms.reminder' },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  {
    say: 'a reminder with one',
    given: { ...shortcode, 'action.kind': 'sms.reminder', 'consent.optInConfirmationSent': true },
    expect: { decision: 'pass' },
  },
];
