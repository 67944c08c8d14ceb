import { defineEntry } from '../entry.ts';

export const acaVFcc = defineEntry({
  id: 'aca-v-fcc',
  title: 'ACA International v. FCC',
  citation: "ACA Int'l v. FCC, 885 F.3d 687 (D.C. Cir. 2018)",
  aliases: ['ACA remand supports text-back (seed; there was none)'],
  runs: 'reference',
  asks: 'Background for revocation by any reasonable means and for the meaning of autodialer.',
  notCovered: 'Missed calls and texts on demand: the case says nothing about them.',
  anchor: 'outbound-and-suppression',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'None.',
});
