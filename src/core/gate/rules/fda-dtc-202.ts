import { any, is, not, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** A text has no room for the risks that must stand beside a claim, so product and claim together never go out. */
export const fdaDtc202 = defineRule({
  id: 'fda-dtc-202',
  title: 'Prescription-drug promotion',
  citation: '21 U.S.C. § 352(n); 21 CFR §§ 202.1(e), 314.81(b)(3)(i)',
  aliases: ['FDA DTC 21 CFR 202'],
  notCovered: "An ordinary clinic's appointment text: the FTC Act and state law apply there.",
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['pharma'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: any(is('vertical', 'pharma'), not(is('body.drugs', 'none'))),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Verdict on claims, id of the medical-legal approval. Per firm policy.',

  branches: [
    {
      when: oneOf('body.drugs', ['product-and-claim', 'unclear']),
      then: deny(
        'drug-claim',
        'It names a prescription product and says something about it, or that cannot be ruled out.',
      ),
    },
    { when: is('body.drugs', 'name-only'), then: route('drug-claim', 'It names a prescription product.') },
  ],
  otherwise: pass('No prescription product is named.'),
});
