import { all, atMost, is, known } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** One text may confirm an opt-out: within five minutes, once, and without winning anyone back. */
export const fccOptOutConfirmation = defineRule({
  id: 'fcc-opt-out-confirmation',
  title: 'The single confirmation text',
  citation: '47 CFR § 64.1200(a)(12); SoundBite Declaratory Ruling, FCC 12-143 (Nov. 29, 2012)',
  aliases: ['STOP confirmation'],
  notCovered: 'No answer to "all or only some?": the consent ledger then takes it as a stop of everything.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US', 'elsewhere as policy'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: ['sms.optout.confirm'],
  when: known('action.kind'),
  effectiveFrom: '2012-11-29',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Time of the request, time of the confirmation, body, template id. Keep 5 years.',
  records: ['consent.optOutMinutesAgo', 'history.optoutConfirmationsSent'],
  branches: [
    {
      when: all(
        is('history.optoutConfirmationsSent', 0),
        atMost('consent.optOutMinutesAgo', 5),
        is('solicitation', false),
      ),
      then: pass('The one confirmation, in time, and it sells nothing.'),
    },
  ],
  otherwise: deny(
    'confirmation-not-allowed',
    'Only one confirmation may be sent, within five minutes, and it may not sell.',
    'none',
  ),
});
