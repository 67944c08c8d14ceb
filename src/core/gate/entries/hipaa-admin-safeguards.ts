import { defineEntry } from '../entry.ts';

export const hipaaAdminSafeguards = defineEntry({
  id: 'hipaa-admin-safeguards',
  title: 'Risk analysis and training',
  citation: '45 CFR § 164.308(a)(1)-(8)',
  aliases: ['HIPAA 164.308'],
  runs: 'location',
  asks: 'A risk analysis not older than 12 months, and training; a new location without them goes to counsel.',
  notCovered: 'Single messages: they are not stopped by it.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Ids of the documents. 6 years.',
});
