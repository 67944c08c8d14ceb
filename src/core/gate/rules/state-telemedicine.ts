import { all, any, holds, is, lacks } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A telehealth visit needs a clinician licensed where the patient is; a machine gives no clinical advice. */
export const stateTelemedicine = defineRule({
  id: 'state-telemedicine',
  title: 'Telehealth licences and clinical advice',
  citation: 'State medical practice acts and telehealth statutes',
  aliases: ['per-state telemedicine licensure'],
  notCovered: "Compacts count only as far as the clinician's states are recorded.",
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  channels: ['sms', 'voice', 'booking'],
  kinds: OUTBOUND_KINDS,
  when: all(is('vertical', 'healthcare'), any(holds('appointment.present'), holds('intent.clinicalAdvice'))),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Version of the licence table. Retention per state record law.',

  branches: [
    {
      when: all(holds('intent.clinicalAdvice'), holds('ai.talks')),
      then: deny('clinical-limit', 'A machine would give clinical advice.', 'manual-callback'),
    },
    {
      when: all(holds('appointment.present'), lacks('appointment.inPerson'), lacks('appointment.licensed')),
      then: deny(
        'clinical-limit',
        'No clinician is licensed where the patient is. Offer a visit in person.',
        'manual-callback',
      ),
    },
  ],
  otherwise: pass('In person, licensed where the patient is, or said by a person.'),
});
