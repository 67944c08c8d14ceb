import { defineEntry } from '../entry.ts';

export const hipaaTechSafeguards = defineEntry({
  id: 'hipaa-tech-safeguards',
  title: 'Access, audit, integrity, transmission',
  citation: '45 CFR § 164.312(a)-(e)',
  aliases: ['HIPAA 164.312'],
  runs: 'location',
  asks: 'Whatever stores health data is encrypted, has unique users and keeps access logs.',
  notCovered: 'The Security Rule proposal of January 2025: final status not verified.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Snapshot of the controls. 6 years.',
});
