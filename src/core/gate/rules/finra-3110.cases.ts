import type { RuleCase } from './rule-case.ts';

const broker = {
  vertical: 'broker-dealer',
  template: { principalApproved: true, retailRecipients30d: 400 },
} as const;
export const finra3110Cases: readonly RuleCase[] = [
  {
    say: 'nothing flagged',
    given: { ...broker },
    expect: { decision: 'pass', obligations: ['archive-3y-17a-4-b-4'] },
  },
  {
    say: 'lexicon hit',
    given: { ...broker, 'template.lexiconHits': ['guarantee'] },
    expect: { decision: 'route-to-counsel', reason: 'supervisor-review', queue: 'supervisor' },
  },
  {
    say: 'review overdue',
    given: { ...broker, 'template.reviewOverdue': true },
    expect: { decision: 'route-to-counsel', reason: 'supervisor-review', queue: 'supervisor' },
  },
  {
    say: 'nothing known',
    given: { vertical: 'broker-dealer' },
    expect: { decision: 'route-to-counsel', reason: 'supervisor-review', queue: 'supervisor' },
  },
  { say: 'other trades', given: {}, expect: { decision: 'not-applicable' } },
];
