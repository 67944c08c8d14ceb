import type { RuleCase } from './rule-case.ts';

export const stateQuietHoursCases: readonly RuleCase[] = [
  { say: 'noon in New York', given: {}, expect: { decision: 'pass' } },
  {
    say: 'Florida closes at 20:00',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-21T01:15:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'New Jersey does not',
    given: {
      'recipient.candidates': [{ state: 'NJ', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-21T01:30:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'Texas opens at noon on Sunday',
    given: {
      'recipient.candidates': [{ state: 'TX', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T16:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-22T18:00:00Z' },
  },
  {
    say: 'Kentucky opens at 10:00 in both its zones',
    given: {
      'recipient.candidates': [
        { state: 'KY', zone: 'America/Chicago', source: 'area-code-270' },
        { state: 'KY', zone: 'America/New_York', source: 'area-code-270' },
      ],
      nowUtc: '2026-11-23T15:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T16:00:00Z' },
  },
  {
    say: 'Rhode Island is shut on Sunday for nudges',
    given: {
      'recipient.candidates': [{ state: 'RI', zone: 'America/New_York', source: 'area-code' }],
      'action.kind': 'sms.nudge',
      nowUtc: '2026-11-22T17:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  {
    say: 'but the answer to a noticed caller may go, in weekday hours',
    given: {
      'recipient.candidates': [{ state: 'RI', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-22T17:00:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'which end at 18:00 there',
    given: {
      'recipient.candidates': [{ state: 'RI', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-22T23:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  {
    say: 'not to a caller who only rang',
    given: {
      'recipient.candidates': [{ state: 'RI', zone: 'America/New_York', source: 'area-code' }],
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      nowUtc: '2026-11-22T17:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  {
    say: 'Rhode Island Saturday is narrow, not a ban: never lifted',
    given: {
      'recipient.candidates': [{ state: 'RI', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-21T22:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-22T14:00:00Z' },
  },
  {
    say: 'a later reply on a banned day gets the federal window',
    given: {
      'recipient.candidates': [{ state: 'RI', zone: 'America/New_York', source: 'area-code' }],
      'action.kind': 'sms.reply',
      'history.lastInboundMinutesAgo': 60,
      nowUtc: '2026-11-23T01:30:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'Louisiana exempts nobody on Sunday',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T18:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  {
    say: 'Mississippi reads Central time wherever the phone is',
    given: {
      'recipient.candidates': [{ state: 'MS', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-20T13:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T14:00:00Z' },
  },
  {
    say: 'Thanksgiving and the day after in Louisiana',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      'action.kind': 'sms.nudge',
      nowUtc: '2026-11-26T17:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-28T14:00:00Z' },
  },
  {
    say: 'Independence Day 2026 falls on a Saturday: the Friday before is shut as well, in Alabama until Monday',
    given: {
      'recipient.candidates': [{ state: 'AL', zone: 'America/Chicago', source: 'area-code' }],
      'action.kind': 'sms.nudge',
      nowUtc: '2026-07-03T17:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-07-06T13:00:00Z' },
  },
  {
    say: 'a federal holiday restricts nothing where the state lists none',
    given: {
      'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
      nowUtc: '2026-11-26T17:00:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a machine voice in Maine is for weekdays',
    given: {
      'recipient.candidates': [{ state: 'ME', zone: 'America/New_York', source: 'area-code' }],
      'action.kind': 'call.ai-voice',
      'ai.voice': true,
      nowUtc: '2026-11-21T17:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  {
    say: 'in Nebraska after 13:00 on a federal holiday',
    given: {
      'recipient.candidates': [{ state: 'NE', zone: 'America/Chicago', source: 'area-code' }],
      'action.kind': 'call.ai-voice',
      'ai.voice': true,
      nowUtc: '2026-11-26T17:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-26T19:00:00Z' },
  },
  {
    say: "a person's service call is not bound",
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      'action.kind': 'call.human',
      'action.messageClass': 'service',
      nowUtc: '2026-11-22T18:00:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: "a person's sales call is",
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      'action.kind': 'call.human',
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      nowUtc: '2026-11-22T18:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T14:00:00Z' },
  },
  {
    say: 'HELP goes on any day',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      'action.kind': 'sms.help',
      nowUtc: '2026-11-22T18:00:00Z',
    },
    expect: { decision: 'pass' },
  },
];
