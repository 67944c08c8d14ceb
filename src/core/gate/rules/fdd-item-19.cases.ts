import type { RuleCase } from './rule-case.ts';

const report = {
  'action.kind': 'report.export',
  report: { audience: 'franchise-prospects', containsEarnings: true, inItem19: false },
} as const;
export const fddItem19Cases: readonly RuleCase[] = [
  { say: 'to prospects', given: { ...report }, expect: { decision: 'deny', reason: 'earnings-claim' } },
  {
    say: 'to the public',
    given: { ...report, 'report.audience': 'public' },
    expect: { decision: 'deny', reason: 'earnings-claim' },
  },
  { say: 'in Item 19', given: { ...report, 'report.inItem19': true }, expect: { decision: 'pass' } },
  {
    say: 'inside the company',
    given: { ...report, 'report.audience': 'internal' },
    expect: { decision: 'pass' },
  },
  {
    say: 'nothing known',
    given: { 'action.kind': 'report.export' },
    expect: { decision: 'deny', reason: 'earnings-claim' },
  },
];
