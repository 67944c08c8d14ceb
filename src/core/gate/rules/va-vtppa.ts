import { all, holds, moreThan, not } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';
import { stateLaw, whileClosed } from './state-rule-parts.ts';

/** Virginia: an opt-out holds for ten years. */
export const vaVtppa = defineRule({
  ...stateLaw('VA'),
  id: 'va-vtppa',
  title: 'Virginia Telephone Privacy Protection Act',
  citation: 'Va. Code §§ 59.1-510 to -518.4 (SB 1339, Jan. 1, 2026)',
  aliases: ['Virginia VTPPA'],
  notCovered: 'After ten years the federal rule still holds the opt-out; it has no expiry.',
  confidence: 'V',
  effectiveFrom: '2026-01-01',
  reviewBy: '2027-05-20',
  evidence: 'Opt-out record. Keep 10 years.',
  branches: [
    {
      when: all(holds('consent.optOutReaches'), not(moreThan('consent.optOutDaysAgo', 3650))),
      then: deny('opted-out', 'Opted out within the ten years for which Virginia holds it.'),
    },
    ...whileClosed('VA'),
  ],
  otherwise: pass('No opt-out of the last ten years reaches this message.'),
});
