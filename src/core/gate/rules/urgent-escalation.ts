import { all, is, lacks, known } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Danger to life: no booking talk. The fixed safety text, and a person at once. */
export const urgentEscalation = defineRule({
  id: 'urgent-escalation',
  title: 'Distress and emergencies',
  citation: 'Product policy',
  aliases: ['urgent escalation'],
  notCovered: 'A pressing matter that endangers nobody: a person is alerted, the conversation goes on.',
  anchor: 'voice-layer',
  confidence: 'policy',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: ['sms.textback.first', 'sms.nudge', 'sms.reply', 'sms.reminder', 'sms.marketing', 'call.ai-voice'],
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Kind of danger and where it was found, never the words; time of the acknowledgement. 5 years.',

  branches: [
    {
      when: all(is('action.category', 'safety-text'), lacks('solicitation')),
      then: pass('The fixed safety text itself.'),
    },
    { when: is('danger', 'none'), then: pass('Nothing that they wrote or said speaks of danger.') },
  ],
  otherwise: deny('emergency', 'They speak of danger to life.', 'fixed-safety-text+human-alert'),
});
