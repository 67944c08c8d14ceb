import type { RuleCase } from './rule-case.ts';

const route = {
  'action.kind': 'route.assign',
  routing: {
    dialledLocation: 'loc-a',
    callerTerritory: 'franchisee-b-exclusive',
    reason: 'overflow',
    clausePermits: false,
    decisionType: 'scheduling',
  },
} as const;
export const fddItem12Cases: readonly RuleCase[] = [
  {
    say: "another franchisee's territory",
    given: { ...route },
    expect: { decision: 'route-to-counsel', reason: 'territory', queue: 'counsel' },
  },
  {
    say: 'the agreement permits it',
    given: { ...route, 'routing.clausePermits': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'the dialled location answers its own missed call',
    given: { ...route, 'routing.reason': 'own-missed-call' },
    expect: { decision: 'pass' },
  },
  {
    say: 'assigned elsewhere',
    given: { ...route, 'routing.reason': undefined, 'routing.assignedLocation': 'loc-c' },
    expect: { decision: 'route-to-counsel', reason: 'territory', queue: 'counsel' },
  },
  {
    say: 'assigned to the owner of the territory',
    given: { ...route, 'routing.assignedLocation': 'loc-b', 'routing.ownedByAssigned': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'no exclusive territory',
    given: { ...route, 'routing.callerTerritory': null },
    expect: { decision: 'pass' },
  },
  {
    say: 'not known what was dialled',
    given: { 'action.kind': 'route.assign', routing: { reason: 'overflow' } },
    expect: { decision: 'not-applicable' },
  },
];
