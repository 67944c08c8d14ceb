import { all, holds, lacks } from '../expression.ts';
import { AUTOMATED_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Who talks with a machine in the EU is told so, by the first word. */
export const euAiActArt50 = defineRule({
  id: 'eu-ai-act-art-50',
  title: 'AI Act transparency',
  citation: 'Reg. (EU) 2024/1689 Art. 50(1)-(5) (applies from Aug. 2, 2026)',
  aliases: ['EU AI Act Article 50'],
  notCovered: 'Marking of generated content (Art. 50(2)); a text that a machine drafts and a person sends.',
  anchor: 'privacy-and-ai',
  confidence: 'V',
  jurisdictions: ['EU', 'EEA'],
  verticals: ['all'],
  channels: ['chat', 'voice'],
  kinds: AUTOMATED_KINDS,
  when: all(holds('recipient.inEuEea'), holds('ai.conversesOrSpeaks')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Disclosure text, message id, time. 5 years.',

  branches: [
    { when: lacks('clock.euAiAct50'), then: pass('Applies from 2 August 2026.') },
    { when: lacks('ai.disclosed'), then: deny('undisclosed-ai', 'A machine would talk without saying so.') },
  ],
  otherwise: pass('The machine says that it is one.'),
});
