import type { RuleCase } from './rule-case.ts';

export const fcc2015OnDemandTextCases: readonly RuleCase[] = [
  { say: 'a prompt, named, informational answer', given: {}, expect: { decision: 'pass' } },
  {
    say: 'a second text for the call is a duplicate',
    given: { 'history.textbacksForThisCall': 1 },
    expect: { decision: 'deny', reason: 'duplicate', fallback: 'none' },
  },
  {
    say: 'unknown whether one was sent: a duplicate',
    given: { 'history.textbacksForThisCall': undefined },
    expect: { decision: 'deny', reason: 'duplicate', fallback: 'none' },
  },
  { say: 'ten minutes are fresh', given: { 'call.endedSecondsAgo': 600 }, expect: { decision: 'pass' } },
  {
    say: 'ten minutes and a second are stale',
    given: { 'call.endedSecondsAgo': 601 },
    expect: { decision: 'deny', reason: 'stale', fallback: 'manual-callback' },
  },
  {
    say: "the operator's own freshness counts",
    given: { 'call.endedSecondsAgo': 700, 'policy.textbackFreshnessSeconds': 900 },
    expect: { decision: 'pass' },
  },
  {
    say: 'a re-run after a wait, first seen in time',
    given: { 'call.endedSecondsAgo': 40000, 'action.firstEvaluatedUtc': '2026-11-20T05:55:00Z' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a re-run first seen too late',
    given: { 'call.endedSecondsAgo': 40000, 'action.firstEvaluatedUtc': '2026-11-20T06:05:01Z' },
    expect: { decision: 'deny', reason: 'stale', fallback: 'manual-callback' },
  },
  {
    say: 'a day after the call it is too late even on a re-run',
    given: { 'call.endedSecondsAgo': 86401, 'action.firstEvaluatedUtc': '2026-11-19T17:00:30Z' },
    expect: { decision: 'deny', reason: 'stale', fallback: 'manual-callback' },
  },
  {
    say: 'no lawful moment within a day of the call',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T13:00:00Z',
    },
    expect: { decision: 'deny', reason: 'stale', fallback: 'manual-callback' },
  },
  {
    say: 'a lawful moment just within the day',
    given: {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T14:00:20Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'the brand must be named',
    given: { 'action.brandNamed': false },
    expect: { decision: 'deny', reason: 'missing-brand' },
  },
  {
    say: 'sales content is left to the marketing rules',
    given: { 'action.messageClass': 'marketing', 'action.hasMarketing': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'a nudge rests on other consent',
    given: { 'action.kind': 'sms.nudge' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a nudge with only a bare call behind it is a second message',
    given: {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'action.kind': 'sms.nudge',
    },
    expect: { decision: 'deny', reason: 'second-message' },
  },
];
