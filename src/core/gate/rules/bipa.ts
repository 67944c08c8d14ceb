import { all, holds } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** No voiceprint of anybody in Illinois without a written release, and none older than three years. */
export const bipa = defineRule({
  id: 'bipa',
  title: 'Illinois biometric privacy',
  citation: '740 ILCS 14/15(a)-(b), 14/20',
  aliases: ['3-year BIPA retention (seed; it is a destroy-by ceiling)'],
  notCovered: 'Plain audio is no voiceprint.',
  anchor: 'voice-layer',
  confidence: 'K',
  jurisdictions: ['US-IL'],
  verticals: ['all'],
  channels: ['voice biometrics'],
  kinds: ['call.record', 'llm.process', 'crm.write'],
  when: all(holds('recording.partyInIllinois'), holds('voiceprint.present')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Release, deletion event. At most 3 years.',
  records: ['recording.partyStates'],
  branches: [
    {
      when: holds('voiceprint.withoutRelease'),
      then: deny('data-use', 'A voiceprint without a written release.'),
    },
  ],
  otherwise: pass('No voiceprint, or a written release.'),
});
