import type { RuleCase } from './rule-case.ts';

export const internalDncCases: readonly RuleCase[] = [
  { say: 'not on the list', given: {}, expect: { decision: 'pass' } },
  {
    say: 'on the list',
    given: { 'dnc.internal': true },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'do-not-contact state',
    given: { 'consent.state': 'DNC_INTERNAL' },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'blocked number',
    given: { 'consent.state': 'BLOCKED' },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'not known: treated as listed',
    given: { 'dnc.internal': undefined },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'a person may not call either',
    given: { 'dnc.internal': true, 'action.kind': 'call.human', 'action.messageClass': 'service' },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'HELP is answered',
    given: { 'dnc.internal': true, 'action.kind': 'sms.help' },
    expect: { decision: 'pass' },
  },
  {
    say: 'but not for a blocked number',
    given: { 'consent.state': 'BLOCKED', 'action.kind': 'sms.help' },
    expect: { decision: 'deny', reason: 'dnc-internal', fallback: 'none' },
  },
  {
    say: 'counsel decides about a legal notice',
    given: { 'dnc.internal': true, 'action.kind': 'sms.reminder', 'action.category': 'legal-notice' },
    expect: { decision: 'route-to-counsel', reason: 'dnc-internal', queue: 'counsel' },
  },
  {
    say: 'the litigator list does not answer yet',
    given: { lookups: { timedOut: ['litigator'], attempts: 1 } },
    expect: { decision: 'defer-until', reason: 'lookup-timeout', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'the litigator list does not answer',
    given: { lookups: { timedOut: ['litigator'], attempts: 2 } },
    expect: { decision: 'deny', reason: 'lookup-timeout', fallback: 'manual-callback' },
  },
  {
    say: 'something timed out and nobody says what: no list of people who sue is presumed',
    given: { lookups: { attempts: 2 } },
    expect: { decision: 'pass' },
  },
  {
    say: 'a reply is not held up by that list',
    given: { 'action.kind': 'sms.reply', lookups: { timedOut: ['litigator'], attempts: 2 } },
    expect: { decision: 'pass' },
  },
];
