import { any, holds, is, lacks } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, pass, route } from '../rule.ts';

/** Flagged or unreviewed correspondence waits for the supervisor. */
export const finra3110 = defineRule({
  id: 'finra-3110',
  title: 'FINRA supervision',
  citation: 'FINRA Rule 3110(b)(4), 3110.06-.09',
  aliases: ['FINRA 3110 social-media archive, 3 years (seed; it is a supervision rule)'],
  notCovered: 'Retention: sec-17a-4.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['broker-dealer'],
  channels: ['sms', 'voice'],
  kinds: SMS_KINDS,
  when: is('vertical', 'broker-dealer'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Reviewer, date, outcome. 3 years.',

  branches: [
    {
      when: any(holds('template.flagged'), lacks('template.present')),
      then: route(
        'supervisor-review',
        'The lexicon flagged it, a review is overdue, or neither is known.',
        'supervisor',
      ),
    },
  ],
  otherwise: pass('Not flagged, and no review is overdue.', 'archive-3y-17a-4-b-4'),
});
