import { defineEntry } from '../entry.ts';

export const callerIdIntegrity = defineEntry({
  id: 'caller-id-integrity',
  title: 'Accurate caller ID',
  citation: '47 U.S.C. § 227(e); 47 CFR §§ 64.1600, 64.1601(e), 64.1604',
  aliases: ['Originating-Caller-ID validation', 'spoofing'],
  runs: 'location',
  asks: 'The sending number belongs to this brand and can take opt-out calls.',
  notCovered: 'The number of the caller: stir-shaken.',
  anchor: 'voice-layer',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Record of the number inventory. 5 years.',
});
