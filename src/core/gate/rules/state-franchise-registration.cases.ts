import type { RuleCase } from './rule-case.ts';

const inquiry = { callerIntent: 'franchise-inquiry' } as const;
export const stateFranchiseRegistrationCases: readonly RuleCase[] = [
  { say: 'no offer', given: { ...inquiry }, expect: { decision: 'pass' } },
  {
    say: 'an offer into New York',
    given: { ...inquiry, 'action.messageClass': 'marketing', 'action.hasMarketing': true },
    expect: { decision: 'deny', reason: 'franchise-inquiry', fallback: 'manual-callback' },
  },
  {
    say: 'registered',
    given: {
      ...inquiry,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'location.counselExemptions': ['state-franchise-registration'],
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'an offer into Ohio',
    given: {
      ...inquiry,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'recipient.candidates': [{ state: 'OH', zone: 'America/New_York', source: 'area-code' }],
    },
    expect: { decision: 'pass' },
  },
  { say: 'an ordinary caller', given: {}, expect: { decision: 'not-applicable' } },
];
