import { all, holds, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A vendor that can use what it hears for itself may be an eavesdropper under California law. */
export const caCipaVendor = defineRule({
  id: 'ca-cipa-vendor',
  title: 'California wiretap law and AI vendors',
  citation: 'Cal. Penal Code §§ 631, 632, 632.7, 637.2; Ambriz v. Google (N.D. Cal. Feb. 10, 2025)',
  aliases: ['CIPA', 'CIPA capability test'],
  notCovered:
    "Our own recording system: recording-consent judges it. SB 690's commercial-purpose exception was not enacted in sources found.",
  anchor: 'privacy-and-ai',
  confidence: 'V/K',
  jurisdictions: ['US-CA'],
  verticals: ['all'],
  channels: ['voice'],
  kinds: ['call.record'],
  when: all(holds('recording.partyInCalifornia'), lacks('recording.ownSystem')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Hash of the contract clause, export of the vendor setting. Contract life and 5 years.',
  records: ['recording.partyStates'],
  branches: [
    {
      when: lacks('call.recordingNoticePlayed'),
      then: deny(
        'no-recording-notice',
        'A vendor listens to a California call without notice.',
        'continue-unrecorded',
      ),
    },
    {
      when: lacks('ai.vendorTrainingOff'),
      then: deny('vendor-own-use', 'The vendor may use what it hears for itself.', 'continue-unrecorded'),
    },
  ],
  otherwise: pass('The notice played, and the vendor may not use the call for itself.'),
});
