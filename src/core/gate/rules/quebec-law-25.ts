import { all, is, lacks, contains } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Quebec: data leaves only after an assessment, and automatic decisions are announced. */
export const quebecLaw25 = defineRule({
  id: 'quebec-law-25',
  title: 'Quebec Law 25',
  citation: 'CQLR c. P-39.1, ss. 3.3, 8, 8.1, 12.1, 17, 23',
  aliases: ['Law 25', 'Bill 64'],
  notCovered: 'Availability in French; profiling technology, which must be off by default.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['CA-QC'],
  verticals: ['all'],
  channels: ['crm', 'ai'],
  kinds: ['crm.write'],
  when: all(is('recipient.country', 'CA'), contains('recipient.states', 'QC')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Id of the assessment. Destroyed when the purpose is achieved.',

  branches: [
    {
      when: lacks('privacy.pia'),
      then: deny('data-use', 'The data would leave Quebec without an impact assessment.'),
    },
    {
      when: lacks('privacy.automatedNotice'),
      then: deny('data-use', 'Nothing shows that automatic decisions are announced.'),
    },
  ],
  otherwise: pass('Assessed and announced.'),
});
