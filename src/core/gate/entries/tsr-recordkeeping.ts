import { defineEntry } from '../entry.ts';

export const tsrRecordkeeping = defineEntry({
  id: 'tsr-recordkeeping',
  title: 'Telemarketing records for five years',
  citation: '16 CFR § 310.5 (2024 amendment; § 310.5(a)(8) on consent records)',
  aliases: ['7-year FTC (seed; it is 5)'],
  runs: 'retention',
  asks: 'Telemarketing calls, scripts and consents are kept 5 years; consent from its last use.',
  notCovered: 'Exempt sellers.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: '2024-10-15',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Start of the retention clock, class.',
});
