import { all, any, holds, is, lacks, not } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Carriers block whole classes of content and public link shorteners, and fine the sender. */
export const carrierContent = defineRule({
  id: 'carrier-content',
  title: 'Content that carriers forbid',
  citation: 'CTIA Messaging Principles § 5.3; T-Mobile Code of Conduct § 5',
  aliases: ['SHAFT', 'forbidden content classes'],
  notCovered: 'Whether the content is lawful: carriers forbid more than the law does.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: all(is('recipient.country', 'US'), not(is('sender.type', 'whatsapp'))),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Verdict of the content classifier. Keep 5 years.',

  branches: [
    {
      when: any(is('content.class', 'forbidden'), holds('body.shortener')),
      then: deny('forbidden-content', 'Content or a public link shortener that carriers block.'),
    },
    {
      when: all(is('content.class', 'age-gated'), lacks('sender.ageGateApproved')),
      then: deny('forbidden-content', 'Alcohol, firearms or tobacco without an age-gated programme.'),
    },
  ],
  otherwise: pass('Nothing that carriers forbid.'),
});
