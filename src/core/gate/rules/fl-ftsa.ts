import { all, holds, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';
import {
  automatedSales,
  capReached,
  noWrittenConsent,
  stateLaw,
  waitForCap,
  whileClosed,
} from './state-rule-parts.ts';

/** Florida: signed consent for automated sales, 8 to 8, three a day on one subject, nothing after STOP. */
export const flFtsa = defineRule({
  ...stateLaw('FL'),
  id: 'fl-ftsa',
  title: 'Florida Telephone Solicitation Act / Telemarketing Act',
  citation: 'Fla. Stat. §§ 501.059, 501.616(6) (HB 761, May 25, 2023)',
  aliases: ['Florida FTSA'],
  notCovered: 'Whether the phone calls of § 501.616 include texts: unsettled, treated as yes.',
  confidence: 'V',
  effectiveFrom: '2023-05-25',
  reviewBy: '2027-05-20',
  evidence: 'Counter snapshot, subject, STOP log. Keep 5 years.',
  branches: [
    {
      when: holds('consent.optOutReaches'),
      then: deny('opted-out', 'Nothing may follow a STOP, not even within the 15 days.'),
    },
    {
      when: all(automatedSales, lacks('consent.pewcValid')),
      then: noWrittenConsent('Sales content without signed consent for this seller.'),
    },
    {
      when: all(capReached, holds('caps.sameSubject')),
      then: waitForCap('Three automated contacts on this subject within 24 hours are the limit here.'),
    },
    ...whileClosed('FL'),
  ],
  otherwise: pass("Within Florida's consent, hours and frequency rules."),
});
