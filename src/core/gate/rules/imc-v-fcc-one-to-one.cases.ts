import type { RuleCase } from './rule-case.ts';

export const imcVFccOneToOneCases: readonly RuleCase[] = [
  {
    say: 'the seller is named',
    given: {
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'another seller of the same brand',
    given: {
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-b'] },
    },
    expect: { decision: 'deny', reason: 'seller-not-named' },
  },
  {
    say: 'no consent on file',
    given: { 'action.messageClass': 'marketing', 'action.hasMarketing': true },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'not a sales text',
    given: { 'consent.pewc': { valid: true, sellers: ['entity-a'] } },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'our own legal name is not known',
    given: {
      'action.messageClass': 'marketing',
      'action.hasMarketing': true,
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
      'sender.legalEntity': undefined,
    },
    expect: { decision: 'deny', reason: 'seller-not-named' },
  },
];
