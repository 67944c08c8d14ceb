import { all, any, holds, is, lacks, not, oneOf, atMost } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

const answersThem = any(
  all(is('action.kind', 'sms.textback.first'), lacks('solicitation')),
  oneOf('action.kind', ['sms.reply', 'sms.help', 'sms.optout.confirm']),
);
const mayWrite = any(
  holds('consent.pewcValid'),
  atMost('recipient.lastInquiryDaysAgo', 180),
  atMost('recipient.lastTransactionDaysAgo', 730),
);

/** Canada: an answer to the call is free; every other text needs consent, a name and a way out. */
export const casl = defineRule({
  id: 'casl',
  title: 'Canada anti-spam law',
  citation: 'S.C. 2010, c. 23, ss. 6, 10(9)-(10), 11, 13; SOR/2012-36; SOR/2013-221 s. 3(b)',
  aliases: ['36-month CASL suppression (seed; an unsubscribe has no expiry)'],
  notCovered: 'Calls: the CRTC telecommunications rules.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['CA'],
  verticals: ['all'],
  channels: ['sms', 'e-mail'],
  kinds: SMS_KINDS,
  when: is('recipient.country', 'CA'),
  effectiveFrom: '2014-07-01',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Proof of consent, which the sender must bear. 3 years after the last message.',
  records: ['recipient.lastInquiryDaysAgo', 'recipient.lastTransactionDaysAgo'],
  branches: [
    {
      when: holds('consent.optOutReaches'),
      then: deny('opted-out', 'The person unsubscribed, and that has no expiry.'),
    },
    { when: answersThem, then: pass('An answer to their own call or message.') },
    {
      when: not(mayWrite),
      then: deny(
        'no-consent',
        'Neither consent nor an inquiry within 6 months nor a purchase within 2 years.',
      ),
    },
    { when: lacks('action.brandNamed'), then: deny('missing-brand', 'The text does not say who sends it.') },
    {
      when: lacks('action.optOutInstruction'),
      then: deny('missing-opt-out-line', 'The text does not say how to unsubscribe.'),
    },
  ],
  otherwise: pass('Consent, a name and a way out.'),
});
