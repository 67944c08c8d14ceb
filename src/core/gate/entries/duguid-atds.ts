import { defineEntry } from '../entry.ts';

export const duguidAtds = defineEntry({
  id: 'duguid-atds',
  title: 'Is the platform an autodialer?',
  citation: 'Facebook, Inc. v. Duguid, 592 U.S. 395 (2021); 47 U.S.C. § 227(a)(1)',
  aliases: ['ATDS', 'autodialer'],
  runs: 'vendor',
  asks: 'The sending platform attests that it uses no random or sequential number generator; messages answer one call each. A list blast counts as an autodialer.',
  notCovered: 'State laws, whose words about automation are wider.',
  anchor: 'outbound-and-suppression',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: "Vendor's letter on its architecture, id of the trigger event. Contract life and 5 years.",
});
