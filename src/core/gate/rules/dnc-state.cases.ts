import type { RuleCase } from './rule-case.ts';

const call = {
  'action.kind': 'call.human',
  'action.messageClass': 'marketing',
  'action.hasMarketing': true,
} as const;
const from = (state: string, zone: string) => ({
  'recipient.candidates': [{ state, zone, source: 'area-code' }],
});
export const dncStateCases: readonly RuleCase[] = [
  {
    say: 'not a sales contact',
    given: { ...from('PA', 'America/New_York'), 'dnc.stateListed': ['PA'] },
    expect: { decision: 'pass' },
  },
  { say: 'a state without a list', given: { ...call }, expect: { decision: 'pass' } },
  {
    say: 'list not held',
    given: { ...call, ...from('CO', 'America/Denver') },
    expect: { decision: 'deny', reason: 'registry-stale' },
  },
  {
    say: 'held, not listed',
    given: { ...call, ...from('CO', 'America/Denver'), 'dnc.stateListsHeld': ['CO'] },
    expect: { decision: 'pass' },
  },
  {
    say: 'held and listed, an inquiry is no exemption in Colorado',
    given: {
      ...call,
      ...from('CO', 'America/Denver'),
      'dnc.stateListsHeld': ['CO'],
      'dnc.stateListed': ['CO'],
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'Florida, inquiry 90 days ago',
    given: {
      ...call,
      ...from('FL', 'America/New_York'),
      'dnc.stateListsHeld': ['FL'],
      'dnc.stateListed': ['FL'],
      'recipient.lastInquiryDaysAgo': 90,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'Pennsylvania, purchase 365 days ago',
    given: {
      ...call,
      ...from('PA', 'America/New_York'),
      'dnc.stateListsHeld': ['PA'],
      'dnc.stateListed': ['PA'],
      'recipient.lastTransactionDaysAgo': 365,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'Pennsylvania, only an inquiry',
    given: {
      ...call,
      ...from('PA', 'America/New_York'),
      'dnc.stateListsHeld': ['PA'],
      'dnc.stateListed': ['PA'],
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'Louisiana, inquiry 181 days ago',
    given: {
      ...call,
      ...from('LA', 'America/Chicago'),
      'dnc.stateListsHeld': ['LA'],
      'dnc.stateListed': ['LA'],
      'recipient.lastInquiryDaysAgo': 181,
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'not known who is listed',
    given: {
      ...call,
      ...from('TX', 'America/Chicago'),
      'dnc.stateListsHeld': ['TX'],
      'dnc.stateListed': undefined,
    },
    expect: { decision: 'deny', reason: 'dnc' },
  },
  {
    say: 'signed consent',
    given: {
      ...call,
      ...from('CO', 'America/Denver'),
      'consent.pewc': { valid: true, sellers: ['entity-a'] },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'run without the lists by choice: no sales contact',
    given: {
      ...call,
      ...from('CO', 'America/Denver'),
      lookups: { timedOut: [], attempts: 0, byChoice: ['state-dnc'] },
    },
    expect: { decision: 'deny', reason: 'registry-stale' },
  },
];
