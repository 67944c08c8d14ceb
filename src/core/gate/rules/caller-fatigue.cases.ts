import type { RuleCase } from './rule-case.ts';

export const callerFatigueCases: readonly RuleCase[] = [
  { say: 'nothing sent lately', given: {}, expect: { decision: 'pass' } },
  {
    say: 'a text-back from this location within a day',
    given: { 'history.textbacksThisNumberLocation24h': 1 },
    expect: { decision: 'deny', reason: 'frequency-cap' },
  },
  {
    say: 'three in 24 hours',
    given: {
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T21:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T22:00:00Z' },
  },
  {
    say: 'an entry exactly 24 hours old has left',
    given: {
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z', '2026-11-20T01:00:00Z', '2026-11-20T18:00:00Z'],
      nowUtc: '2026-11-20T22:00:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'not known how many',
    given: { 'history.outboundUtc24h': undefined },
    expect: { decision: 'deny', reason: 'frequency-cap' },
  },
  {
    say: 'a nudge four hours after',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.outboundUtc24h': ['2026-11-20T13:00:30Z'],
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a nudge two hours after waits for the third',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.outboundUtc24h': ['2026-11-20T15:00:00Z'],
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-20T18:00:00Z' },
  },
  {
    say: 'the second nudge not on the same local day',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.nudgesSent': 1,
      'history.outboundUtc24h': ['2026-11-20T13:30:00Z'],
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-21T05:00:00Z' },
  },
  {
    say: 'nor while some place still shows that day',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.nudgesSent': 1,
      'history.outboundUtc24h': ['2026-11-20T22:00:00Z'],
      'recipient.candidates': [
        { state: 'NY', zone: 'America/New_York', source: 'area-code' },
        { state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' },
      ],
      nowUtc: '2026-11-21T06:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'frequency-cap', until: '2026-11-21T08:00:00Z' },
  },
  {
    say: 'the next day it may',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 90000,
      'history.nudgesSent': 1,
      'history.outboundUtc24h': ['2026-11-19T22:00:00Z'],
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'no third nudge',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.nudgesSent': 2,
    },
    expect: { decision: 'deny', reason: 'nudge-limit' },
  },
  {
    say: 'none after 72 hours',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 259201,
    },
    expect: { decision: 'deny', reason: 'nudge-limit' },
  },
  {
    say: 'none after a reply',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.lastInboundMinutesAgo': 30,
    },
    expect: { decision: 'deny', reason: 'stopped-by-reply' },
  },
  {
    say: 'a text from before the call is no reply',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.lastInboundMinutesAgo': 5000,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'none after a booking',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TRANSACTIONAL',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
    },
    expect: { decision: 'deny', reason: 'stopped-by-reply' },
  },
  {
    say: 'nobody looked whether they replied',
    given: {
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 14400,
      'history.lastInboundMinutesAgo': undefined,
    },
    expect: { decision: 'deny', reason: 'stopped-by-reply' },
  },
  {
    say: 'abroad the day is that of the person, not of the last American zone',
    given: {
      'recipient.country': 'GB',
      'recipient.candidates': [{ state: 'ENG', zone: 'Europe/London', source: 'declared' }],
      'action.kind': 'sms.nudge',
      'consent.state': 'TEXTBACK_SENT',
      'consent.enteredFrom': 'INBOUND_NOTICED',
      'call.endedSecondsAgo': 80000,
      'history.nudgesSent': 1,
      'history.outboundUtc24h': ['2026-11-19T18:00:00Z'],
      nowUtc: '2026-11-20T09:00:00Z',
    },
    expect: { decision: 'pass' },
  },
];
