import type { RuleCase } from './rule-case.ts';

export const textbackDedupCases: readonly RuleCase[] = [
  { say: 'no text yet', given: {}, expect: { decision: 'pass' } },
  {
    say: 'one already',
    given: { 'history.textbacksForThisCall': 1 },
    expect: { decision: 'deny', reason: 'duplicate', fallback: 'none' },
  },
  {
    say: 'not known',
    given: { 'history.textbacksForThisCall': null },
    expect: { decision: 'deny', reason: 'duplicate', fallback: 'none' },
  },
  {
    say: 'abroad as well',
    given: { 'history.textbacksForThisCall': 1, 'recipient.country': 'CA' },
    expect: { decision: 'deny', reason: 'duplicate', fallback: 'none' },
  },
];
