import type { RuleCase } from './rule-case.ts';

const whatsapp = {
  'sender.type': 'whatsapp',
  'consent.whatsappOptIn': true,
  'action.kind': 'sms.reply',
} as const;
export const whatsappBusinessCases: readonly RuleCase[] = [
  {
    say: 'inside 24 hours',
    given: { ...whatsapp, 'history.lastInboundMinutesAgo': 1440 },
    expect: { decision: 'pass' },
  },
  {
    say: 'a minute late',
    given: { ...whatsapp, 'history.lastInboundMinutesAgo': 1441 },
    expect: { decision: 'deny', reason: 'outside-24h-window' },
  },
  {
    say: 'approved template',
    given: { ...whatsapp, template: { whatsappApproved: true } },
    expect: { decision: 'pass' },
  },
  {
    say: 'no opt-in',
    given: { 'sender.type': 'whatsapp', template: { whatsappApproved: true } },
    expect: { decision: 'deny', reason: 'no-whatsapp-opt-in' },
  },
  {
    say: 'general assistant',
    given: { ...whatsapp, 'history.lastInboundMinutesAgo': 3, 'ai.openDomain': true },
    expect: { decision: 'deny', reason: 'open-domain-bot' },
  },
  { say: 'not for text messages', given: {}, expect: { decision: 'not-applicable' } },
];
