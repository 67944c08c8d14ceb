import type { RuleCase } from './rule-case.ts';

export const fairHousingCases: readonly RuleCase[] = [
  {
    say: 'an ordinary text',
    given: {
      vertical: 'real-estate',
      'action.body': 'Sorry we missed your call about the listing. How can we help?',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a preference',
    given: {
      vertical: 'real-estate',
      'action.body': 'The flat is perfect for a young couple, no children please',
    },
    expect: { decision: 'deny', reason: 'preference-statement' },
  },
  {
    say: 'steering',
    given: {
      vertical: 'real-estate',
      'action.body': 'You would feel more comfortable in another neighborhood.',
    },
    expect: { decision: 'deny', reason: 'preference-statement' },
  },
  {
    say: 'ranking by ZIP',
    given: {
      vertical: 'real-estate',
      'action.kind': 'route.assign',
      routing: { dialledLocation: 'loc-a', features: ['zip'] },
    },
    expect: { decision: 'route-to-counsel', reason: 'geography-in-ranking', queue: 'counsel' },
  },
  { say: 'other trades', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'a neighborhood praised for whom it suits',
    given: { vertical: 'real-estate', 'action.body': 'Great neighborhood for families like yours' },
    expect: { decision: 'deny', reason: 'preference-statement' },
  },
  {
    say: 'tenants who are preferred',
    given: { vertical: 'real-estate', 'action.body': 'Quiet building, mature tenants preferred' },
    expect: { decision: 'deny', reason: 'preference-statement' },
  },
];
