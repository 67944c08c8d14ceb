import { all, holds, is, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Texts from a toll-free number are blocked until the aggregator has verified it. */
export const tollFreeVerification = defineRule({
  id: 'toll-free-verification',
  title: 'Toll-free SMS verification',
  citation:
    'Toll-free verification rules of providers and their aggregator (for example Twilio errors 30511, 30831)',
  aliases: ['CTIA toll-free verified (it is the aggregator, not CTIA)'],
  notCovered: 'Consent scripts: they are submitted once, at registration.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US', 'CA'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: all(oneOf('recipient.country', ['US', 'CA']), is('sender.type', 'tollfree')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Verification id and date. Keep number life and 5 years.',
  branches: [{ when: holds('sender.tollfreeVerified'), then: pass('The toll-free number is verified.') }],
  otherwise: deny('sender-not-registered', 'The toll-free number is not verified for texting.'),
});
