import { defineEntry } from '../entry.ts';

export const soc2Cc7Cc8 = defineEntry({
  id: 'soc2-cc7-cc8',
  title: 'SOC 2, CC7 and CC8',
  citation: 'AICPA Trust Services Criteria CC7, CC8',
  aliases: ['SOC 2 as a gate (seed; not law)'],
  runs: 'reference',
  asks: 'Deployments have a change record, as advice.',
  notCovered: 'Retention: it sets no period.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Id of the change.',
});
