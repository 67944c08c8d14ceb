import { all, holds, is, lacks, unknown } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Brazil: a recorded basis for everything, consent for selling. */
export const lgpd = defineRule({
  id: 'lgpd',
  title: 'Brazilian data protection (LGPD)',
  citation: 'Lei 13.709/2018 Arts. 7, 8, 16, 18, 20, 37',
  aliases: ['LGPD'],
  notCovered: 'Review of automated decisions (Art. 20).',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['BR'],
  verticals: ['all'],
  channels: ['all'],
  kinds: [...OUTBOUND_KINDS, 'crm.write'],
  when: is('recipient.country', 'BR'),
  effectiveFrom: '2020-09-18',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Basis. Until the purpose ends.',

  branches: [
    { when: unknown('lgpd.basis'), then: deny('no-lawful-basis', 'No legal basis is recorded.') },
    {
      when: all(holds('solicitation'), lacks('lgpd.consentIsBasis')),
      then: deny('no-lawful-basis', 'Selling needs consent.'),
    },
  ],
  otherwise: pass('On a recorded basis.'),
});
