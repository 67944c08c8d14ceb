import { defineEntry } from '../entry.ts';

export const hipaaDocRetention = defineEntry({
  id: 'hipaa-doc-retention',
  title: 'HIPAA documentation for six years',
  citation: '45 CFR §§ 164.316(b)(2)(i), 164.530(j)(2)',
  aliases: ['7-year HIPAA medical record (seed; documentation only, 6 years)'],
  runs: 'retention',
  asks: 'Policies, authorisations, agreements and logs are kept 6 years; medical records by the law of the state.',
  notCovered: 'Medical records: HIPAA sets no period for them.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Assignment of the class.',
});
