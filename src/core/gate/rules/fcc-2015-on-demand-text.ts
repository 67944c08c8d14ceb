import { all, holds, is, lacks, moreThan, oneOf } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/**
 * The one-time answer: one text, at once, naming who writes. The ruling is about a consumer who *texts* a request; a
 * missed call is an analogy, which is why the conditions are kept to the letter.
 */
export const fcc2015OnDemandText = defineRule({
  id: 'fcc-2015-on-demand-text',
  title: 'One-time responsive text',
  citation: '2015 TCPA Omnibus Declaratory Ruling and Order, FCC 15-72, 30 FCC Rcd 7961, ¶¶ 103-106',
  aliases: ['FCC 2015 Omnibus Declaratory Ruling', 'on-demand text (RILA petition)'],
  notCovered: 'Whether a missed voice call can be the "request" of the ruling: no court has decided it.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: ['sms.textback.first', 'sms.nudge'],
  when: is('recipient.country', 'US'),
  effectiveFrom: '2015-07-10',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Call end, send time, body, verdict of the content check. Keep 5 years.',
  records: ['call.endedSecondsAgo', 'call.firstEvaluatedSecondsAfterEnd'],
  afterSchedule: true,
  branches: [
    {
      when: all(is('action.kind', 'sms.nudge'), holds('consent.calledOnly')),
      then: deny(
        'second-message',
        'The one-time answer is spent, and this caller gave no consent that covers a second text.',
      ),
    },
    { when: is('action.kind', 'sms.nudge'), then: pass('A nudge does not rest on the one-time answer.') },
    {
      when: moreThan('history.textbacksForThisCall', 0),
      then: deny('duplicate', 'This call has already been answered with a text.', 'none'),
    },
    {
      when: moreThan('call.endedSecondsAgo', 86_400),
      then: deny('stale', 'The call ended more than 24 hours ago.', 'manual-callback'),
    },
    {
      when: lacks('schedule.withinADayOfCall'),
      then: deny('stale', 'The next lawful moment is more than 24 hours after the call.', 'manual-callback'),
    },
    {
      when: all(holds('call.freshnessExceeded'), lacks('call.firstSeenFresh')),
      then: deny('stale', 'Too long ago to be an answer to the call.', 'manual-callback'),
    },
    { when: lacks('action.brandNamed'), then: deny('missing-brand', 'The text does not say who writes.') },
    { when: holds('solicitation'), then: pass('Sales content: the marketing rules decide.') },
    {
      when: oneOf('action.kind', ['sms.textback.first']),
      then: pass('One prompt informational answer to the call.'),
    },
  ],
  otherwise: deny('stale', 'Not an answer to a call.', 'manual-callback'),
});
