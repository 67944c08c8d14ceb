import { all, any, holds, is, lacks, oneOf } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

const isFirstText = is('action.kind', 'sms.textback.first');

/**
 * A number given knowingly is an invitation; a number merely captured by caller ID is not. So a caller who was told "we
 * may text you", left a voicemail or pressed a key may be texted, and one who only rang needs counsel's say-so.
 */
export const tcpaPriorExpressConsent = defineRule({
  id: 'tcpa-prior-express-consent',
  title: 'Consent by giving a number, and the caller-ID trap',
  citation:
    '1992 TCPA Order, FCC 92-443, 7 FCC Rcd 8752, ¶ 31; 47 CFR § 64.1200(a)(1); Castro v. Green Tree, 959 F. Supp. 2d 698',
  aliases: [
    'TCPA implied consent for inbound-initiated calls (the seeds; there is no such doctrine)',
    'FCC 1992 first order',
  ],
  notCovered:
    'Whether the message stays within the reason for the call: that is judged when the template is approved.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: ['sms.textback.first', 'sms.nudge', 'call.ai-voice'],
  when: is('recipient.country', 'US'),
  effectiveFrom: '1992-12-20',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence:
    'Greeting version and play times, voicemail transcript or keypress, call id. Keep 5 years after the last message.',
  records: ['consent.effective'],
  branches: [
    {
      when: any(holds('consent.optOutReaches'), oneOf('consent.state', ['DNC_INTERNAL', 'BLOCKED'])),
      then: deny(
        'no-consent',
        'This person asked not to be contacted, or the number belongs to someone else.',
      ),
    },
    {
      when: holds('consent.noticed'),
      then: pass('The caller was told that we may text, or asked for it, or has dealt with us since.'),
    },
    {
      when: all(
        isFirstText,
        holds('consent.calledOnly'),
        holds('location.noNoticeCounselApproval'),
        lacks('solicitation'),
      ),
      then: pass(
        'Counsel approved one informational text to callers who heard no notice.',
        'single-message-only',
        'no-nudges',
      ),
    },
    {
      when: all(isFirstText, holds('consent.calledOnly'), lacks('location.noNoticeCounselApproval')),
      then: route(
        'no-notice',
        'The caller was not told that we may text, and counsel has not approved texting such callers here.',
      ),
    },
  ],
  otherwise: deny('no-consent', 'Ringing us is not enough consent for this message.'),
});
