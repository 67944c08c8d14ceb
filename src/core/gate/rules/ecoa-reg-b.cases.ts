import type { RuleCase } from './rule-case.ts';

const lend = {
  vertical: 'lender',
  'action.kind': 'route.assign',
  routing: { dialledLocation: 'loc-a', features: [], decisionType: 'scheduling' },
} as const;
export const ecoaRegBCases: readonly RuleCase[] = [
  { say: 'no features', given: { ...lend }, expect: { decision: 'pass' } },
  {
    say: 'waiting time',
    given: { ...lend, 'routing.features': ['time-of-call', 'lead-age', 'preferred-language'] },
    expect: { decision: 'pass' },
  },
  {
    say: 'area code',
    given: { ...lend, 'routing.features': ['area-code', 'time-of-call'] },
    expect: { decision: 'route-to-counsel', reason: 'geography-in-ranking', queue: 'counsel' },
  },
  {
    say: 'a score keyed by ZIP',
    given: { ...lend, 'routing.features': ['zip-demographic-score'] },
    expect: { decision: 'deny', reason: 'protected-proxy' },
  },
  {
    say: 'surname origin',
    given: { ...lend, 'routing.features': ['surname_ethnicity', 'zip'] },
    expect: { decision: 'deny', reason: 'protected-proxy' },
  },
  { say: 'other trades', given: { 'action.kind': 'route.assign' }, expect: { decision: 'not-applicable' } },
];
