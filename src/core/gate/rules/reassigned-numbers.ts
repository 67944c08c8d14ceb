import { holds, is } from '../expression.ts';
import { defineRule, deny, defer, pass } from '../rule.ts';

/** A number changes hands after 45 days. Consent that is older than a month is checked before it is relied on. */
export const reassignedNumbers = defineRule({
  id: 'reassigned-numbers',
  title: 'Reassigned Numbers Database',
  citation: '47 CFR § 64.1200(l)-(m); 47 CFR § 52.15(f)(1)(ii)',
  aliases: ['RND', 'reassigned number scrub'],
  notCovered: 'Replies, HELP and confirmations, and a person calling back: they rely on no such consent.',
  anchor: 'outbound-and-suppression',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: ['sms.textback.first', 'sms.nudge', 'sms.reminder', 'sms.marketing', 'call.ai-voice'],
  when: is('recipient.country', 'US'),
  effectiveFrom: '2021-11-01',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Date and answer of the database query. Keep 5 years.',
  records: ['recipient.lastInquiryDaysAgo', 'history.minutesSinceInbound', 'lookup.rnd'],
  branches: [
    {
      when: is('rnd.result', 'yes'),
      then: deny('reassigned', 'This number belongs to somebody else now.', 'none'),
      ifUnknown: 'skip',
    },
    {
      when: holds('recipient.heardFromLately'),
      then: pass('The person called or texted us within 30 days.'),
    },
    { when: holds('consent.recent'), then: pass('The consent relied on is not older than 30 days.') },
    { when: is('rnd.result', 'no'), then: pass('The database says that the number did not change hands.') },
    {
      when: holds('solicitation'),
      then: deny('rnd-unchecked', 'Whether the number changed hands was not checked.'),
    },
    {
      when: is('lookup.rnd', 'by-choice'),
      then: deny(
        'rnd-unchecked',
        'The consent is older than 30 days, and the operator chose to run without the database of reassigned numbers.',
        'manual-callback',
      ),
    },
    {
      when: is('lookup.rnd', 'gave-up'),
      then: deny('lookup-timeout', 'The database could not be asked.', 'manual-callback'),
    },
    {
      when: is('lookup.rnd', 'waiting'),
      then: defer('lookup-timeout', 'lookup.retryAt', 'The database could not be asked yet; trying again.'),
    },
  ],
  otherwise: defer(
    'rnd-unchecked',
    'lookup.retryAt',
    'Whether the number changed hands has to be checked first.',
  ),
});
