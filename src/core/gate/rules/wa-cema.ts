import { all, lacks } from '../expression.ts';
import { defineRule, pass } from '../rule.ts';
import { automatedSales, noWrittenConsent, stateLaw, whileClosed } from './state-rule-parts.ts';

/** Washington: promoting texts and AI-voice calls need affirmative consent; 8 to 8. */
export const waCema = defineRule({
  ...stateLaw('WA'),
  id: 'wa-cema',
  title: 'Washington CEMA and Telephone Solicitation Act',
  citation: 'RCW 19.190.060-.070; RCW 80.36.390; RCW 19.158 (HB 1497, 2022)',
  aliases: ['Washington CEMA'],
  notCovered: 'Identification within 30 seconds of a call: part of the script review.',
  confidence: 'V',
  effectiveFrom: '2022-06-09',
  reviewBy: '2027-05-20',
  evidence: 'Consent artefact, classifier verdict. Keep 5 years.',
  branches: [
    {
      when: all(automatedSales, lacks('consent.pewcValid')),
      then: noWrittenConsent('Sales content without signed consent for this seller.'),
    },
    ...whileClosed('WA'),
  ],
  otherwise: pass("Promotes nothing without consent, and inside Washington's hours."),
});
