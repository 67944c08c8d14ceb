import type { RuleCase } from './rule-case.ts';

const asks = { vertical: 'healthcare', 'action.intents': ['controlled-substance'] } as const;
const telehealth = {
  appointment: { modality: 'telehealth', patientState: 'NY', clinicianStates: ['NY'] },
} as const;
export const deaTelemedicineCases: readonly RuleCase[] = [
  {
    say: 'a machine answers',
    given: { ...asks, 'ai.drafts': true },
    expect: { decision: 'deny', reason: 'clinical-limit', fallback: 'manual-callback' },
  },
  { say: 'a person in 2026', given: { ...asks, ...telehealth }, expect: { decision: 'pass' } },
  {
    say: 'telehealth in 2027',
    given: { ...asks, ...telehealth, nowUtc: '2027-01-04T17:00:00Z' },
    expect: { decision: 'route-to-counsel', reason: 'clinical-limit', queue: 'counsel' },
  },
  {
    say: 'with a newer rule pack',
    given: { ...asks, ...telehealth, nowUtc: '2027-01-04T17:00:00Z', 'policy.rulePackDate': '2027-01-02' },
    expect: { decision: 'pass' },
  },
  {
    say: 'in person in 2027',
    given: { ...asks, appointment: { modality: 'in-person' }, nowUtc: '2027-01-04T17:00:00Z' },
    expect: { decision: 'pass' },
  },
  { say: 'no such intent', given: { vertical: 'healthcare' }, expect: { decision: 'not-applicable' } },
];
