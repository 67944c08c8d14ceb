import { defineEntry } from '../entry.ts';

export const wcag22 = defineEntry({
  id: 'wcag-2-2',
  title: 'WCAG 2.2 AA',
  citation: 'W3C Recommendation (Oct. 2023)',
  aliases: ['WCAG as law (seed; a technical standard)'],
  runs: 'location',
  asks: 'A booking page with a blocking fault of level A or AA is not published.',
  notCovered: 'Texts.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Audit artefact. 3 years (policy).',
});
