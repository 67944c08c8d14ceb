import type { RuleCase } from './rule-case.ts';

const tollfree = { 'sender.type': 'tollfree' };

export const tollFreeVerificationCases: readonly RuleCase[] = [
  { say: 'a local number has other rules', given: {}, expect: { decision: 'not-applicable' } },
  { say: 'verified', given: { ...tollfree, 'sender.tollfreeVerified': true }, expect: { decision: 'pass' } },
  {
    say: 'not verified',
    given: { ...tollfree, 'sender.tollfreeVerified': false },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
  { say: 'not known', given: tollfree, expect: { decision: 'deny', reason: 'sender-not-registered' } },
  {
    say: 'a sender of an unheard-of kind is verified nowhere',
    given: { 'sender.type': 'rcs' },
    expect: { decision: 'deny', reason: 'sender-not-registered' },
  },
];
