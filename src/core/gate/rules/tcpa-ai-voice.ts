import { all, any, holds, is, lacks, not } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A call spoken by a machine is an artificial voice: it needs consent to a call, whatever dials it. */
export const tcpaAiVoice = defineRule({
  id: 'tcpa-ai-voice',
  title: 'AI-generated voice callback',
  citation:
    'Declaratory Ruling FCC 24-17, CG Docket 23-362 (Feb. 8, 2024); 47 U.S.C. § 227(b)(1)(A)-(B); 47 CFR § 64.1200(b)',
  aliases: ['AI voice TCPA ruling', 'FCC 24-17'],
  notCovered:
    'A machine that answers an incoming call is not an outbound call: recording and disclosure rules judge it.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['voice'],
  kinds: ['call.ai-voice'],
  when: is('recipient.country', 'US'),
  effectiveFrom: '2024-02-08',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Consent record, opening script, test of the opt-out option. Keep 5 years.',
  records: ['consent.effective'],
  branches: [
    {
      when: all(
        holds('solicitation'),
        not(all(holds('consent.pewcValid'), holds('consent.pewcArtificialVoice'))),
      ),
      then: deny(
        'no-voice-consent',
        'Sales calls by an artificial voice need signed consent that covers it.',
      ),
    },
    {
      when: all(
        lacks('solicitation'),
        not(
          any(
            all(
              holds('consent.callbackRequested'),
              holds('consent.noticed'),
              not(is('consent.effective', 'RE_OPTED_IN')),
            ),
            all(is('consent.state', 'TRANSACTIONAL'), holds('action.aboutBooking')),
          ),
        ),
      ),
      then: deny(
        'no-voice-consent',
        'The person did not ask for a call back; a notice that we may text is no consent to a machine voice.',
      ),
    },
    {
      when: lacks('action.identifiesSeller'),
      then: deny(
        'seller-not-identified',
        'Nothing shows that the opening names the business and gives a number.',
      ),
    },
    {
      when: lacks('action.voiceOptOut'),
      then: deny('no-voice-opt-out', 'Nothing shows that the call offers a way to opt out.'),
    },
  ],
  otherwise: pass(
    'Consent to a machine voice, a named business and a way out.',
    'identify-business-at-start',
    'offer-voice-opt-out',
    'disclose-ai',
  ),
});
