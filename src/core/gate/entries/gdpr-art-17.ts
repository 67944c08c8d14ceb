import { defineEntry } from '../entry.ts';

export const gdprArt17 = defineEntry({
  id: 'gdpr-art-17',
  title: 'Erasure against unchangeable storage',
  citation: 'GDPR Art. 17(1), (3)(b), (3)(e)',
  aliases: ['right to be forgotten', 'compliance-mode WORM for everything (seed; it breaks erasure)'],
  runs: 'retention',
  asks: 'Personal content is erased by destroying its key; proof and duties stay for their period.',
  notCovered: 'Places without a right to erasure.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU', 'EEA', 'UK'],
  verticals: ['all'],
  effectiveFrom: '2018-05-25',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Event of the key destruction. Request log 3 years.',
});
