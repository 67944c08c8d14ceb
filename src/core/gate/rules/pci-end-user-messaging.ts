import { any, holds } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Card numbers do not belong in texts: neither asked for, nor sent, nor kept when they come. */
export const pciEndUserMessaging = defineRule({
  id: 'pci-end-user-messaging',
  title: 'Card numbers over SMS',
  citation: 'PCI DSS v4.0.1 Req. 4.2.2, 3.4.1, 3.5.1',
  aliases: ['PAN over end-user messaging'],
  notCovered: 'A link to a payment page is the right way and not covered.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: any(holds('text.hasBody'), holds('text.hasInbound')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Redaction event. Retention as pci-sad-storage.',

  branches: [
    {
      when: any(holds('body.cardData'), holds('body.asksForCard')),
      then: deny('card-data', 'The text carries card data or asks for it.'),
    },
    {
      when: holds('inbound.cardData'),
      then: pass(
        'They sent card data: cut it out everywhere and send a payment link.',
        'redact-before-store',
        'send-payment-link',
      ),
    },
  ],
  otherwise: pass('No card data in this conversation.'),
});
