import { all, holds, lacks, known } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Figures on earnings reach prospects and the public only if Item 19 of the disclosure document holds them. */
export const fddItem19 = defineRule({
  id: 'fdd-item-19',
  title: 'Financial performance representations',
  citation: '16 CFR §§ 436.5(s), 436.9(c)',
  aliases: ['FDD Item 19'],
  notCovered: 'Reports to franchisees and inside the company.',
  anchor: 'franchise',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['franchisor'],
  channels: ['reports'],
  kinds: ['report.export'],
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Export log. 3 years.',

  branches: [
    {
      when: all(holds('report.toProspects'), holds('report.containsEarnings'), lacks('report.inItem19')),
      then: deny('earnings-claim', 'Earnings figures that Item 19 does not hold would reach prospects.'),
    },
  ],
  otherwise: pass('No earnings figures for prospects, or Item 19 holds them.'),
});
