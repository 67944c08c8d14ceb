import { defineEntry } from '../entry.ts';

export const adaTitleIii = defineEntry({
  id: 'ada-title-iii',
  title: 'Accessibility of the service',
  citation: '42 U.S.C. § 12182; 28 CFR § 36.303',
  aliases: ['ADA Title III'],
  runs: 'location',
  asks: 'Relay calls are calls like others, and who cannot text is offered a voice.',
  notCovered: 'Technical standards: wcag-2-2.',
  anchor: 'voice-layer',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Conformance report. 3 years (policy).',
});
