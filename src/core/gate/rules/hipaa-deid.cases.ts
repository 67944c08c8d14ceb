import type { RuleCase } from './rule-case.ts';

const report = {
  vertical: 'healthcare',
  'action.kind': 'report.export',
  report: { audience: 'internal', containsEarnings: false, inItem19: false },
} as const;
export const hipaaDeidCases: readonly RuleCase[] = [
  { say: 'identified export', given: { ...report }, expect: { decision: 'deny', reason: 'data-use' } },
  {
    say: 'de-identified export',
    given: { ...report, 'report.deidentified': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'model outside the agreements',
    given: { vertical: 'healthcare', 'action.kind': 'llm.process' },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'model inside',
    given: { vertical: 'healthcare', 'action.kind': 'llm.process', baa: { llm: true } },
    expect: { decision: 'not-applicable' },
  },
];
