import { all, any, holds, is, not } from '../expression.ts';
import { AUTOMATED_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Sales content by text or machine voice needs signed consent that names this seller. A call or a booking is not it. */
export const tcpaPewcMarketing = defineRule({
  id: 'tcpa-pewc-marketing',
  title: 'Prior express written consent for marketing',
  citation: '47 CFR § 64.1200(a)(2), (a)(3), (f)(9); E-SIGN, 15 U.S.C. § 7001',
  aliases: ['PEWC for SMS callbacks (the seeds disagree: informational texts need none, marketing does)'],
  notCovered: 'A person dialling: do-not-call lists and state rules judge that.',
  anchor: 'outbound-and-suppression',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: AUTOMATED_KINDS,
  when: all(is('recipient.country', 'US'), holds('solicitation')),
  effectiveFrom: '2013-10-16',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence:
    'Exact disclosure shown, time, signature artefact, page or IVR version. Keep 5 years after the last marketing send.',
  branches: [
    {
      when: all(
        holds('consent.pewcValid'),
        any(not(is('action.kind', 'call.ai-voice')), holds('consent.pewcArtificialVoice')),
      ),
      then: pass('Signed consent that names this seller is on file.'),
    },
  ],
  otherwise: deny('no-written-consent', 'Sales content without signed consent for this seller.'),
});
