import { all, holds, lacks } from '../expression.ts';
import { defineRule, pass } from '../rule.ts';
import { noWrittenConsent, stateLaw, whileClosed } from './state-rule-parts.ts';

/** Connecticut: any sales contact by text, machine or person needs signed consent; 9 to 8. */
export const ctTelemarketing = defineRule({
  ...stateLaw('CT'),
  id: 'ct-telemarketing',
  title: 'Connecticut telemarketing law',
  citation: 'Conn. Gen. Stat. §§ 42-284 to 42-289 (SB 1058, Oct. 1, 2023)',
  aliases: ['Connecticut SB 1058'],
  notCovered:
    'Its relationship exemption needs a purchase; a bare inquiry is not enough, so none is read here.',
  confidence: 'V',
  effectiveFrom: '2023-10-01',
  reviewBy: '2027-05-20',
  evidence: 'Signed consent, classifier verdict. Keep 5 years.',
  branches: [
    {
      when: all(holds('solicitation'), lacks('consent.pewcValid')),
      then: noWrittenConsent(
        'Connecticut wants signed consent for every sales contact, an inquiry is not enough.',
      ),
    },
    ...whileClosed('CT'),
  ],
  otherwise: pass("Sells nothing without signed consent, and inside Connecticut's hours."),
});
