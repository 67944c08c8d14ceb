import { defineEntry } from '../entry.ts';

export const retentionResolver = defineEntry({
  id: 'retention-resolver',
  title: 'Floors, ceilings and what happens when they cross',
  citation:
    'GDPR Art. 5(1)(e); Cal. Civ. Code § 1798.100(a)(3); 16 CFR §§ 312.10, 314.4(c)(6); 740 ILCS 14/15(a); PCI DSS 3.2.1, 3.3.1',
  aliases: ['longest applicable wins (seed; wrong algorithm)'],
  runs: 'retention',
  asks: 'Per class: the largest minimum and the smallest maximum; where they cross, content goes and proof stays.',
  notCovered: 'Legal holds.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The computed floor and ceiling with their rules.',
});
