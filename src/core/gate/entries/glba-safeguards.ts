import { defineEntry } from '../entry.ts';

export const glbaSafeguards = defineEntry({
  id: 'glba-safeguards',
  title: 'Safeguards Rule',
  citation: '15 U.S.C. § 6801; 16 CFR Part 314 (§ 314.4(c)(3), (c)(6), (f), (j))',
  aliases: ['GLBA'],
  runs: 'vendor',
  asks: 'Vendors of customer information have a safeguards clause; the data is disposed of within 2 years of its last use.',
  notCovered: 'Banks, whose regulators have their own rules.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['lender', 'ria'],
  effectiveFrom: '2023-06-09',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Version of the security programme, review of the vendor.',
});
