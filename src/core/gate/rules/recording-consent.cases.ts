import type { RuleCase } from './rule-case.ts';

const record = {
  'action.kind': 'call.record',
  'action.messageClass': 'service',
  recorder: 'own-system',
} as const;
export const recordingConsentCases: readonly RuleCase[] = [
  {
    say: 'notice played',
    given: { ...record, partyStates: ['CA'], 'call.recordingNoticePlayed': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'one party',
    given: { ...record },
    expect: { decision: 'pass', obligations: ['notice-recommended'] },
  },
  {
    say: 'a strict state among the parties',
    given: { ...record, partyStates: ['NY', 'WA'] },
    expect: { decision: 'deny', reason: 'no-recording-notice', fallback: 'continue-unrecorded' },
  },
  {
    say: 'Vermont has no statute',
    given: { ...record, partyStates: ['VT'] },
    expect: { decision: 'pass', obligations: ['notice-recommended'] },
  },
  {
    say: 'Michigan, own system',
    given: { ...record, partyStates: ['MI'] },
    expect: { decision: 'pass', obligations: ['notice-recommended'] },
  },
  {
    say: 'Michigan, vendor',
    given: { ...record, partyStates: ['MI'], recorder: undefined },
    expect: { decision: 'route-to-counsel', reason: 'vendor-recorder', queue: 'counsel' },
  },
  {
    say: 'nobody knows where the caller is',
    given: { ...record, 'recipient.candidates': [] },
    expect: { decision: 'deny', reason: 'no-recording-notice', fallback: 'continue-unrecorded' },
  },
  {
    say: 'the shop itself is in a strict state',
    given: { ...record, 'location.state': 'FL' },
    expect: { decision: 'deny', reason: 'no-recording-notice', fallback: 'continue-unrecorded' },
  },
  {
    say: 'abroad',
    given: { ...record, 'recipient.country': 'CA', partyStates: ['ON'] },
    expect: { decision: 'deny', reason: 'no-recording-notice', fallback: 'continue-unrecorded' },
  },
];
