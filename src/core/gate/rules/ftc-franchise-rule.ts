import { all, holds, is, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Somebody who wants to buy a franchise talks to a person, never to a machine about terms or earnings. */
export const ftcFranchiseRule = defineRule({
  id: 'ftc-franchise-rule',
  title: 'FTC Franchise Rule',
  citation: '16 CFR Part 436 (§ 436.6(h)-(i))',
  aliases: ['Franchise Rule call routing (seed; it is a pre-sale disclosure rule)'],
  notCovered: 'Routing of ordinary consumer calls.',
  anchor: 'franchise',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['franchisor'],
  channels: ['sms', 'voice'],
  kinds: ['sms.textback.first', 'sms.nudge', 'sms.reply', 'call.ai-voice'],
  when: holds('franchise.inquiry'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Intent verdict. 3 years.',

  branches: [
    {
      when: all(
        is('action.kind', 'sms.textback.first'),
        lacks('solicitation'),
        lacks('ai.talks'),
        lacks('body.franchiseTerms'),
      ),
      then: pass('A plain text that only offers a call by a person.'),
    },
  ],
  otherwise: deny('franchise-inquiry', 'A franchise would be sold by machine.', 'manual-callback'),
});
