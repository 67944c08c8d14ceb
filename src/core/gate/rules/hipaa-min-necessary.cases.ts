import type { RuleCase } from './rule-case.ts';

const clinic = {
  vertical: 'healthcare',
  baa: { sms: true, llm: true, crm: true, voice: true, storage: true },
} as const;
export const hipaaMinNecessaryCases: readonly RuleCase[] = [
  {
    say: 'name and link only',
    given: {
      ...clinic,
      'action.body':
        'Hi, this is Harbor Clinic. Sorry we missed your call. Book at https://harbor.example. Reply STOP to opt out.',
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'flagged',
    given: { ...clinic, 'action.hasPhi': true },
    expect: { decision: 'deny', reason: 'phi-in-message' },
  },
  {
    say: 'found in the body',
    given: { ...clinic, 'action.body': 'Harbor Clinic: your MRI results are ready. Reply STOP to opt out.' },
    expect: { decision: 'deny', reason: 'phi-in-message' },
  },
  {
    say: 'a clinic whose name says it',
    given: { ...clinic, 'action.body': 'This is Harbor Fertility. Sorry we missed your call.' },
    expect: { decision: 'deny', reason: 'phi-in-message' },
  },
  {
    say: 'not judged',
    given: { ...clinic, 'action.hasPhi': null },
    expect: { decision: 'deny', reason: 'phi-in-message' },
  },
  { say: 'other trades', given: {}, expect: { decision: 'not-applicable' } },
];
