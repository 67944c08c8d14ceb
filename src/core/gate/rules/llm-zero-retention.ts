import { all, any, holds, is, lacks, not, oneOf, moreThan, atMost } from '../expression.ts';
import { AUTOMATED_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

const recording = is('action.kind', 'call.record');
// An unknown trade is judged as a general one (catalogue 3.1).
const regulated = not(oneOf('vertical', ['general', 'real-estate', 'unknown']));
const stale = moreThan('ai.verifiedDaysAgo', 30);

/** A model sees nothing that its vendor may learn from, and its settings were looked at within a month. */
export const llmZeroRetention = defineRule({
  id: 'llm-zero-retention',
  title: 'What model vendors may keep',
  citation:
    'Contract (DPA, BAA); supports 45 CFR § 164.504(e), 16 CFR § 314.4(f), GDPR Art. 28, Cal. Civ. Code § 1798.100(d)',
  aliases: ['per-vendor LLM zero-retention verified per call (seed; vendors give settings, not proofs)'],
  notCovered: 'A proof per call: none exists. The profile used is logged per call.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['llm', 'sms', 'voice'],
  kinds: [...AUTOMATED_KINDS, 'call.record', 'llm.process'],
  when: any(is('action.kind', 'llm.process'), holds('ai.involved')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Profile id, hash of the setting, request id without content. Contract life and 5 years.',
  records: ['vertical'],
  branches: [
    {
      when: all(recording, lacks('ai.vendorTrainingOff')),
      then: deny('vendor-own-use', 'The vendor may learn from the content.', 'continue-unrecorded'),
    },
    {
      when: lacks('ai.vendorTrainingOff'),
      then: deny('vendor-own-use', 'The vendor may learn from the content.', 'fixed-template'),
    },
    {
      when: all(is('vertical', 'healthcare'), lacks('baa.llm')),
      then: deny('no-baa', 'The model vendor has no agreement for patient data.'),
    },
    {
      when: all(regulated, recording, stale),
      then: deny(
        'verification-expired',
        "The vendor's settings were last looked at more than 30 days ago.",
        'continue-unrecorded',
      ),
    },
    {
      when: all(regulated, stale),
      then: deny(
        'verification-expired',
        "The vendor's settings were last looked at more than 30 days ago.",
        'fixed-template',
      ),
    },
    {
      when: atMost('ai.verifiedDaysAgo', 30),
      then: pass('The vendor may not learn from it, and its settings were looked at within 30 days.'),
    },
  ],
  otherwise: pass('The vendor may not learn from it; look at its settings again.', 'reverify-vendor-profile'),
});
