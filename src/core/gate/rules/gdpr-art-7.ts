import { all, holds, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Consent that cannot be shown is none. */
export const gdprArt7 = defineRule({
  id: 'gdpr-art-7',
  title: 'Conditions for consent',
  citation: 'GDPR Arts. 4(11), 7',
  aliases: ['GDPR Article 7'],
  notCovered: 'Other bases than consent.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU', 'EEA', 'UK'],
  verticals: ['all'],
  channels: ['all'],
  kinds: ['crm.write'],
  when: all(holds('gdpr.applies'), holds('gdpr.consentIsBasis')),
  effectiveFrom: '2018-05-25',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The artefact, while relied on.',

  branches: [
    { when: lacks('gdpr.consentProof'), then: deny('data-use', 'The consent cannot be demonstrated.') },
  ],
  otherwise: pass('The consent can be demonstrated.'),
});
