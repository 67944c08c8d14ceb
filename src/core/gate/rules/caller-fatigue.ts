import { all, any, atLeast, holds, is, known, moreThan, not, oneOf } from '../expression.ts';
import { defer, defineRule, deny, pass } from '../rule.ts';

const isNudge = is('action.kind', 'sms.nudge');

/** How often is too often. Our own policy, tighter than any state's cap; those are rules of their own. */
export const callerFatigue = defineRule({
  id: 'caller-fatigue',
  title: 'Frequency policy',
  citation: 'Product policy; tighter than the caps of FL, OK, MD and OR',
  aliases: ['caller-fatigue cap'],
  notCovered: 'Replies, HELP and confirmations: they answer the person and are not counted.',
  anchor: 'outbound-and-suppression',
  confidence: 'policy+V',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: ['sms.textback.first', 'sms.nudge', 'sms.reminder', 'sms.marketing', 'call.ai-voice'],
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The counters as they were. Keep 5 years.',
  records: ['caps.threePerDayOpensAt', 'quietHours.clocks'],
  branches: [
    { when: not(is('quietHours.exemption', 'none')), then: pass('Exempt: neither counted nor capped.') },
    {
      when: all(
        is('action.kind', 'sms.textback.first'),
        atLeast('history.textbacksThisNumberLocation24h', 1),
      ),
      then: deny('frequency-cap', 'This number already got a text from this location in the last 24 hours.'),
    },
    {
      when: all(isNudge, any(atLeast('history.nudgesSent', 2), moreThan('call.endedSecondsAgo', 72 * 3600))),
      then: deny('nudge-limit', 'At most two nudges, within 72 hours of the call.'),
    },
    {
      when: all(
        isNudge,
        any(oneOf('consent.state', ['ENGAGED', 'TRANSACTIONAL']), holds('history.repliedSinceCall')),
      ),
      then: deny(
        'stopped-by-reply',
        'The person has answered or booked, or we cannot tell that they have not.',
      ),
    },
    {
      when: not(holds('history.outboundKnown')),
      then: deny('frequency-cap', 'How often this number was contacted lately is not known.'),
    },
    {
      when: all(isNudge, any(holds('caps.nudgeSpacingReached'), holds('caps.nudgeDayReached'))),
      then: defer(
        'frequency-cap',
        'caps.fatigueOpensAt',
        'A nudge waits three hours after the last text, and comes at most once a day.',
      ),
    },
    {
      when: holds('caps.threePerDayReached'),
      then: defer('frequency-cap', 'caps.fatigueOpensAt', 'Three automated contacts in 24 hours are enough.'),
    },
  ],
  otherwise: pass('Within the limits on how often we contact someone.'),
});
