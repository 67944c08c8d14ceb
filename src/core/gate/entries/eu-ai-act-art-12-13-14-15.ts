import { defineEntry } from '../entry.ts';

export const euAiActArt12131415 = defineEntry({
  id: 'eu-ai-act-art-12-13-14-15',
  title: 'Duties of high-risk AI',
  citation: 'Reg. (EU) 2024/1689 Arts. 12-15, 19; Annex III from Dec. 2, 2027',
  aliases: ['AI Act Articles 13/14/15/26 on every call (seed; high-risk systems only)'],
  runs: 'location',
  asks: 'The system is classified; not high-risk with a reason, or the controls are there by December 2027.',
  notCovered: 'A booking receptionist, unless it screens credit, work or essential services.',
  anchor: 'privacy-and-ai',
  confidence: 'V/K',
  jurisdictions: ['EU'],
  verticals: ['high-risk'],
  effectiveFrom: '2027-12-02',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Classification memo. Logs at least 6 months.',
});
