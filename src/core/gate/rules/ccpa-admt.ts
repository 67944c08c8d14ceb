import { all, holds, is, lacks, contains } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** From 2027 a machine decides about money, housing, health, schooling or work in California only after notice. */
export const ccpaAdmt = defineRule({
  id: 'ccpa-admt',
  title: 'California automated decisions',
  citation: '11 CCR § 7200 ff. (in force Jan. 1, 2026; duties by Jan. 1, 2027)',
  aliases: ['CPRA opt-out of automated decisions (seed; significant decisions only, from 2027)'],
  notCovered: 'Routing a plumbing lead: that is scheduling, no significant decision.',
  anchor: 'privacy-and-ai',
  confidence: 'V',
  jurisdictions: ['US-CA'],
  verticals: ['all'],
  channels: ['decisions'],
  kinds: ['route.assign'],
  when: all(is('recipient.country', 'US'), contains('recipient.states', 'CA')),
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Decision record. 24 months.',

  branches: [
    { when: lacks('clock.californiaAdmt'), then: pass('The duties begin on 1 January 2027.') },
    {
      when: all(holds('routing.significant'), lacks('routing.humanReview'), lacks('routing.preUseNotice')),
      then: deny(
        'automated-decision',
        'A machine would take a significant decision without notice or review.',
        'manual-review',
      ),
    },
  ],
  otherwise: pass('No significant decision, or with notice or review.'),
});
