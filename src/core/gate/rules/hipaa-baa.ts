import { is, lacks } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** That somebody called a clinic is itself health information, so every vendor on the way needs an agreement. */
export const hipaaBaa = defineRule({
  id: 'hipaa-baa',
  title: 'Business associate agreements',
  citation: '45 CFR §§ 164.502(e), 164.504(e), 164.308(b), 164.314(a)',
  aliases: [
    'BAA',
    'Twilio Conversations not Twilio standard (seed; eligibility is a per-product list under a signed BAA)',
  ],
  notCovered:
    "Whether a product is on the vendor's eligible list today: the operator records it with the agreement.",
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  channels: ['sms', 'voice', 'crm', 'llm'],
  kinds: [...OUTBOUND_KINDS, 'call.record', 'llm.process', 'crm.write'],
  when: is('vertical', 'healthcare'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Agreement id, effective dates, snapshot of the eligible products. 6 years after it ended.',
  records: ['baa.missing'],
  branches: [
    {
      when: lacks('baa.complete'),
      then: deny('no-baa', 'A vendor on the way has no signed agreement for this product.'),
    },
  ],
  otherwise: pass('Every vendor on the way has a signed agreement.'),
});
