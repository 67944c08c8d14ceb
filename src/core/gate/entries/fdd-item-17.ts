import { defineEntry } from '../entry.ts';

export const fddItem17 = defineEntry({
  id: 'fdd-item-17',
  title: 'Renewal, termination, transfer',
  citation: '16 CFR § 436.5(q)',
  aliases: ['FDD Item 17'],
  runs: 'location',
  asks: 'A franchisee whose agreement ended sends nothing under its name; its numbers are reassigned.',
  notCovered: 'Single messages.',
  anchor: 'franchise',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['franchise'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Feed of agreement states. 6 years.',
});
