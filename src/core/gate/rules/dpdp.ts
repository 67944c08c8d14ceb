import { all, holds, is, lacks, oneOf } from '../expression.ts';
import { OUTBOUND_KINDS, SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** India: no text without a registered template; from May 2027 notice and consent for everything. */
export const dpdp = defineRule({
  id: 'dpdp',
  title: 'Indian data protection and text registration',
  citation:
    'Digital Personal Data Protection Act 2023; DPDP Rules 2025 (duties May 13, 2027); TRAI TCCCPR 2018',
  aliases: ['DPDP', 'TRAI DLT'],
  notCovered: 'Consent managers.',
  anchor: 'privacy-and-ai',
  confidence: 'V',
  jurisdictions: ['IN'],
  verticals: ['all'],
  channels: ['sms', 'crm'],
  kinds: [...OUTBOUND_KINDS, 'crm.write'],
  when: is('recipient.country', 'IN'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Template ids. Logs 1 year.',

  branches: [
    {
      when: all(oneOf('action.kind', SMS_KINDS), lacks('dpdp.dltRegistered')),
      then: deny('no-lawful-basis', 'No registered template for texts to India.'),
    },
    {
      when: all(holds('clock.indiaDpdp'), lacks('dpdp.noticeConsent')),
      then: deny('no-lawful-basis', 'No notice and consent on file.'),
    },
  ],
  otherwise: pass('Registered, and with notice and consent where that is due.'),
});
