import { all, holds, lacks, known } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** The strictest place among caller, agent and server decides. A notice before any capture settles it everywhere. */
export const recordingConsent = defineRule({
  id: 'recording-consent',
  title: 'Consent to record a call',
  citation: '18 U.S.C. § 2511(2)(d); state table in data/recording.json',
  aliases: ['14-state two-party recording consent (wrong list: see the table)', 'two-party consent'],
  notCovered: 'Texts: recording law never gates them. In-person conversations.',
  anchor: 'voice-layer',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['voice'],
  kinds: ['call.record'],
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence:
    'Hash of the prompt, when it played, that the caller stayed on. Keep as long as the recording, and 5 years.',
  records: ['recording.partyStates'],
  branches: [
    {
      when: holds('call.recordingNoticePlayed'),
      then: pass('The notice played before anything was captured.'),
    },
    {
      when: lacks('recording.onePartyEverywhere'),
      then: deny(
        'no-recording-notice',
        'No notice, and a party is where all must agree, or where that is not known.',
        'continue-unrecorded',
      ),
    },
    {
      when: all(holds('recording.partyInMichigan'), lacks('recording.ownSystem')),
      then: route(
        'vendor-recorder',
        'Michigan lets a participant record; whether a vendor that listens is one, counsel decides.',
      ),
    },
  ],
  otherwise: pass('One party may record here. Play a notice all the same.', 'notice-recommended'),
});
