import { any, holds, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A text to a patient carries a name, a request to call and a link, and nothing about health. */
export const hipaaMinNecessary = defineRule({
  id: 'hipaa-min-necessary',
  title: 'HIPAA minimum necessary',
  citation: '45 CFR §§ 164.502(b), 164.514(d)',
  aliases: ['HIPAA 164.502', 'PHI in SMS'],
  notCovered:
    'Disclosures for treatment or to the patient are exempt by law; texts stay free of health data as policy. An unknown trade gets the same detector.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  channels: ['sms', 'crm', 'llm'],
  kinds: SMS_KINDS,
  when: oneOf('vertical', ['healthcare', 'unknown']),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Scan verdict, template version, patient preference. Keep 6 years.',

  branches: [
    {
      when: any(holds('action.hasPhi'), holds('body.health')),
      then: deny('phi-in-message', 'The text says something about health.'),
    },
  ],
  otherwise: pass('Name, call-back request or booking link only.'),
});
