import { all, holds, lacks, unknown } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Every use of data on somebody in the EU, the EEA or the UK rests on a recorded basis; selling rests on consent. */
export const gdprArt6 = defineRule({
  id: 'gdpr-art-6',
  title: 'Lawful basis',
  citation: 'GDPR Arts. 5, 6, 13; Directive 2002/58 Art. 13; PECR reg. 22',
  aliases: ['GDPR lawful basis', 'ePrivacy', 'PECR'],
  notCovered: 'Legitimate-interest assessments: only their result is read.',
  anchor: 'privacy-and-ai',
  confidence: 'K',
  jurisdictions: ['EU', 'EEA', 'UK'],
  verticals: ['all'],
  channels: ['all'],
  kinds: [...OUTBOUND_KINDS, 'call.record', 'llm.process', 'crm.write'],
  when: holds('gdpr.applies'),
  effectiveFrom: '2018-05-25',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Basis, id of the assessment, version of the notice. Storage limited to the purpose.',

  branches: [
    { when: unknown('gdpr.basis'), then: deny('no-lawful-basis', 'No lawful basis is recorded.') },
    {
      when: all(holds('solicitation'), lacks('gdpr.consentIsBasis'), lacks('gdpr.softOptIn')),
      then: deny('no-lawful-basis', 'Selling needs consent, or a sale and an easy objection.'),
    },
    {
      when: lacks('gdpr.art13Notice'),
      then: pass('On a recorded basis; the privacy notice is still to be given.', 'link-privacy-notice'),
    },
  ],
  otherwise: pass('On a recorded basis, and the notice was given.'),
});
