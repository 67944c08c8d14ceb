import type { RuleCase } from './rule-case.ts';

export const stirShakenCases: readonly RuleCase[] = [
  { say: 'A is enough', given: {}, expect: { decision: 'pass' } },
  {
    say: 'B is enough',
    given: { 'call.attestation': 'B', 'call.verstat': 'TN-Validation-Passed-B' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a failed signature',
    given: { 'call.attestation': 'failed' },
    expect: { decision: 'deny', reason: 'spoofed-trigger', fallback: 'manual-review' },
  },
  {
    say: 'a verification string that says failed, whatever letter follows',
    given: { 'call.verstat': 'TN-Validation-Failed-A' },
    expect: { decision: 'deny', reason: 'spoofed-trigger', fallback: 'manual-review' },
  },
  {
    say: 'no attestation and a three-second ring',
    given: { 'call.attestation': 'none', 'call.verstat': 'No-TN-Validation', 'call.ivrOrRingSeconds': 3 },
    expect: { decision: 'deny', reason: 'uncorroborated-trigger', fallback: 'manual-callback' },
  },
  {
    say: 'corroborated by a long enough ring',
    given: { 'call.attestation': 'none', 'call.verstat': 'No-TN-Validation', 'call.ivrOrRingSeconds': 15 },
    expect: { decision: 'pass' },
  },
  {
    say: '14 seconds are not',
    given: { 'call.attestation': 'none', 'call.verstat': 'No-TN-Validation', 'call.ivrOrRingSeconds': 14 },
    expect: { decision: 'deny', reason: 'uncorroborated-trigger', fallback: 'manual-callback' },
  },
  {
    say: 'unless the operator asks for less',
    given: {
      'call.attestation': 'none',
      'call.verstat': 'No-TN-Validation',
      'call.ivrOrRingSeconds': 14,
      'policy.corroborationSeconds': 10,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'corroborated by a voicemail',
    given: {
      'call.attestation': 'none',
      'call.verstat': 'No-TN-Validation',
      'call.ivrOrRingSeconds': 3,
      'call.leftVoicemail': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'corroborated by a keypress',
    given: {
      'call.attestation': 'none',
      'call.verstat': 'No-TN-Validation',
      'call.ivrOrRingSeconds': 3,
      'call.keypress': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'corroborated by a known customer',
    given: {
      'call.attestation': 'C',
      'call.verstat': 'No-TN-Validation',
      'call.ivrOrRingSeconds': 3,
      'recipient.existingCustomer': true,
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'attestation not known: no corroboration makes up for it',
    given: { 'call.attestation': null, 'call.leftVoicemail': true },
    expect: { decision: 'deny', reason: 'uncorroborated-trigger', fallback: 'manual-callback' },
  },
  {
    say: 'the verification service is slow: try again',
    given: { lookups: { timedOut: ['attestation'], attempts: 1 } },
    expect: { decision: 'defer-until', reason: 'lookup-timeout', until: '2026-11-20T17:00:30Z' },
  },
  {
    say: 'twice in vain',
    given: { lookups: { timedOut: ['attestation'], attempts: 2 } },
    expect: { decision: 'deny', reason: 'lookup-timeout', fallback: 'manual-callback' },
  },
  { say: 'Canada has it too', given: { 'recipient.country': 'CA' }, expect: { decision: 'pass' } },
  {
    say: 'elsewhere it does not apply',
    given: { 'recipient.country': 'DE' },
    expect: { decision: 'not-applicable' },
  },
];
