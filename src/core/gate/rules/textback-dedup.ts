import { is, known } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** One call, one text, however many systems reported it. */
export const textbackDedup = defineRule({
  id: 'textback-dedup',
  title: 'One text per caller attempt',
  citation: 'Product policy; FCC 15-72 ¶ 106 (one message only)',
  aliases: ['deduplication snapshot', 'exactly-once callback'],
  notCovered: 'Which events belong to one call: that is settled before the Gate.',
  anchor: 'voice-layer',
  confidence: 'policy+V',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: ['sms.textback.first'],
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The event that won and the ids merged into it. Keep 5 years.',
  branches: [
    { when: is('history.textbacksForThisCall', 0), then: pass('No text has answered this call yet.') },
  ],
  otherwise: deny(
    'duplicate',
    'This call has already been answered with a text, or we cannot tell that it has not.',
    'none',
  ),
});
