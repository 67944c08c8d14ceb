import type { RuleCase } from './rule-case.ts';

export const hipaaMarketingAuthorizationCases: readonly RuleCase[] = [
  {
    say: 'authorised',
    given: {
      vertical: 'healthcare',
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.hipaaAuthorization': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'signed consent to texts only',
    given: {
      vertical: 'healthcare',
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  { say: 'not selling', given: { vertical: 'healthcare' }, expect: { decision: 'not-applicable' } },
];
