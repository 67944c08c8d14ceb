import { all, holds, is, lacks, not } from '../expression.ts';
import { defineRule, pass } from '../rule.ts';
import {
  automatedSales,
  capReached,
  noWrittenConsent,
  stateLaw,
  waitForCap,
  whileClosed,
} from './state-rule-parts.ts';

/** Maryland: automated sales need signed consent except the one answer to an inquiry; 8 to 8, three a day. */
export const mdSpamCalls = defineRule({
  ...stateLaw('MD'),
  id: 'md-spam-calls',
  title: 'Maryland Stop the Spam Calls Act',
  citation: 'Md. Code, Com. Law §§ 14-4501 ff., 14-4502(a)(1)(v)-(vi)',
  aliases: ['Maryland Stop the Spam Calls Act'],
  notCovered: 'Whether the first answer may sell: the other rules judge that.',
  confidence: 'V',
  effectiveFrom: '2024-01-01',
  reviewBy: '2027-05-20',
  evidence: 'Inquiry id, sequence number. Keep 5 years.',
  branches: [
    {
      when: all(
        automatedSales,
        lacks('consent.pewcValid'),
        not(all(is('action.kind', 'sms.textback.first'), is('history.textbacksForThisCall', 0))),
      ),
      then: noWrittenConsent(
        'Automated sales content without signed consent, and not the first answer to an inquiry.',
      ),
    },
    {
      when: all(capReached, holds('caps.sameSubject')),
      then: waitForCap('Three automated contacts on this subject within 24 hours are the limit here.'),
    },
    ...whileClosed('MD'),
  ],
  otherwise: pass("Within Maryland's consent, hours and frequency rules."),
});
