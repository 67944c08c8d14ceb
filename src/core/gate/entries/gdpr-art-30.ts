import { defineEntry } from '../entry.ts';

export const gdprArt30 = defineEntry({
  id: 'gdpr-art-30',
  title: 'Records of processing',
  citation: 'GDPR Art. 30',
  aliases: ['GDPR Article 30 as a retention period (seed; it asks for a register)'],
  runs: 'location',
  asks: 'Each purpose of processing has an entry in the register; one without goes to counsel.',
  notCovered: 'Retention: it sets no period.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU', 'EEA', 'UK'],
  verticals: ['all'],
  effectiveFrom: '2018-05-25',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Id of the entry.',
});
