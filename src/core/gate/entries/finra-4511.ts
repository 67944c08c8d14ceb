import { defineEntry } from '../entry.ts';

export const finra4511 = defineEntry({
  id: 'finra-4511',
  title: 'FINRA books and records',
  citation: 'FINRA Rule 4511(b)-(c)',
  aliases: ['3-year FINRA 4511 (seed; 6 by default)'],
  runs: 'retention',
  asks: 'A FINRA record with no period of its own is kept 6 years.',
  notCovered: 'Communications: SEC 17a-4(b)(4), 3 years.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['broker-dealer'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Version of the class map.',
});
