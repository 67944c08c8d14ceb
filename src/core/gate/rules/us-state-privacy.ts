import { all, holds, is, lacks } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** Sensitive data needs a yes first, and an objection to sharing stops it, in every state whose law is in force. */
export const usStatePrivacy = defineRule({
  id: 'us-state-privacy',
  title: 'State comprehensive privacy laws',
  citation: 'Table in data/privacy-laws.json (20 in force on Nov. 20, 2026; 24 enacted)',
  aliases: ['17-state comprehensive privacy (seed; 20 in force)'],
  notCovered: 'Thresholds of each law; stripping of fields that are not needed (Maryland).',
  anchor: 'privacy-and-ai',
  confidence: 'V',
  jurisdictions: ['US states in the table'],
  verticals: ['all'],
  channels: ['crm'],
  kinds: ['crm.write'],
  when: all(is('recipient.country', 'US'), holds('privacy.stateLawInForce')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Consent and opt-out record.',
  records: ['recipient.states'],
  branches: [
    {
      when: holds('privacy.sensitiveWithoutOptIn'),
      then: deny('data-use', 'Sensitive data without an opt-in.'),
    },
    { when: holds('privacy.sharesAgainstOptOut'), then: deny('data-use', 'The person objected to sharing.') },
    {
      when: lacks('privacy.known'),
      then: route('data-use', 'What this write holds and who objected is not known.'),
    },
  ],
  otherwise: pass('Nothing sensitive without an opt-in, and no objection in the way.'),
});
