import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
export const crmWriteMinimumCases: readonly RuleCase[] = [
  { say: 'in order', given: { ...write }, expect: { decision: 'pass' } },
  {
    say: 'no key',
    given: { ...write, 'write.idempotencyKey': undefined },
    expect: { decision: 'deny', reason: 'write-precondition' },
  },
  {
    say: 'nothing known',
    given: { 'action.kind': 'crm.write' },
    expect: { decision: 'deny', reason: 'write-precondition' },
  },
  {
    say: 'raw card field',
    given: { ...write, 'write.fields': [{ name: 'n', class: 'pan', redacted: false }] },
    expect: { decision: 'deny', reason: 'write-precondition' },
  },
  {
    say: 'opt-out not written with it',
    given: {
      ...write,
      'write.optOutSynced': false,
      'consent.optOut': { daysAgo: 1, scope: 'all', brand: 'brand-a' },
    },
    expect: { decision: 'deny', reason: 'write-precondition' },
  },
  {
    say: 'wrong scope',
    given: { ...write, 'write.scopeMatches': false },
    expect: { decision: 'route-to-counsel', reason: 'write-precondition', queue: 'counsel' },
  },
];
