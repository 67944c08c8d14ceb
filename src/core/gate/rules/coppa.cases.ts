import type { RuleCase } from './rule-case.ts';

const write = { 'action.kind': 'crm.write', write: { idempotencyKey: 'k1', optOutSynced: true } } as const;
export const coppaCases: readonly RuleCase[] = [
  {
    say: 'a swim school, an adult calls',
    given: { ...write, vertical: 'kids' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a child',
    given: { ...write, 'recipient.ageSignal': 'under-13' },
    expect: { decision: 'deny', reason: 'under-13', fallback: 'human-parent' },
  },
  {
    say: 'with a parent',
    given: { ...write, 'recipient.ageSignal': 'under-13', 'recipient.parentalConsent': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'age not told at all',
    given: { ...write, 'recipient.ageSignal': null },
    expect: { decision: 'deny', reason: 'under-13', fallback: 'human-parent' },
  },
  { say: 'an adult elsewhere', given: { ...write }, expect: { decision: 'not-applicable' } },
];
