import { defineEntry } from '../entry.ts';

export const retPcaob = defineEntry({
  id: 'ret-pcaob',
  title: 'Audit workpapers',
  citation: 'PCAOB AS 1215.14; 17 CFR § 210.2-06',
  aliases: ['5-year PCAOB (seed; 7, auditors only)'],
  runs: 'reference',
  asks: 'Nothing here: audit firms only.',
  notCovered: 'Everybody else.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['auditors'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'None.',
});
