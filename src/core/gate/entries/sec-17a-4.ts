import { defineEntry } from '../entry.ts';

export const sec17a4 = defineEntry({
  id: 'sec-17a-4',
  title: 'SEC records of broker-dealers',
  citation: '17 CFR § 240.17a-4(a), (b)(4), (f); advisers: 17 CFR § 275.204-2',
  aliases: ['WORM required by SEC 17a-4 (seed; an audit trail will do since 2022)', '6-year SEC'],
  runs: 'retention',
  asks: 'Communications 3 years, ledgers 6, adviser records 5; the archive is WORM or keeps an audit trail.',
  notCovered: 'Who must supervise: finra-3110.',
  anchor: 'vertical',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['broker-dealer', 'ria'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: "Configuration of the retention lock, the designated executive's undertaking.",
});
