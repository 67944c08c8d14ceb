import type { RuleCase } from './rule-case.ts';

const call = {
  'action.kind': 'call.human',
  'action.messageClass': 'marketing',
  'action.hasMarketing': true,
} as const;
export const tsrTelemarketingCases: readonly RuleCase[] = [
  {
    say: 'a service call',
    given: { 'action.kind': 'call.human', 'action.messageClass': 'service', nowUtc: '2026-11-21T03:00:00Z' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a person selling, script not shown',
    given: { ...call },
    expect: { decision: 'pass', obligations: ['identify-business-at-start'] },
  },
  {
    say: 'script does not name the seller',
    given: { ...call, 'action.identifiesSeller': false },
    expect: { decision: 'deny', reason: 'seller-not-identified' },
  },
  {
    say: 'a machine voice without a script',
    given: { ...call, 'action.kind': 'call.ai-voice', 'ai.voice': true },
    expect: { decision: 'deny', reason: 'seller-not-identified' },
  },
  {
    say: 'after 9 pm',
    given: { ...call, nowUtc: '2026-11-21T02:00:00Z' },
    expect: { decision: 'defer-until', reason: 'quiet-hours', until: '2026-11-21T13:00:00Z' },
  },
  {
    say: 'listed, no relationship',
    given: { ...call, 'dnc.national': true, 'recipient.lastInquiryDaysAgo': null },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'listed, inquiry',
    given: { ...call, 'dnc.national': true, 'action.identifiesSeller': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'registry not asked',
    given: { ...call, 'dnc.national': null },
    expect: { decision: 'deny', reason: 'dnc' },
  },
];
