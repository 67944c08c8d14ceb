import type { RuleCase } from './rule-case.ts';

const write = { 'action.kind': 'crm.write', write: { idempotencyKey: 'k1', optOutSynced: true } } as const;
export const fcraPermissiblePurposeCases: readonly RuleCase[] = [
  {
    say: 'no report',
    given: { ...write, enrichment: { isConsumerReport: false, permissiblePurpose: null } },
    expect: { decision: 'pass' },
  },
  {
    say: 'a report without purpose',
    given: { ...write, enrichment: { isConsumerReport: true, permissiblePurpose: null } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'with purpose',
    given: { ...write, enrichment: { isConsumerReport: true, permissiblePurpose: 'credit-application' } },
    expect: { decision: 'pass' },
  },
  {
    say: 'prescreened without an offer',
    given: {
      ...write,
      enrichment: { isConsumerReport: true, permissiblePurpose: 'prescreen', prescreen: true },
    },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'not known what it is',
    given: { ...write, enrichment: {} },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  { say: 'nothing enriched', given: { ...write }, expect: { decision: 'not-applicable' } },
];
