import type { RuleCase } from './rule-case.ts';

const record = {
  'action.kind': 'call.record',
  'action.messageClass': 'service',
  'call.recordingNoticePlayed': true,
  partyStates: ['IL'],
} as const;
export const bipaCases: readonly RuleCase[] = [
  {
    say: 'without release',
    given: { ...record, voiceprint: { created: true, writtenRelease: false } },
    expect: { decision: 'deny', reason: 'data-use' },
  },
  {
    say: 'with it',
    given: { ...record, voiceprint: { created: true, writtenRelease: true } },
    expect: { decision: 'pass' },
  },
  { say: 'none made', given: { ...record, voiceprint: { created: false } }, expect: { decision: 'pass' } },
  { say: 'plain audio', given: { ...record }, expect: { decision: 'not-applicable' } },
  {
    say: 'nobody in Illinois',
    given: { ...record, partyStates: ['NY'], voiceprint: { created: true } },
    expect: { decision: 'not-applicable' },
  },
];
