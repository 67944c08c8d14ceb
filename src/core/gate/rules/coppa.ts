import { all, any, is, lacks, not, oneOf } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** From a child under thirteen nothing is collected without a parent. */
export const coppa = defineRule({
  id: 'coppa',
  title: 'Children under thirteen',
  citation: '15 U.S.C. §§ 6501-6506; 16 CFR Part 312 (amended 90 Fed. Reg. 16918; compliance Apr. 22, 2026)',
  aliases: ['COPPA kids-program voice traffic (seed; a parent who phones is outside)'],
  notCovered:
    'A parent who calls for a child. How long child data may be kept is a ceiling: retention-resolver.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['kids'],
  channels: ['sms', 'web', 'llm'],
  kinds: ['llm.process', 'crm.write'],
  when: any(is('vertical', 'kids'), not(oneOf('recipient.ageSignal', ['adult', 'unknown']))),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Source of the age signal, deletion event.',
  records: ['recipient.ageSignal'],
  branches: [
    {
      when: all(not(oneOf('recipient.ageSignal', ['adult', 'unknown'])), lacks('recipient.parentalConsent')),
      then: deny('under-13', 'A child under thirteen, and no parent agreed.', 'human-parent'),
    },
  ],
  otherwise: pass('No sign of a child, or a parent agreed.'),
});
