import { is, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Canada: data is used for the call it came from, or not at all. */
export const pipeda = defineRule({
  id: 'pipeda',
  title: 'Canadian federal privacy',
  citation: 'S.C. 2000, c. 5, Sch. 1, s. 6.1; SOR/2018-64 s. 6',
  aliases: ['PIPEDA'],
  notCovered: 'The private-sector statutes of Quebec, British Columbia and Alberta beyond quebec-law-25.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['CA'],
  verticals: ['all'],
  channels: ['crm'],
  kinds: ['crm.write'],
  when: is('recipient.country', 'CA'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Purpose code. As long as needed; breach records 24 months.',

  branches: [
    {
      when: lacks('privacy.purposeIsCall'),
      then: deny('data-use', 'Use beyond the purpose of the call, or its purpose is not known.'),
    },
  ],
  otherwise: pass('For the purpose of the call.'),
});
