import { all, any, holds, is, lacks, not, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

const opensTheConversation = oneOf('action.kind', ['sms.textback.first', 'sms.nudge', 'sms.marketing']);

/** The carriers' own rules: say who you are, say how to stop, answer HELP, obey STOP. Not law, enforced by blocking. */
export const ctiaMessagingPrinciples = defineRule({
  id: 'ctia-messaging-principles',
  title: 'STOP, HELP and UNSUBSCRIBE discipline, consent classes',
  citation: 'CTIA Messaging Principles and Best Practices (May 2023), §§ 5.1, 5.3; carrier codes of conduct',
  aliases: ['CTIA STOP / HELP / UNSUBSCRIBE', 'CTIA Messaging Principles'],
  notCovered: 'The monthly reminder of the opt-out in recurring programmes; text-back is not one.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: all(is('recipient.country', 'US'), not(is('sender.type', 'whatsapp'))),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Keyword log, template id and version. Keep while registered and 5 years after.',
  records: ['consent.effective'],
  branches: [
    {
      when: all(is('action.kind', 'sms.help'), not(is('consent.state', 'BLOCKED'))),
      then: pass('HELP must be answered, subscriber or not.'),
    },
    {
      when: any(holds('consent.optOutReaches'), oneOf('consent.state', ['DNC_INTERNAL', 'BLOCKED'])),
      then: deny('opted-out', 'This person opted out, or the number must not be texted.'),
    },
    {
      when: all(opensTheConversation, lacks('action.brandNamed')),
      then: deny('missing-brand', 'The text does not say who writes.'),
    },
    {
      when: all(opensTheConversation, lacks('action.optOutInstruction')),
      then: deny('missing-opt-out-line', 'The text does not say how to stop further texts.'),
    },
    {
      when: all(
        is('action.kind', 'sms.textback.first'),
        holds('consent.calledOnly'),
        lacks('location.noNoticeCounselApproval'),
      ),
      then: route('no-notice', 'Carriers expect express permission, and this caller only rang.'),
    },
  ],
  otherwise: pass('Names the business, says how to stop, and the person is open to texts.'),
});
