import { all, holds, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** No decision with serious effect by a machine alone. Scheduling a callback is none. */
export const gdprArt22 = defineRule({
  id: 'gdpr-art-22',
  title: 'Solely automated decisions',
  citation: 'GDPR Art. 22',
  aliases: ['AI Act Article 22 (seed; automated decisions are GDPR Art. 22)'],
  notCovered: 'Scheduling and ordinary routing.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU', 'EEA', 'UK'],
  verticals: ['all'],
  channels: ['decisions'],
  kinds: ['route.assign'],
  when: holds('gdpr.applies'),
  effectiveFrom: '2018-05-25',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Decision log.',

  branches: [
    {
      when: all(holds('routing.significant'), lacks('routing.humanReview')),
      then: deny('automated-decision', 'A machine alone would decide something serious.', 'manual-review'),
    },
  ],
  otherwise: pass('Not serious, or a person reviews it.'),
});
