import type { RuleCase } from './rule-case.ts';

const reply = {
  'action.kind': 'sms.reply',
  'action.messageClass': 'conversational',
  'history.lastInboundMinutesAgo': 0,
  'consent.state': 'ENGAGED',
} as const;
export const urgentEscalationCases: readonly RuleCase[] = [
  {
    say: 'an ordinary message',
    given: { ...reply, inboundText: 'can you come tomorrow?' },
    expect: { decision: 'pass' },
  },
  {
    say: 'gas',
    given: { ...reply, inboundText: 'I smell gas in the kitchen' },
    expect: { decision: 'deny', reason: 'emergency', fallback: 'fixed-safety-text+human-alert' },
  },
  {
    say: 'said on voicemail',
    given: { 'call.voicemailTranscript': 'please help, he is not breathing' },
    expect: { decision: 'deny', reason: 'emergency', fallback: 'fixed-safety-text+human-alert' },
  },
  {
    say: 'self-harm, spoken of and not announced',
    given: { ...reply, inboundText: 'I keep thinking about ending my life' },
    expect: { decision: 'deny', reason: 'emergency', fallback: 'fixed-safety-text+human-alert' },
  },
  {
    say: 'a word that sounds alike',
    given: { ...reply, inboundText: 'I want to fire my plumber' },
    expect: { decision: 'pass' },
  },
  {
    say: 'the safety text',
    given: { ...reply, inboundText: 'I smell gas', 'action.category': 'safety-text' },
    expect: { decision: 'pass' },
  },
  {
    say: 'pills',
    given: { ...reply, inboundText: 'I took all my pills' },
    expect: { decision: 'deny', reason: 'emergency', fallback: 'fixed-safety-text+human-alert' },
  },
  {
    say: 'a child that does not respond',
    given: { ...reply, inboundText: 'my baby is not responding' },
    expect: { decision: 'deny', reason: 'emergency', fallback: 'fixed-safety-text+human-alert' },
  },
];
