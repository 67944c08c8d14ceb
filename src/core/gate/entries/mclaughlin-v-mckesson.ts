import { defineEntry } from '../entry.ts';

export const mclaughlinVMckesson = defineEntry({
  id: 'mclaughlin-v-mckesson',
  title: 'FCC orders do not bind district courts',
  citation: 'McLaughlin Chiropractic Assocs. v. McKesson Corp., 606 U.S. 146 (2025)',
  aliases: ['Steidinger v. Blackstone (pending)', 'are texts calls under 227(c)(5)'],
  runs: 'reference',
  asks: 'Texts are treated as calls everywhere; no rule is loosened because one district court excluded them.',
  notCovered: 'Criminal and agency enforcement.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Version of the rule pack and its note on the legal basis.',
});
