import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
const canada = {
  'recipient.country': 'CA',
  'recipient.candidates': [{ state: 'ON', zone: 'America/Toronto', source: 'area-code' }],
} as const;
export const pipedaCases: readonly RuleCase[] = [
  {
    say: 'for the call',
    given: { ...write, ...canada, privacy: { purposeIsCall: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'for something else',
    given: { ...write, ...canada, privacy: { purposeIsCall: false } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  { say: 'not known', given: { ...write, ...canada }, expect: { decision: 'deny', reason: 'data-use' } },
  { say: 'American', given: { ...write }, expect: { decision: 'not-applicable' } },
];
