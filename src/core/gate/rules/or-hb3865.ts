import { all, atMost, is, not } from '../expression.ts';
import { defineRule, pass } from '../rule.ts';
import { capReached, stateLaw, waitForCap, whileClosed } from './state-rule-parts.ts';

/** Oregon: 8 to 8 and three automated contacts a day on any subject, unless the person bought within 18 months. */
export const orHb3865 = defineRule({
  ...stateLaw('OR'),
  id: 'or-hb3865',
  title: 'Oregon telephone and text solicitation law',
  citation: 'HB 3865 (2025), ORS ch. 646 / 646.608',
  aliases: ['Oregon HB 3865'],
  notCovered: 'Content: Oregon has no written-consent rule of its own here.',
  confidence: 'V',
  effectiveFrom: '2026-01-01',
  reviewBy: '2027-05-20',
  evidence: 'Counter snapshot. Keep 5 years.',
  branches: [
    {
      when: all(
        capReached,
        not(is('action.kind', 'sms.reply')),
        not(atMost('recipient.lastTransactionDaysAgo', 540)),
      ),
      then: waitForCap('Three automated contacts in 24 hours are the limit here.'),
    },
    ...whileClosed('OR'),
  ],
  otherwise: pass("Within Oregon's hours and frequency rules."),
});
