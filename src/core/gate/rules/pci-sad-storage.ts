import { all, any, holds, is } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Security codes, PINs and track data are never stored; card numbers only cut short. */
export const pciSadStorage = defineRule({
  id: 'pci-sad-storage',
  title: 'Card data in recordings, notes and prompts',
  citation: 'PCI DSS v4.0.1 Req. 3.3.1, 3.3.1.2, 3.3.2',
  aliases: ['PCI DSS v4.0 Req 3.4.1 (seed; correct: 3.3.1)', 'pause and resume recording'],
  notCovered: 'PCI is a contract standard. It bans storage; pausing or masking is one way to comply.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['voice', 'sms', 'crm', 'llm'],
  kinds: ['call.record', 'llm.process', 'crm.write'],
  when: any(holds('payment.present'), holds('write.hasText')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence:
    'Redaction event: kind and place of the span, never the span; pause and resume times. Security codes: zero retention.',

  branches: [
    {
      when: all(is('action.kind', 'call.record'), holds('payment.unmaskedCardStep')),
      then: deny(
        'card-data',
        'A card is about to be spoken, and the recording is neither paused nor masked.',
      ),
    },
    {
      when: any(holds('stored.cardData'), holds('write.cardData')),
      then: deny('card-data', 'Card data in what would be stored. Write the redacted text instead.'),
    },
  ],
  otherwise: pass('No card data would be stored.'),
});
