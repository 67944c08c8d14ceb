import { defineEntry } from '../entry.ts';

export const robocallMitigationDb = defineEntry({
  id: 'robocall-mitigation-db',
  title: 'Robocall Mitigation Database',
  citation: '47 CFR § 64.6305; FCC 24-135; DA 26-72 (Jan. 22, 2026)',
  aliases: ['RMD lookup per text (seed; a filing duty of the voice provider)'],
  runs: 'vendor',
  asks: 'Each voice vendor is listed; checked every 30 days, refused after 400.',
  notCovered: 'Texts, and single messages of any kind.',
  anchor: 'voice-layer',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: '2021-06-30',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Database number, date, copy of the entry. Contract life and 5 years.',
});
