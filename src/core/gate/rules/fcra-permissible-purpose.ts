import { holds } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A consumer report is written only for a purpose the law permits; a prescreened list needs a firm offer. */
export const fcraPermissiblePurpose = defineRule({
  id: 'fcra-permissible-purpose',
  title: 'Consumer reports and prescreening',
  citation: '15 U.S.C. §§ 1681a(d), 1681b(a), 1681b(c), 1681m(d); 16 CFR Part 682',
  aliases: ['FCRA permissible purpose'],
  notCovered: 'Adverse-action notices: the Gate has no fact about them.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['lender', 'insurer', 'landlord', 'employer'],
  channels: ['crm'],
  kinds: ['crm.write'],
  when: holds('enrichment.present'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Purpose code, vendor certification, notice id. Prescreen criteria 3 years, others 5.',

  branches: [
    {
      when: holds('enrichment.withoutPurpose'),
      then: deny('data-use', 'A consumer report without a permissible purpose.'),
    },
    {
      when: holds('enrichment.withoutFirmOffer'),
      then: deny('data-use', 'A prescreened list without a firm offer.'),
    },
  ],
  otherwise: pass('No consumer report, or one with a permissible purpose.'),
});
