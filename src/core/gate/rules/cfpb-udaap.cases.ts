import type { RuleCase } from './rule-case.ts';

export const cfpbUdaapCases: readonly RuleCase[] = [
  { say: 'no claims', given: {}, expect: { decision: 'pass' } },
  {
    say: 'a claim on the list',
    given: { 'action.claims': [{ text: 'licensed and insured', allowListed: true }] },
    expect: { decision: 'pass' },
  },
  {
    say: 'one that is not',
    given: { 'action.claims': [{ text: 'cheapest in town', allowListed: false }] },
    expect: { decision: 'deny', reason: 'unsupported-claim' },
  },
  {
    say: 'nobody knows whether it is',
    given: { 'action.claims': [{ text: 'cheapest in town' }] },
    expect: { decision: 'deny', reason: 'unsupported-claim' },
  },
  {
    say: 'a machine says it is a person',
    given: {
      'action.kind': 'sms.reply',
      'ai.converses': true,
      'ai.disclosed': true,
      'action.body': 'Yes, I am a real person.',
    },
    expect: { decision: 'deny', reason: 'human-claim' },
  },
  {
    say: 'a person says so',
    given: { 'action.kind': 'sms.reply', 'action.body': 'Yes, I am a real person.' },
    expect: { decision: 'pass' },
  },
];
