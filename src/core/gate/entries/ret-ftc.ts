import { defineEntry } from '../entry.ts';

export const retFtc = defineEntry({
  id: 'ret-ftc',
  title: 'Substantiation of claims',
  citation: 'FTC policy statement on substantiation; no period at 7 years was found',
  aliases: ['7-year FTC substantiation (seed)'],
  runs: 'retention',
  asks: 'Proof of a claim is kept for its life and 5 years (policy).',
  notCovered: 'Telemarketing records: tsr-recordkeeping.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Id of the proof.',
});
