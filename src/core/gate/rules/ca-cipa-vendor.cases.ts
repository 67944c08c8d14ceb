import type { RuleCase } from './rule-case.ts';

const record = {
  'action.kind': 'call.record',
  'action.messageClass': 'service',
  partyStates: ['CA', 'NY'],
} as const;
export const caCipaVendorCases: readonly RuleCase[] = [
  {
    say: 'notice and a closed vendor',
    given: { ...record, 'call.recordingNoticePlayed': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'no notice',
    given: { ...record },
    expect: { decision: 'deny', reason: 'no-recording-notice', fallback: 'continue-unrecorded' },
  },
  {
    say: 'the vendor may train on it',
    given: { ...record, 'call.recordingNoticePlayed': true, 'ai.vendorTrainingOff': false },
    expect: { decision: 'deny', reason: 'vendor-own-use', fallback: 'continue-unrecorded' },
  },
  { say: 'own system', given: { ...record, recorder: 'own-system' }, expect: { decision: 'not-applicable' } },
  {
    say: 'nobody in California',
    given: { ...record, partyStates: ['NY'] },
    expect: { decision: 'not-applicable' },
  },
];
