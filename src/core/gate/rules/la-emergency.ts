import { all, contains, holds, is } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';
import { stateLaw, whileClosed } from './state-rule-parts.ts';

/** Louisiana: during a declared emergency no sales, and other automated contact only after counsel looked. */
export const laEmergency = defineRule({
  ...stateLaw('LA'),
  id: 'la-emergency',
  title: 'Louisiana emergency and hours rules',
  citation: 'La. R.S. 45:811, 45:844.11-.33 (45:844.31); LPSC General Order R-29617',
  aliases: ['Louisiana emergency ban'],
  notCovered: 'Whether exemptions survive an emergency: read strictly.',
  confidence: 'V',
  effectiveFrom: null,
  reviewBy: '2027-05-20',
  evidence: 'Snapshot of the commission notice. Keep 5 years.',
  branches: [
    {
      when: all(holds('solicitation'), contains('emergencyStates', 'LA')),
      then: deny('state-of-emergency', 'No sales contacts while Louisiana has a declared emergency.'),
    },
    {
      when: all(holds('automated'), is('quietHours.exemption', 'none'), contains('emergencyStates', 'LA')),
      then: route(
        'state-of-emergency',
        'Louisiana has a declared emergency; counsel decides about automated contact.',
      ),
    },
    ...whileClosed('LA'),
  ],
  otherwise: pass("No emergency, and inside Louisiana's hours."),
});
