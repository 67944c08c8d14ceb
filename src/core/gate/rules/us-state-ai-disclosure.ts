import { any, holds, lacks } from '../expression.ts';
import { AUTOMATED_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A machine that talks says so in its first message, and answers truthfully when asked. Policy everywhere. */
export const usStateAiDisclosure = defineRule({
  id: 'us-state-ai-disclosure',
  title: 'Disclosure of AI',
  citation:
    '10 M.R.S. § 1500-DD; Utah Code 13-75; Cal. Bus. & Prof. Code § 17941; N.J. bot law; Colorado SB 26-189',
  aliases: ['bot disclosure', 'AI disclosure'],
  notCovered: 'Companion chatbots (CA SB 243, WA HB 2225, OR SB 1546).',
  anchor: 'privacy-and-ai',
  confidence: 'V/K',
  jurisdictions: ['US-ME', 'US-UT', 'US-CA', 'US-NJ', 'US-CO', 'elsewhere as policy'],
  verticals: ['all'],
  channels: ['chat', 'voice'],
  kinds: AUTOMATED_KINDS,
  when: holds('ai.conversesOrSpeaks'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Id of the disclosing message, log of questions and answers. 5 years.',

  branches: [
    { when: lacks('ai.disclosed'), then: deny('undisclosed-ai', 'A machine would talk without saying so.') },
    {
      when: any(holds('body.claimsHuman'), holds('body.evadesBotQuestion')),
      then: deny('human-claim', 'Asked whether it is a machine, it does not say so.'),
    },
  ],
  otherwise: pass('The machine says that it is one.'),
});
