import { all, holds, is, lacks, contains } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** A Californian who asked for deletion or limits, or objected to sharing, is heard before anything new is written or shared. */
export const ccpaCpra = defineRule({
  id: 'ccpa-cpra',
  title: 'California privacy',
  citation: 'Cal. Civ. Code § 1798.100 ff.; 11 CCR §§ 7000-7304, 7101',
  aliases: ['CCPA', 'CPRA'],
  notCovered: 'Thresholds: every business counts as covered.',
  anchor: 'privacy-and-ai',
  confidence: 'V/K',
  jurisdictions: ['US-CA'],
  verticals: ['all'],
  channels: ['crm', 'ads'],
  kinds: ['crm.write'],
  when: all(is('recipient.country', 'US'), contains('recipient.states', 'CA')),
  effectiveFrom: '2020-01-01',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Version of the notice, request id. Request records 24 months.',

  branches: [
    {
      when: holds('privacy.requestOpen'),
      then: deny('data-use', 'A request to delete or to limit is open.'),
    },
    {
      when: holds('privacy.sharesAgainstOptOut'),
      then: deny('data-use', 'The person objected to selling or sharing.'),
    },
    {
      when: lacks('privacy.noticePath'),
      then: route('data-use', 'No way to the privacy notice is recorded for this location.'),
    },
  ],
  otherwise: pass('Notice given, and no objection in the way.'),
});
