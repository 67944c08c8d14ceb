import { defineEntry } from '../entry.ts';

export const iso42001 = defineEntry({
  id: 'iso-42001',
  title: 'ISO/IEC 42001',
  citation: 'ISO/IEC 42001:2023',
  aliases: ['ISO 42001 as a gate (seed; a certifiable standard)'],
  runs: 'reference',
  asks: 'A certificate, as advice.',
  notCovered: 'Single messages.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The certificate.',
});
