import { all, holds, is, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Patient data leaves the circle of agreements only without the eighteen identifiers. */
export const hipaaDeid = defineRule({
  id: 'hipaa-deid',
  title: 'De-identification for reports and models',
  citation: '45 CFR § 164.514(a)-(c)',
  aliases: ['HIPAA de-identification', 'safe harbor'],
  notCovered: 'How it was de-identified (safe harbor or expert): the export records the method.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  channels: ['analytics', 'llm'],
  kinds: ['llm.process', 'report.export'],
  when: all(is('vertical', 'healthcare'), holds('data.leavesBaa')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Method, version of the transformation. Keep 6 years.',

  branches: [
    {
      when: lacks('report.deidentified'),
      then: deny('data-use', 'Patient data would leave the agreements with its identifiers.'),
    },
  ],
  otherwise: pass('De-identified.'),
});
