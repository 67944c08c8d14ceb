import { all, any, holds, is, lacks, oneOf } from '../expression.ts';
import { defineRule, deny, defer, pass } from '../rule.ts';

/** If the caller's number was forged, a text back goes to a stranger. Attestation is used for that and nothing else. */
export const stirShaken = defineRule({
  id: 'stir-shaken',
  title: 'Caller-ID authentication of the inbound call',
  citation: 'TRACED Act § 4, 47 U.S.C. § 227b; 47 CFR §§ 64.6301-64.6305; RFC 8224, 8225, 8588',
  aliases: [
    'STIR/SHAKEN FCC mandate effective June 30, 2021 (large IP providers only)',
    'A / B / C attestation',
  ],
  notCovered:
    'Consent, identity and spam: attestation says nothing about them. A person may call back whatever it says.',
  anchor: 'voice-layer',
  confidence: 'V/K',
  jurisdictions: ['US', 'CA'],
  verticals: ['all'],
  channels: ['voice', 'sms'],
  kinds: ['sms.textback.first', 'sms.nudge', 'call.ai-voice'],
  when: oneOf('recipient.country', ['US', 'CA']),
  effectiveFrom: '2021-06-30',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence:
    'Verification string, attestation, signing provider if given, what corroborated the call. Keep 5 years with the call.',
  records: ['call.attestation', 'call.verstat'],
  branches: [
    {
      when: any(is('call.attestation', 'failed'), holds('call.verstatFailed')),
      then: deny(
        'spoofed-trigger',
        "The caller's number failed verification: the call may have been forged.",
        'manual-review',
      ),
      ifUnknown: 'skip',
    },
    {
      when: is('lookup.attestation', 'gave-up'),
      then: deny('lookup-timeout', 'The verification service did not answer.', 'manual-callback'),
    },
    {
      when: is('lookup.attestation', 'waiting'),
      then: defer(
        'lookup-timeout',
        'lookup.retryAt',
        'The verification service did not answer; trying again.',
      ),
    },
    {
      when: all(oneOf('call.attestation', ['A', 'B']), lacks('call.verstatFailed')),
      then: pass('The phone network vouches for the number.'),
    },
    {
      when: all(
        oneOf('call.attestation', ['C', 'none']),
        lacks('call.verstatFailed'),
        holds('call.corroborated'),
      ),
      then: pass(
        'Not vouched for, but the call was real: a known customer, a voicemail, a keypress or a long enough ring.',
      ),
    },
  ],
  otherwise: deny(
    'uncorroborated-trigger',
    'Nothing shows that the call really came from this number.',
    'manual-callback',
  ),
});
