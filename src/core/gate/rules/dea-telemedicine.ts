import { all, holds, is, lacks } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** No machine promises a controlled drug, and from 2027 no telehealth-only visit is booked for one without counsel. */
export const deaTelemedicine = defineRule({
  id: 'dea-telemedicine',
  title: 'Controlled substances by telemedicine',
  citation:
    '21 U.S.C. §§ 829(e), 831; 21 CFR § 1307.41; Fourth Temporary Extension, 90 Fed. Reg. 61301 (through Dec. 31, 2026)',
  aliases: ['DEA telemedicine', 'Ryan Haight Act'],
  notCovered: 'Prescribing itself. A rule pack dated 2027 or later may know a new extension.',
  anchor: 'vertical',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['healthcare'],
  channels: ['sms', 'booking'],
  kinds: OUTBOUND_KINDS,
  when: all(is('vertical', 'healthcare'), holds('intent.controlledSubstance')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Intent verdict. Retention per DEA and state.',

  branches: [
    {
      when: holds('ai.talks'),
      then: deny('clinical-limit', 'A machine may not speak of controlled prescriptions.', 'manual-callback'),
    },
    {
      when: all(
        holds('appointment.present'),
        lacks('appointment.inPerson'),
        holds('clock.deaFlexibilityOver'),
        lacks('rulePack.knowsDeaEnd'),
      ),
      then: route(
        'clinical-limit',
        'The telemedicine flexibilities ended with 2026, and this rule pack does not know what came after.',
      ),
    },
  ],
  otherwise: pass('Said by a person, and no telehealth-only visit after the flexibilities ended.'),
});
