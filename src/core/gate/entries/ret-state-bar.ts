import { defineEntry } from '../entry.ts';

export const retStateBar = defineEntry({
  id: 'ret-state-bar',
  title: 'Client files of lawyers',
  citation: 'ABA Model Rule 1.15(a) (5 years); NY Rule 1.15(d) (7 years); state rules',
  aliases: ['7-year state bar (seed; 5 to 7, client files only)'],
  runs: 'retention',
  asks: 'Client files are kept as the bar of the state says, 7 years when it is not given.',
  notCovered: 'Texts of other trades.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['legal'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Version of the table.',
});
