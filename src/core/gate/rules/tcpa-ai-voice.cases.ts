import type { RuleCase } from './rule-case.ts';

const voice = {
  'action.kind': 'call.ai-voice',
  'action.messageClass': 'service',
  'ai.voice': true,
  'ai.disclosed': true,
  'action.identifiesSeller': true,
  'action.voiceOptOut': true,
} as const;
export const tcpaAiVoiceCases: readonly RuleCase[] = [
  {
    say: 'asked for a call back',
    given: { ...voice, 'consent.callbackRequested': true },
    expect: {
      decision: 'pass',
      obligations: ['identify-business-at-start', 'offer-voice-opt-out', 'disclose-ai'],
    },
  },
  {
    say: 'only heard that we may text',
    given: { ...voice },
    expect: { decision: 'deny', reason: 'no-voice-consent' },
  },
  {
    say: 'number merely captured',
    given: {
      ...voice,
      'consent.callbackRequested': true,
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
    },
    expect: { decision: 'deny', reason: 'no-voice-consent' },
  },
  {
    say: 'back after an opt-out',
    given: { ...voice, 'consent.callbackRequested': true, 'consent.state': 'RE_OPTED_IN' },
    expect: { decision: 'deny', reason: 'no-voice-consent' },
  },
  {
    say: 'about the booking',
    given: { ...voice, 'consent.state': 'TRANSACTIONAL', 'action.category': 'appointment-reminder' },
    expect: { decision: 'pass' },
  },
  {
    say: 'booked, but about something else',
    given: { ...voice, 'consent.state': 'TRANSACTIONAL', 'action.category': 'survey' },
    expect: { decision: 'deny', reason: 'no-voice-consent' },
  },
  {
    say: 'selling with signed consent for texts only',
    given: { ...voice, 'action.hasMarketing': true, 'consent.pewc': { valid: true, sellers: ['entity-a'] } },
    expect: { decision: 'deny', reason: 'no-voice-consent' },
  },
  {
    say: 'selling with consent that covers the voice',
    given: {
      ...voice,
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'], artificialVoice: true },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'opening not shown',
    given: { ...voice, 'consent.callbackRequested': true, 'action.identifiesSeller': undefined },
    expect: { decision: 'deny', reason: 'seller-not-identified' },
  },
  {
    say: 'no way out',
    given: { ...voice, 'consent.callbackRequested': true, 'action.voiceOptOut': false },
    expect: { decision: 'deny', reason: 'no-voice-opt-out' },
  },
];
