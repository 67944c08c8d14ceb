import { all, any, holds, is, lacks, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** No stated preference, no steering, no ranking by where people live. */
export const fairHousing = defineRule({
  id: 'fair-housing',
  title: 'Fair Housing Act',
  citation: '42 U.S.C. §§ 3604, 3605, 3617; 24 CFR Part 100; Texas DHCA v. Inclusive Communities (2015)',
  aliases: ['FHA steering'],
  notCovered: "HUD's proposal of January 2026 to delete its effects rule: final status not verified.",
  anchor: 'vertical',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['real-estate', 'lender'],
  channels: ['sms', 'routing'],
  kinds: [...SMS_KINDS, 'route.assign'],
  when: oneOf('vertical', ['real-estate', 'lender']),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Verdicts, template approval. Keep 5 years.',

  branches: [
    {
      when: any(holds('body.housingPreference'), is('routing.features', 'protected')),
      then: deny('preference-statement', 'It states a preference, steers, or ranks by a protected class.'),
    },
    {
      when: is('routing.features', 'geography'),
      then: route('geography-in-ranking', 'Follow-up differs by where people live.'),
    },
    {
      when: all(is('action.kind', 'route.assign'), lacks('routing.present')),
      then: route('geography-in-ranking', 'What ranks these inquiries is not known.'),
    },
  ],
  otherwise: pass('No preference, no steering, no geography.'),
});
