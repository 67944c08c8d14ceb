import type { RuleCase } from './rule-case.ts';

const process = { 'action.kind': 'llm.process' } as const;
export const llmZeroRetentionCases: readonly RuleCase[] = [
  {
    say: 'verified 30 days ago',
    given: { ...process, 'ai.zeroRetentionVerifiedDaysAgo': 30 },
    expect: { decision: 'pass' },
  },
  {
    say: '31 days ago, ordinary trade',
    given: { ...process, 'ai.zeroRetentionVerifiedDaysAgo': 31 },
    expect: { decision: 'pass', obligations: ['reverify-vendor-profile'] },
  },
  {
    say: '31 days ago, legal',
    given: { ...process, vertical: 'legal', 'ai.zeroRetentionVerifiedDaysAgo': 31 },
    expect: { decision: 'deny', reason: 'verification-expired', fallback: 'fixed-template' },
  },
  {
    say: '31 days ago, a trade we do not know counts as general',
    given: { ...process, vertical: 'plumbing', 'ai.zeroRetentionVerifiedDaysAgo': 31 },
    expect: { decision: 'pass', obligations: ['reverify-vendor-profile'] },
  },
  {
    say: 'never looked at, legal',
    given: { ...process, vertical: 'legal', 'ai.zeroRetentionVerifiedDaysAgo': undefined },
    expect: { decision: 'deny', reason: 'verification-expired', fallback: 'fixed-template' },
  },
  {
    say: 'the vendor trains',
    given: { ...process, 'ai.vendorTrainingOff': false },
    expect: { decision: 'deny', reason: 'vendor-own-use', fallback: 'fixed-template' },
  },
  {
    say: 'the vendor trains on a recording',
    given: {
      'action.kind': 'call.record',
      'call.recordingNoticePlayed': true,
      'ai.vendorTrainingOff': false,
    },
    expect: { decision: 'deny', reason: 'vendor-own-use', fallback: 'continue-unrecorded' },
  },
  {
    say: 'health without agreement',
    given: { ...process, vertical: 'healthcare' },
    expect: { decision: 'deny', reason: 'no-baa' },
  },
  { say: 'no machine involved', given: {}, expect: { decision: 'not-applicable' } },
  {
    say: 'drafted by a machine',
    given: { 'ai.drafts': true, 'ai.vendorTrainingOff': null },
    expect: { decision: 'deny', reason: 'vendor-own-use', fallback: 'fixed-template' },
  },
];
