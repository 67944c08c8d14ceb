import { all, holds, is, lacks } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** WhatsApp wants an opt-in to WhatsApp, an approved template outside 24 hours, and no general-purpose bot. */
export const whatsappBusiness = defineRule({
  id: 'whatsapp-business',
  title: 'WhatsApp Business conditions',
  citation:
    'WhatsApp Business Messaging Policy; Business Solution Terms (general assistants barred from Jan. 15, 2026)',
  aliases: ['SMS or WhatsApp (not interchangeable)'],
  notCovered: 'A missed call is neither an opt-in nor a message from the user.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['whatsapp'],
  kinds: SMS_KINDS,
  when: is('sender.type', 'whatsapp'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Opt-in record, template id, window calculation. Keep 5 years.',
  records: ['history.minutesSinceInbound'],
  branches: [
    {
      when: lacks('consent.whatsappOptIn'),
      then: deny('no-whatsapp-opt-in', 'No opt-in to WhatsApp messages is on file.'),
    },
    {
      when: all(lacks('history.textedUsWithinDay'), lacks('template.whatsappApproved')),
      then: deny(
        'outside-24h-window',
        'More than 24 hours since their last message, and no approved template.',
      ),
    },
    {
      when: holds('ai.openDomain'),
      then: deny('open-domain-bot', 'General-purpose assistants are barred from WhatsApp.'),
    },
  ],
  otherwise: pass('Opted in to WhatsApp, and inside the window or on an approved template.'),
});
