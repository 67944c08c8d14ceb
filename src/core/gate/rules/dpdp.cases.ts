import type { RuleCase } from './rule-case.ts';

const india = {
  'recipient.country': 'IN',
  'recipient.candidates': [{ state: 'MH', zone: 'Asia/Kolkata', source: 'country-code' }],
} as const;
export const dpdpCases: readonly RuleCase[] = [
  {
    say: 'registered template',
    given: { ...india, dpdp: { dltTemplateId: '1107', noticeConsent: false } },
    expect: { decision: 'pass' },
  },
  { say: 'no template', given: { ...india }, expect: { decision: 'deny', reason: 'no-lawful-basis' } },
  {
    say: 'after May 2027 without consent',
    given: { ...india, dpdp: { dltTemplateId: '1107' }, nowUtc: '2027-05-13T06:00:00Z' },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  {
    say: 'with it',
    given: { ...india, dpdp: { dltTemplateId: '1107', noticeConsent: true }, nowUtc: '2027-05-13T06:00:00Z' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a person calls',
    given: { ...india, 'action.kind': 'call.human', 'action.messageClass': 'service' },
    expect: { decision: 'pass' },
  },
  { say: 'elsewhere', given: {}, expect: { decision: 'not-applicable' } },
];
