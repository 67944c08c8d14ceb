import type { RuleCase } from './rule-case.ts';

const decide = {
  'action.kind': 'route.assign',
  'recipient.candidates': [{ state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' }],
  routing: { dialledLocation: 'loc-a', decisionType: 'significant' },
} as const;
export const ccpaAdmtCases: readonly RuleCase[] = [
  { say: 'in 2026', given: { ...decide }, expect: { decision: 'pass' } },
  {
    say: 'in 2027',
    given: { ...decide, nowUtc: '2027-01-04T20:00:00Z' },
    expect: { decision: 'deny', reason: 'automated-decision', fallback: 'manual-review' },
  },
  {
    say: 'with notice',
    given: { ...decide, nowUtc: '2027-01-04T20:00:00Z', 'routing.preUseNotice': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'a person reviews',
    given: { ...decide, nowUtc: '2027-01-04T20:00:00Z', 'routing.humanReview': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'only scheduling',
    given: { ...decide, nowUtc: '2027-01-04T20:00:00Z', 'routing.decisionType': 'scheduling' },
    expect: { decision: 'pass' },
  },
  {
    say: 'not known what is decided',
    given: { ...decide, nowUtc: '2027-01-04T20:00:00Z', 'routing.decisionType': undefined },
    expect: { decision: 'deny', reason: 'automated-decision', fallback: 'manual-review' },
  },
  {
    say: 'elsewhere',
    given: {
      ...decide,
      'recipient.candidates': [{ state: 'NY', zone: 'America/New_York', source: 'area-code' }],
    },
    expect: { decision: 'not-applicable' },
  },
];
