import type { RuleCase } from './rule-case.ts';

export const quietHoursFederalCases: readonly RuleCase[] = [
  { say: 'noon', given: {}, expect: { decision: 'pass' } },
  { say: '8:00 is open', given: { nowUtc: '2026-11-20T13:00:00Z' }, expect: { decision: 'pass' } },
  {
    say: '7:59:59 is not',
    given: { nowUtc: '2026-11-20T12:59:59Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T13:00:00Z' },
  },
  { say: '20:59:59 is open', given: { nowUtc: '2026-11-21T01:59:59Z' }, expect: { decision: 'pass' } },
  {
    say: '21:00 is not',
    given: { nowUtc: '2026-11-21T02:00:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'every candidate place must be open',
    given: {
      'recipient.candidates': [
        { state: 'NY', zone: 'America/New_York', source: 'area-code' },
        { state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' },
      ],
      nowUtc: '2026-11-23T14:30:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-23T16:00:00Z' },
  },
  {
    say: 'no place known: every US zone, Hawaii included',
    given: { 'recipient.candidates': [] },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T18:00:00Z' },
  },
  {
    say: 'the dialled shop alone is no place',
    given: {
      'recipient.candidates': [{ state: 'NY', zone: 'America/New_York', source: 'dialled-location' }],
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T18:00:00Z' },
  },
  {
    say: 'a state without a zone: every US zone',
    given: { 'recipient.candidates': [{ state: 'NY', source: 'declared' }] },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T18:00:00Z' },
  },
  {
    say: 'a zone without a state: every US zone',
    given: { 'recipient.candidates': [{ zone: 'America/New_York', source: 'hlr' }] },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T18:00:00Z' },
  },
  {
    say: 'a Canadian place on its own clock',
    given: { 'recipient.candidates': [{ state: 'ON', zone: 'America/Toronto', source: 'declared' }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'the night the clocks go back',
    given: { nowUtc: '2026-11-01T12:30:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-01T13:00:00Z' },
  },
  {
    say: 'the night the clocks go forward',
    given: { nowUtc: '2026-03-08T11:30:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-03-08T12:00:00Z' },
  },
  {
    say: 'a reply within 15 minutes goes at any hour',
    given: {
      'action.kind': 'sms.reply',
      'history.lastInboundMinutesAgo': 15,
      nowUtc: '2026-11-21T05:00:00Z',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a reply after 16 minutes does not',
    given: {
      'action.kind': 'sms.reply',
      'history.lastInboundMinutesAgo': 16,
      nowUtc: '2026-11-21T05:00:00Z',
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'HELP goes at any hour',
    given: { 'action.kind': 'sms.help', nowUtc: '2026-11-21T05:00:00Z' },
    expect: { decision: 'pass' },
  },
  {
    say: 'the safety text goes at any hour',
    given: { 'action.kind': 'sms.reply', 'action.category': 'safety-text', nowUtc: '2026-11-21T05:00:00Z' },
    expect: { decision: 'pass' },
  },
  {
    say: "a person's call waits too",
    given: { 'action.kind': 'call.human', 'action.messageClass': 'service', nowUtc: '2026-11-21T05:00:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'Guam and Hawaii at once open for a few hours',
    given: {
      'recipient.candidates': [
        { state: 'GU', zone: 'Pacific/Guam', source: 'crm-address' },
        { state: 'PR', zone: 'America/Puerto_Rico', source: 'area-code' },
      ],
    },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-20T22:00:00Z' },
  },
  {
    say: 'abroad it does not apply',
    given: { 'recipient.country': 'CA' },
    expect: { decision: 'not-applicable' },
  },
];
