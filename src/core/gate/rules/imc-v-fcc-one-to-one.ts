import { all, holds, is } from '../expression.ts';
import { AUTOMATED_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** The one-to-one rule was vacated; consent per seller stays our policy, because franchise consent is otherwise disputable. */
export const imcVFccOneToOne = defineRule({
  id: 'imc-v-fcc-one-to-one',
  title: 'One seller, one consent (the vacated one-to-one rule)',
  citation: 'Insurance Marketing Coalition Ltd. v. FCC, No. 24-10277 (11th Cir. Jan. 24, 2025)',
  aliases: ['one-to-one consent rule', 'FCC 23-107 Part III.D (vacated)'],
  notCovered:
    'Whether the consent itself is complete: see tcpa-pewc-marketing. Without one on file this rule says nothing.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: AUTOMATED_KINDS,
  when: all(is('recipient.country', 'US'), holds('solicitation'), holds('consent.pewcOnFile')),
  effectiveFrom: '2025-01-24',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'The disclosure text that names the seller. Keep 5 years.',

  branches: [
    { when: holds('consent.sellerNamed'), then: pass('The disclosure that was signed names this seller.') },
  ],
  otherwise: deny('seller-not-named', 'The consent on file does not name this seller.'),
});
