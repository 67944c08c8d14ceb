import type { RuleCase } from './rule-case.ts';

export const tcpaCoreCases: readonly RuleCase[] = [
  { say: 'only routes, and passes', given: {}, expect: { decision: 'pass' } },
  {
    say: 'a sales text passes here too',
    given: { 'action.messageClass': 'marketing', 'action.hasMarketing': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'outside the US it does not apply',
    given: { 'recipient.country': 'CA' },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'a country we do not know counts as the US',
    given: { 'recipient.country': null },
    expect: { decision: 'pass' },
  },
];
