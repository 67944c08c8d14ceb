import type { RuleCase } from './rule-case.ts';

export const tcr10dlcCases: readonly RuleCase[] = [
  { say: 'registered', given: {}, expect: { decision: 'pass' } },
  {
    say: 'brand not verified',
    given: { 'sender.brandStatus': 'pending' },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  {
    say: 'campaign not active',
    given: { 'sender.campaignStatus': 'suspended' },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  {
    say: 'number not linked',
    given: { 'sender.numberLinked': false },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  {
    say: 'not known is not registered',
    given: { 'sender.brandStatus': null },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  {
    say: 'sales on customer care',
    given: { 'action.messageClass': 'marketing', 'action.hasMarketing': true },
    expect: { decision: 'deny', reason: 'use-case-mismatch' },
  },
  {
    say: 'sales on a mixed campaign',
    given: { 'action.messageClass': 'marketing', 'action.hasMarketing': true, 'sender.useCase': 'MIXED' },
    expect: { decision: 'pass' },
  },
  {
    say: 'people opt in another way than declared',
    given: { 'sender.optInFlowMatches': false },
    expect: { decision: 'route-to-counsel', reason: 'opt-in-flow', queue: 'operations' },
  },
  {
    say: 'a toll-free sender has other rules',
    given: { 'sender.type': 'tollfree' },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'a sender of an unheard-of kind must be registered too',
    given: { 'sender.type': 'rcs', 'sender.campaignStatus': 'pending' },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
];
