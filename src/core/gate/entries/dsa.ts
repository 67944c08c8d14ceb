import { defineEntry } from '../entry.ts';

export const dsa = defineEntry({
  id: 'dsa',
  title: 'Digital Services Act',
  citation: 'Reg. (EU) 2022/2065',
  aliases: ['DSA as a gate (seed; platforms only)'],
  runs: 'reference',
  asks: 'Nothing here: a business that texts its own callers is no platform.',
  notCovered: 'Marketplaces and hosting.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU'],
  verticals: ['platforms'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Scoping memo.',
});
