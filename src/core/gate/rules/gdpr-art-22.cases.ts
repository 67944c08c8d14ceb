import type { RuleCase } from './rule-case.ts';

const decide = {
  'action.kind': 'route.assign',
  'recipient.country': 'DE',
  'recipient.candidates': [{ state: 'DE-EU', zone: 'Europe/Berlin', source: 'country-code' }],
  routing: { dialledLocation: 'loc-a', decisionType: 'significant' },
} as const;
export const gdprArt22Cases: readonly RuleCase[] = [
  {
    say: 'a machine alone',
    given: { ...decide },
    expect: { decision: 'deny', reason: 'automated-decision', fallback: 'manual-review' },
  },
  {
    say: 'a person reviews',
    given: { ...decide, 'routing.humanReview': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'scheduling',
    given: { ...decide, 'routing.decisionType': 'scheduling' },
    expect: { decision: 'pass' },
  },
  { say: 'American only', given: { 'action.kind': 'route.assign' }, expect: { decision: 'not-applicable' } },
];
