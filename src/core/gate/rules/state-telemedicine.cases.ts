import type { RuleCase } from './rule-case.ts';

const visit = {
  vertical: 'healthcare',
  appointment: { modality: 'telehealth', patientState: 'NY', clinicianStates: ['NY', 'NJ'] },
} as const;
export const stateTelemedicineCases: readonly RuleCase[] = [
  { say: 'licensed', given: { ...visit }, expect: { decision: 'pass' } },
  {
    say: 'not licensed',
    given: { ...visit, 'appointment.patientState': 'OH' },
    expect: { decision: 'deny', reason: 'clinical-limit', fallback: 'manual-callback' },
  },
  {
    say: 'in person',
    given: { ...visit, 'appointment.patientState': 'OH', 'appointment.modality': 'in-person' },
    expect: { decision: 'pass' },
  },
  {
    say: 'a machine advises',
    given: { vertical: 'healthcare', 'action.intents': ['clinical-advice'], 'ai.converses': true },
    expect: { decision: 'deny', reason: 'clinical-limit', fallback: 'manual-callback' },
  },
  {
    say: 'a person advises',
    given: { vertical: 'healthcare', 'action.intents': ['clinical-advice'] },
    expect: { decision: 'pass' },
  },
  { say: 'neither', given: { vertical: 'healthcare' }, expect: { decision: 'not-applicable' } },
];
