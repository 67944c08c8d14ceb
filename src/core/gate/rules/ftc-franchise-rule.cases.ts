import type { RuleCase } from './rule-case.ts';

const inquiry = { callerIntent: 'franchise-inquiry' } as const;
export const ftcFranchiseRuleCases: readonly RuleCase[] = [
  { say: 'the plain first text', given: { ...inquiry }, expect: { decision: 'pass' } },
  {
    say: 'a nudge',
    given: { ...inquiry, 'action.kind': 'sms.nudge' },
    expect: { decision: 'deny', reason: 'franchise-inquiry', fallback: 'manual-callback' },
  },
  {
    say: 'the assistant would talk',
    given: { ...inquiry, 'ai.converses': true },
    expect: { decision: 'deny', reason: 'franchise-inquiry', fallback: 'manual-callback' },
  },
  {
    say: 'earnings in the text',
    given: { ...inquiry, 'action.body': 'Our owners earn $200k a year' },
    expect: { decision: 'deny', reason: 'franchise-inquiry', fallback: 'manual-callback' },
  },
  { say: 'an ordinary caller', given: {}, expect: { decision: 'not-applicable' } },
];
