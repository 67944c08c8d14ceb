import { defineEntry } from '../entry.ts';

export const nistAiRmf = defineEntry({
  id: 'nist-ai-rmf',
  title: 'NIST AI Risk Management Framework',
  citation: 'NIST AI 100-1 (2023); AI 600-1 (2024)',
  aliases: ['NIST as a gate (seed; voluntary)'],
  runs: 'reference',
  asks: 'A risk register, as advice.',
  notCovered: 'Single messages.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Id of the register.',
});
