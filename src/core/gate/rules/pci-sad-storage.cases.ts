import type { RuleCase } from './rule-case.ts';

const write = {
  'action.kind': 'crm.write',
  write: { idempotencyKey: 'k1', optOutSynced: true, fields: [] },
} as const;
export const pciSadStorageCases: readonly RuleCase[] = [
  {
    say: 'an ordinary note',
    given: { ...write, 'action.body': 'Wants the boiler looked at on Friday' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a card number in it',
    given: { ...write, 'action.body': 'card 4111 1111 1111 1111' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'a security code field',
    given: {
      ...write,
      write: { idempotencyKey: 'k1', fields: [{ name: 'code', class: 'cvv', redacted: false }] },
    },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'the same field redacted',
    given: {
      ...write,
      write: { idempotencyKey: 'k1', fields: [{ name: 'code', class: 'cvv', redacted: true }] },
    },
    expect: { decision: 'pass' },
  },
  {
    say: 'recording the card step',
    given: { 'action.kind': 'call.record', payment: { cardStep: true, pauseOrMask: false } },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'paused',
    given: { 'action.kind': 'call.record', payment: { cardStep: true, pauseOrMask: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'the model would see a card',
    given: { 'action.kind': 'llm.process', inboundText: 'its 4111-1111-1111-1111' },
    expect: { decision: 'deny', reason: 'card-data' },
  },
  {
    say: 'a recording without payment',
    given: { 'action.kind': 'call.record' },
    expect: { decision: 'not-applicable' },
  },
  {
    say: 'a security code under its longer name',
    given: {
      ...write,
      write: { idempotencyKey: 'k1', fields: [{ name: 'code', class: 'security-code', redacted: false }] },
    },
    expect: { decision: 'deny', reason: 'card-data' },
  },
];
