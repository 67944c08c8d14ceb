import type { RuleCase } from './rule-case.ts';

const assistant = {
  'action.kind': 'sms.reply',
  'action.messageClass': 'conversational',
  'ai.converses': true,
  'ai.disclosed': true,
} as const;
export const usStateAiDisclosureCases: readonly RuleCase[] = [
  { say: 'disclosed', given: { ...assistant }, expect: { decision: 'pass' } },
  {
    say: 'not disclosed',
    given: { ...assistant, 'ai.disclosed': false },
    expect: { decision: 'deny', reason: 'undisclosed-ai' },
  },
  {
    say: 'asked, and it dodges',
    given: {
      ...assistant,
      inboundText: 'is this a bot?',
      'action.body': 'Let me check the calendar for you.',
    },
    expect: { decision: 'deny', reason: 'human-claim' },
  },
  {
    say: 'asked, and it says so',
    given: {
      ...assistant,
      inboundText: 'is this a bot?',
      'action.body': 'Yes, I am the automated assistant of Harbor Plumbing.',
    },
    expect: { decision: 'pass' },
  },
  { say: 'no machine talks', given: {}, expect: { decision: 'not-applicable' } },
];
