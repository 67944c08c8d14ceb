import type { RuleCase } from './rule-case.ts';

export const fdaDtc202Cases: readonly RuleCase[] = [
  {
    say: 'no product',
    given: { vertical: 'pharma', 'action.body': 'Sorry we missed your call. How can we help?' },
    expect: { decision: 'pass' },
  },
  {
    say: 'product and benefit',
    given: { vertical: 'pharma', 'action.body': 'Ask about Ozempic for weight loss' },
    expect: { decision: 'deny', reason: 'drug-claim' },
  },
  {
    say: 'product name only',
    given: { vertical: 'pharma', 'action.body': 'Your Humira order line is open again.' },
    expect: { decision: 'route-to-counsel', reason: 'drug-claim', queue: 'counsel' },
  },
  {
    say: 'unclear',
    given: { vertical: 'pharma', 'action.body': 'Our new treatment brings relief within days.' },
    expect: { decision: 'deny', reason: 'drug-claim' },
  },
  {
    say: 'a spa that sells one',
    given: { 'action.body': 'Wegovy helps you lose weight fast! Book now.' },
    expect: { decision: 'deny', reason: 'drug-claim' },
  },
  {
    say: 'an ordinary text elsewhere',
    given: { 'action.body': 'Sorry we missed your call.' },
    expect: { decision: 'not-applicable' },
  },
];
