import type { RuleCase } from './rule-case.ts';

export const carrierContentCases: readonly RuleCase[] = [
  {
    say: 'ordinary text',
    given: { 'action.body': 'Sorry we missed your call. https://shop.example/b' },
    expect: { decision: 'pass' },
  },
  {
    say: 'forbidden class',
    given: { 'action.contentFlags': ['gambling'] },
    expect: { decision: 'deny', reason: 'forbidden-content' },
  },
  {
    say: 'a flag nobody knows',
    given: { 'action.contentFlags': ['strange'] },
    expect: { decision: 'deny', reason: 'forbidden-content' },
  },
  {
    say: 'age-gated without approval',
    given: { 'action.contentFlags': ['alcohol'] },
    expect: { decision: 'deny', reason: 'forbidden-content' },
  },
  {
    say: 'age-gated with approval',
    given: { 'action.contentFlags': ['alcohol'], 'sender.ageGateApproved': true },
    expect: { decision: 'pass' },
  },
  {
    say: 'public shortener',
    given: { 'action.body': 'Book here: https://bit.ly/3abc' },
    expect: { decision: 'deny', reason: 'forbidden-content' },
  },
  {
    say: 'a domain that merely ends alike',
    given: { 'action.body': 'Book here: https://first.co/3abc' },
    expect: { decision: 'pass' },
  },
  {
    say: 'WhatsApp has its own rules',
    given: { 'sender.type': 'whatsapp', 'action.contentFlags': ['gambling'] },
    expect: { decision: 'not-applicable' },
  },
];
