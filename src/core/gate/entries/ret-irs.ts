import { defineEntry } from '../entry.ts';

export const retIrs = defineEntry({
  id: 'ret-irs',
  title: 'Tax records',
  citation: '26 U.S.C. § 6001; 26 CFR § 1.6001-1(e)',
  aliases: ['7-year IRS (seed; 3, 6 or 7 by tax situation)'],
  runs: 'retention',
  asks: 'Tax records are kept 7 years as policy.',
  notCovered: 'Call records.',
  anchor: 'vertical',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Class.',
});
