import { is, lacks } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** Nothing that stands for a protected class may rank credit inquiries; plain geography goes to counsel. */
export const ecoaRegB = defineRule({
  id: 'ecoa-reg-b',
  title: 'Fair routing of credit inquiries',
  citation: '15 U.S.C. § 1691; 12 CFR Part 1002 (effects test removed July 21, 2026)',
  aliases: ['ECOA disparate impact (seed; Reg B knows intent and proxies)'],
  notCovered: 'State laws that still reach impact (NJ, MA, NY, CA, IL): counsel weighs them.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['lender'],
  channels: ['routing'],
  kinds: ['route.assign'],
  when: is('vertical', 'lender'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Feature list, fairness test, approver. 25 months.',

  branches: [
    {
      when: is('routing.features', 'protected'),
      then: deny('protected-proxy', 'A feature stands for a protected class.'),
    },
    {
      when: is('routing.features', 'geography'),
      then: route('geography-in-ranking', 'Plain geography ranks credit inquiries.'),
    },
    {
      when: lacks('routing.present'),
      then: route('geography-in-ranking', 'What ranks these inquiries is not known.'),
    },
  ],
  otherwise: pass('Nothing that stands for a protected class or a place ranks these inquiries.'),
});
