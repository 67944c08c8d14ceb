import type { RuleCase } from './rule-case.ts';

const clinic = {
  vertical: 'healthcare',
  baa: { sms: true, llm: true, crm: true, voice: true, storage: true },
} as const;
export const hipaaBaaCases: readonly RuleCase[] = [
  { say: 'all signed', given: { ...clinic }, expect: { decision: 'pass' } },
  {
    say: 'texting without one',
    given: { ...clinic, 'baa.sms': false },
    expect: { decision: 'deny', reason: 'no-baa' },
  },
  { say: 'nothing known', given: { vertical: 'healthcare' }, expect: { decision: 'deny', reason: 'no-baa' } },
  {
    say: 'a model drafts, and its vendor has none',
    given: { ...clinic, 'baa.llm': false, 'ai.drafts': true, 'ai.disclosed': true },
    expect: { decision: 'deny', reason: 'no-baa' },
  },
  { say: 'no model involved', given: { ...clinic, 'baa.llm': false }, expect: { decision: 'pass' } },
  {
    say: 'a person calls',
    given: { ...clinic, 'action.kind': 'call.human', 'action.messageClass': 'service', baa: { voice: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'recording needs storage',
    given: { ...clinic, 'action.kind': 'call.record', recorder: 'own-system', baa: { voice: true } },
    expect: { decision: 'deny', reason: 'no-baa' },
  },
  { say: 'other trades', given: {}, expect: { decision: 'not-applicable' } },
];
