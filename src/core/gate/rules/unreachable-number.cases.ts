import type { RuleCase } from './rule-case.ts';

export const unreachableNumberCases: readonly RuleCase[] = [
  { say: 'a mobile', given: {}, expect: { decision: 'pass' } },
  { say: 'an internet line', given: { 'recipient.lineType': 'voip' }, expect: { decision: 'pass' } },
  {
    say: 'withheld',
    given: { 'call.fromPresentation': 'restricted' },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'none' },
  },
  {
    say: 'toll-free',
    given: { 'recipient.lineType': 'tollfree' },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'none' },
  },
  {
    say: 'a landline',
    given: { 'recipient.lineType': 'landline' },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'manual-callback' },
  },
  {
    say: 'type not known',
    given: { 'recipient.lineType': 'unknown' },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'manual-callback' },
  },
  {
    say: 'a country without rules',
    given: { 'recipient.country': 'MX' },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'manual-callback' },
  },
  {
    say: 'a landline that texted us today',
    given: { 'recipient.lineType': 'landline', 'history.lastInboundMinutesAgo': 1440 },
    expect: { decision: 'pass' },
  },
  {
    say: 'a minute longer ago is too long',
    given: { 'recipient.lineType': 'landline', 'history.lastInboundMinutesAgo': 1441 },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'manual-callback' },
  },
  {
    say: 'its country still counts',
    given: { 'recipient.country': 'MX', 'history.lastInboundMinutesAgo': 1 },
    expect: { decision: 'deny', reason: 'unreachable', fallback: 'manual-callback' },
  },
  {
    say: 'the lookup is slow: try again',
    given: { 'recipient.lineType': 'unknown', lookups: { timedOut: ['line-type'], attempts: 0 } },
    expect: { decision: 'defer-until', reason: 'lookup-timeout', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'twice in vain',
    given: { 'recipient.lineType': 'unknown', lookups: { timedOut: ['line-type'], attempts: 2 } },
    expect: { decision: 'deny', reason: 'lookup-timeout', fallback: 'manual-callback' },
  },
];
