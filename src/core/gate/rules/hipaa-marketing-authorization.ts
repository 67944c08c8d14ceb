import { all, holds, is } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Selling to patients needs the patient's HIPAA authorization; consent to texts is not enough. */
export const hipaaMarketingAuthorization = defineRule({
  id: 'hipaa-marketing-authorization',
  title: 'Marketing with patient data',
  citation: '45 CFR §§ 164.501, 164.508(a)(3)',
  aliases: ['HIPAA marketing authorization'],
  notCovered: 'Appointment reminders and treatment communications are not marketing.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: all(is('vertical', 'healthcare'), holds('solicitation')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Authorization artefact. Keep 6 years.',

  branches: [{ when: holds('consent.hipaaAuthorization'), then: pass('The patient authorised marketing.') }],
  otherwise: deny('no-written-consent', 'Selling to a patient without a HIPAA authorization.'),
});
