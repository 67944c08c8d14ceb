import type { RuleCase } from './rule-case.ts';

export const tcpaPriorExpressConsentCases: readonly RuleCase[] = [
  { say: 'a caller who heard the notice may be texted', given: {}, expect: { decision: 'pass' } },
  {
    say: 'a voicemail counts as asking',
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'call.leftVoicemail': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a keypress counts as asking',
    given: { 'call.textbackNoticePlayed': false, 'consent.state': 'INBOUND_CALLED', 'call.keypress': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'a caller who only rang needs counsel',
    given: { 'call.textbackNoticePlayed': false, 'consent.state': 'INBOUND_CALLED' },
    expect: { decision: 'route-to-counsel', reason: 'no-notice', queue: 'counsel' },
  },
  {
    say: "with counsel's approval: one text, no nudges",
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'location.noNoticeCounselApproval': true,
    },
    expect: { decision: 'pass', obligations: ['single-message-only', 'no-nudges'] },
  },
  {
    say: 'the approval covers no sales content',
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'location.noNoticeCounselApproval': true,
    },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'an approval that nobody recorded is none',
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'location.noNoticeCounselApproval': undefined,
    },
    expect: { decision: 'route-to-counsel', reason: 'no-notice', queue: 'counsel' },
  },
  {
    say: 'a nudge without notice is never covered',
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'action.kind': 'sms.nudge',
      'location.noNoticeCounselApproval': true,
    },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'a nudge after a noticed text-back is covered',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a text-back that came from a bare call keeps that origin',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_CALLED',
    },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'an opt-out that reaches the message ends consent',
    given: { 'consent.state': 'OPTED_OUT', 'consent.optOut': { daysAgo: 3, scope: 'all', brand: 'brand-a' } },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'someone on the do-not-contact list has given none',
    given: { 'consent.state': 'DNC_INTERNAL' },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'a blocked number has given none',
    given: { 'consent.state': 'BLOCKED' },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'a lapsed caller who rings again and hears the notice is fresh',
    given: { 'consent.state': 'LAPSED' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a state we do not know proves nothing',
    given: { 'consent.state': 'FRIENDLY' },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
  {
    say: 'an AI voice call on a bare call is not covered',
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'action.kind': 'call.ai-voice',
      'ai.voice': true,
    },
    expect: { decision: 'deny', reason: 'no-consent' },
  },
];
