import { all, contains, holds } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';
import { stateLaw, whileClosed } from './state-rule-parts.ts';

/** New York: no sales contact while a state of emergency is declared. */
export const nyGbl399z = defineRule({
  ...stateLaw('NY'),
  id: 'ny-gbl-399z',
  title: 'New York telemarketing law including texts and the emergency ban',
  citation: 'N.Y. Gen. Bus. Law §§ 399-z (subd. 5-a), 399-pp',
  aliases: ['New York GBL 399-z'],
  notCovered: 'Which emergencies exist: the operator keeps that list.',
  confidence: 'V',
  effectiveFrom: null,
  reviewBy: '2027-05-20',
  evidence: 'Snapshot of the emergency list. Keep 5 years.',
  branches: [
    {
      when: all(holds('solicitation'), contains('emergencyStates', 'NY')),
      then: deny('state-of-emergency', 'No sales contacts while New York has a declared emergency.'),
    },
    ...whileClosed('NY'),
  ],
  otherwise: pass('No emergency that stops this contact.'),
});
