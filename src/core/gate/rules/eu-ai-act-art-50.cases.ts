import type { RuleCase } from './rule-case.ts';

const berlin = {
  'recipient.country': 'DE',
  'recipient.candidates': [{ state: 'DE-EU', zone: 'Europe/Berlin', source: 'country-code' }],
  gdpr: { basis: '6(1)(b)', art13Notice: true },
  'ai.converses': true,
} as const;
export const euAiActArt50Cases: readonly RuleCase[] = [
  { say: 'disclosed', given: { ...berlin, 'ai.disclosed': true }, expect: { decision: 'pass' } },
  { say: 'not disclosed', given: { ...berlin }, expect: { decision: 'deny', reason: 'undisclosed-ai' } },
  {
    say: 'before it applied',
    given: { ...berlin, nowUtc: '2026-08-01T12:00:00Z' },
    expect: { decision: 'pass' },
  },
  {
    say: 'only drafts',
    given: { ...berlin, 'ai.converses': false, 'ai.drafts': true },
    expect: { decision: 'not-applicable' },
  },
  { say: 'American', given: { 'ai.converses': true }, expect: { decision: 'not-applicable' } },
];
