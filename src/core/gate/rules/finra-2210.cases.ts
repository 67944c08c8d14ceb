import type { RuleCase } from './rule-case.ts';

const broker = {
  vertical: 'broker-dealer',
  template: { principalApproved: true, retailRecipients30d: 400, lexiconHits: [], reviewOverdue: false },
} as const;
export const finra2210Cases: readonly RuleCase[] = [
  {
    say: 'approved',
    given: { ...broker },
    expect: { decision: 'pass', obligations: ['archive-3y-17a-4-b-4'] },
  },
  {
    say: 'not approved, 26 recipients',
    given: { ...broker, template: { principalApproved: false, retailRecipients30d: 26 } },
    expect: { decision: 'route-to-counsel', reason: 'template-not-approved', queue: 'registered-principal' },
  },
  {
    say: 'correspondence',
    given: { ...broker, template: { principalApproved: false, retailRecipients30d: 25 } },
    expect: { decision: 'pass' },
  },
  {
    say: 'nothing known',
    given: { vertical: 'broker-dealer' },
    expect: { decision: 'route-to-counsel', reason: 'template-not-approved', queue: 'registered-principal' },
  },
  {
    say: 'a promise',
    given: { ...broker, 'action.body': 'Guaranteed 12% returns' },
    expect: { decision: 'deny', reason: 'unsupported-claim' },
  },
  {
    say: 'a call that will be returned is no return that is promised',
    given: { ...broker, 'action.body': 'Harbor Wealth: an advisor will return your call today.' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a machine writes freely',
    given: { vertical: 'broker-dealer', 'ai.drafts': true },
    expect: { decision: 'deny', reason: 'unsupported-claim' },
  },
  { say: 'other trades', given: {}, expect: { decision: 'not-applicable' } },
];
