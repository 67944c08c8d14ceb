import type { RuleCase } from './rule-case.ts';

const berlin = {
  'recipient.country': 'DE',
  'recipient.candidates': [{ state: 'DE-EU', zone: 'Europe/Berlin', source: 'country-code' }],
} as const;
export const gdprArt6Cases: readonly RuleCase[] = [
  {
    say: 'answering their call',
    given: { ...berlin, gdpr: { basis: '6(1)(b)', art13Notice: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'notice still to be given',
    given: { ...berlin, gdpr: { basis: '6(1)(f)', art13Notice: false } },
    expect: { decision: 'pass', obligations: ['link-privacy-notice'] },
  },
  {
    say: 'no basis',
    given: { ...berlin, gdpr: { basis: null, art13Notice: false } },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  { say: 'nothing known', given: { ...berlin }, expect: { decision: 'deny', reason: 'no-lawful-basis' } },
  {
    say: 'a basis that there is not',
    given: { ...berlin, gdpr: { basis: 'because', art13Notice: true } },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  {
    say: 'selling on legitimate interest',
    given: {
      ...berlin,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      gdpr: { basis: '6(1)(f)', art13Notice: true },
    },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  {
    say: 'selling on consent',
    given: {
      ...berlin,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      gdpr: { basis: '6(1)(a)', art13Notice: true },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'after a sale',
    given: {
      ...berlin,
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      gdpr: { basis: '6(1)(f)', art13Notice: true, softOptIn: true },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'a British shop',
    given: { 'location.country': 'GB' },
    expect: { decision: 'deny', reason: 'no-lawful-basis' },
  },
  { say: 'American only', given: {}, expect: { decision: 'not-applicable' } },
];
