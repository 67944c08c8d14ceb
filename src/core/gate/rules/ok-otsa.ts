import { all, holds, lacks } from '../expression.ts';
import { defineRule, pass } from '../rule.ts';
import {
  automatedSales,
  capReached,
  noWrittenConsent,
  notExempt,
  stateLaw,
  waitForCap,
  whileClosed,
} from './state-rule-parts.ts';

/** Oklahoma: signed consent for automated sales unless counsel recorded an exemption, 8 to 8, three a day. */
export const okOtsa = defineRule({
  ...stateLaw('OK'),
  id: 'ok-otsa',
  title: 'Oklahoma Telephone Solicitation Act of 2022',
  citation: 'Okla. Stat. tit. 15, §§ 775C.1-775C.6',
  aliases: ['Oklahoma TCPA'],
  notCovered: 'Later amendments: not verified, hence the U in its tag.',
  confidence: 'V/U',
  effectiveFrom: '2022-11-01',
  reviewBy: '2027-02-20',
  evidence: 'Exemption memo, counters. Keep 5 years.',
  branches: [
    {
      when: all(automatedSales, lacks('consent.pewcValid'), notExempt('ok-otsa')),
      then: noWrittenConsent('Sales content without signed consent or an exemption on file.'),
    },
    {
      when: all(capReached, holds('caps.sameSubject')),
      then: waitForCap('Three automated contacts on this subject within 24 hours are the limit here.'),
    },
    ...whileClosed('OK'),
  ],
  otherwise: pass("Within Oklahoma's consent, hours and frequency rules."),
});
