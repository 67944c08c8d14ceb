import type { RuleCase } from './rule-case.ts';

export const ctiaMessagingPrinciplesCases: readonly RuleCase[] = [
  { say: 'named, with an opt-out line', given: {}, expect: { decision: 'pass' } },
  {
    say: 'no brand',
    given: { 'action.brandNamed': false },
    expect: { decision: 'deny', reason: 'missing-brand' },
  },
  {
    say: 'no opt-out line',
    given: { 'action.optOutInstruction': false },
    expect: { decision: 'deny', reason: 'missing-opt-out-line' },
  },
  {
    say: 'a nudge needs both too',
    given: { 'action.kind': 'sms.nudge', 'action.optOutInstruction': null },
    expect: { decision: 'deny', reason: 'missing-opt-out-line' },
  },
  {
    say: 'a reply need not repeat them',
    given: { 'action.kind': 'sms.reply', 'action.optOutInstruction': false, 'action.brandNamed': false },
    expect: { decision: 'pass' },
  },
  {
    say: 'opted out',
    given: { 'consent.state': 'OPTED_OUT', 'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' } },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'do not contact',
    given: { 'consent.state': 'DNC_INTERNAL' },
    expect: { decision: 'deny', reason: 'opted-out' },
  },
  {
    say: 'a caller who only rang',
    given: { 'call.textbackNoticePlayed': false, 'consent.state': 'INBOUND_CALLED' },
    expect: { decision: 'route-to-counsel', reason: 'no-notice', queue: 'counsel' },
  },
  {
    say: "with counsel's approval",
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'location.noNoticeCounselApproval': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'after START',
    given: { 'consent.state': 'RE_OPTED_IN', 'consent.reOptIn': { keyword: 'START', daysAgo: 1 } },
    expect: { decision: 'pass' },
  },
  {
    say: 'HELP is answered, subscriber or not',
    given: {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' },
      'action.kind': 'sms.help',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'WhatsApp has its own rules',
    given: { 'sender.type': 'whatsapp' },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'a sender we do not know is judged',
    given: { 'sender.type': null, 'action.brandNamed': false },
    expect: { decision: 'deny', reason: 'missing-brand' },
  },
];
