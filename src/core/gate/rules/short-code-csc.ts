import { all, holds, is, not, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A short code sends only for a programme the carriers approved, and recurring texts only after an opt-in message. */
export const shortCodeCsc = defineRule({
  id: 'short-code-csc',
  title: 'Common Short Codes and CTIA monitoring',
  citation: 'CTIA Short Code Monitoring Handbook; US Short Code Registry (iconectiv)',
  aliases: ['Common Short Code Carrier', 'CTIA Short Code Monitoring'],
  notCovered: 'The results of monitoring audits.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: all(is('recipient.country', 'US'), is('sender.type', 'shortcode')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Programme brief id, audit results. Keep programme life and 5 years.',
  branches: [
    {
      when: not(is('sender.campaignStatus', 'active')),
      then: deny('sender-not-registered', 'The carriers have not approved the programme of this short code.'),
    },
    {
      when: all(
        oneOf('action.kind', ['sms.nudge', 'sms.reminder', 'sms.marketing']),
        not(holds('consent.optInConfirmationSent')),
      ),
      then: deny(
        'sender-not-registered',
        'Recurring texts from a short code need an opt-in confirmation first.',
      ),
    },
  ],
  otherwise: pass('The programme of this short code is approved.'),
});
