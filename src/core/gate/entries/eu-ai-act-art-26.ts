import { defineEntry } from '../entry.ts';

export const euAiActArt26 = defineEntry({
  id: 'eu-ai-act-art-26',
  title: 'Duties of deployers',
  citation: 'Reg. (EU) 2024/1689 Art. 26(1)-(12)',
  aliases: ['AI Act Article 26'],
  runs: 'location',
  asks: 'Who deploys high-risk AI names a person who oversees it and keeps its logs 6 months.',
  notCovered: 'Systems that are not high-risk.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU'],
  verticals: ['high-risk'],
  effectiveFrom: '2027-12-02',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Assignment of the oversight.',
});
