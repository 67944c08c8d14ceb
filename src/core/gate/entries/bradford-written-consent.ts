import { defineEntry } from '../entry.ts';

export const bradfordWrittenConsent = defineEntry({
  id: 'bradford-written-consent',
  title: 'Fifth Circuit: oral consent is enough',
  citation:
    'Bradford v. Sovereign Pest Control of TX, Inc., No. 24-20379, 2026 WL 520620 (5th Cir. Feb. 25, 2026)',
  aliases: ['oral consent'],
  runs: 'reference',
  asks: 'A note for the defence only: written consent is asked for everywhere all the same.',
  notCovered: 'State statutes and carrier rules, which want writing.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US-TX', 'US-LA', 'US-MS'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'None.',
});
