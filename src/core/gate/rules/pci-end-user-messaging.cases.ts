import type { RuleCase } from './rule-case.ts';

const reply = {
  'action.kind': 'sms.reply',
  'action.messageClass': 'conversational',
  'history.lastInboundMinutesAgo': 1,
  'consent.state': 'ENGAGED',
} as const;
export const pciEndUserMessagingCases: readonly RuleCase[] = [
  {
    say: 'an ordinary reply',
    given: { ...reply, 'action.body': 'We can come on Friday at 9.', inboundText: 'when can you come?' },
    expect: { decision: 'pass' },
  },
  {
    say: 'asks for the card',
    given: { ...reply, 'action.body': 'Please reply with your card number and we will book it.' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'carries a card',
    given: { ...reply, 'action.body': 'We charged 4111111111111111.' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'points to a payment page',
    given: {
      ...reply,
      'action.body': 'Please enter your card number on our secure link: https://pay.example/1',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'warns against it',
    given: { ...reply, 'action.body': 'Please do not text your card number.' },
    expect: { decision: 'pass' },
  },
  {
    say: 'they sent one',
    given: { ...reply, inboundText: 'use 4111 1111 1111 1111' },
    expect: { decision: 'pass', obligations: ['redact-before-store', 'send-payment-link'] },
  },
  { say: 'no words at all', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'asks for the digits without saying number',
    given: { ...reply, 'action.body': 'Can you text us the 16 digits on the front of your card?' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'asks for the code on the back',
    given: { ...reply, 'action.body': 'And the 3-digit code on the back?' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'asks for the card itself',
    given: { ...reply, 'action.body': 'Text me your card and exp date' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
];
