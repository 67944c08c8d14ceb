import type { RuleCase } from './rule-case.ts';

const brazil = {
  'recipient.country': 'BR',
  'recipient.candidates': [{ state: 'SP', zone: 'America/Sao_Paulo', source: 'country-code' }],
} as const;
export const lgpdCases: readonly RuleCase[] = [
  {
    say: 'on a basis',
    given: { ...brazil, lgpd: { basis: 'legitimate-interest' } },
    expect: { decision: 'pass' },
  },
  {
    say: 'none',
    given: { ...brazil, lgpd: { basis: null } },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  {
    say: 'selling without consent',
    given: {
      ...brazil,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      lgpd: { basis: 'legitimate-interest' },
    },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  {
    say: 'selling with consent',
    given: {
      ...brazil,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      lgpd: { basis: 'consent' },
    },
    expect: { decision: 'pass' },
  },
  { say: 'elsewhere', given: {}, expect: { decision: 'not-applicable' } },
];
