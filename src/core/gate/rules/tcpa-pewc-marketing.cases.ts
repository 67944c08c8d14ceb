import type { RuleCase } from './rule-case.ts';

const sales = { 'action.messageClass': 'marketing', 'action.hasMarketing': true };
const signed = { 'consent.pewc': { valid: true, sellers: ['entity-a'] } };

export const tcpaPewcMarketingCases: readonly RuleCase[] = [
  { say: 'informational content needs none', given: {}, expect: { decision: 'not-applicable' } },
  { say: 'sales with signed consent', given: { ...sales, ...signed }, expect: { decision: 'pass' } },
  { say: 'sales without', given: sales, expect: { decision: 'deny', reason: 'no-written-consent' } },
  {
    say: 'a message class we do not know is marketing',
    given: { 'action.messageClass': 'promo' },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'a consent that lacks a disclosure',
    given: {
      ...sales,
      'consent.pewc': { valid: false, sellers: ['entity-a'], defect: 'disclosure missing' },
    },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'a consent for another seller',
    given: { ...sales, 'consent.pewc': { valid: true, sellers: ['entity-b'] } },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'a machine voice must be covered by name',
    given: { ...sales, ...signed, 'action.kind': 'call.ai-voice' },
    expect: { decision: 'deny', reason: 'no-written-consent' },
  },
  {
    say: 'and then may call',
    given: {
      ...sales,
      'consent.pewc': { valid: true, sellers: ['entity-a'], artificialVoice: true },
      'action.kind': 'call.ai-voice',
    },
    expect: { decision: 'pass' },
  },
];
