import { defineEntry } from '../entry.ts';

export const euAiActArt22 = defineEntry({
  id: 'eu-ai-act-art-22',
  title: 'Authorised representatives',
  citation: 'Reg. (EU) 2024/1689 Art. 22',
  aliases: ['EU AI Act Article 22 for automated decisions (seed; that is GDPR Art. 22)'],
  runs: 'reference',
  asks: 'A provider of high-risk AI outside the EU names a representative there.',
  notCovered: 'Automated decisions: gdpr-art-22.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU'],
  verticals: ['high-risk'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The mandate.',
});
