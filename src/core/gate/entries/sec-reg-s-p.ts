import { defineEntry } from '../entry.ts';

export const secRegSP = defineEntry({
  id: 'sec-reg-s-p',
  title: 'Regulation S-P',
  citation: '17 CFR Part 248, § 248.30 (2024 amendments)',
  aliases: ['SEC Reg S-K (seed; S-P is meant)'],
  runs: 'vendor',
  asks: 'Vendors give notice of incidents within 72 hours; customers hear within 30 days.',
  notCovered: "Issuers' disclosure documents (Regulation S-K).",
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['broker-dealer', 'ria'],
  effectiveFrom: '2025-12-03',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Contract id.',
});
