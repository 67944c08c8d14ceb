import { all, contains, holds, lacks } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';
import { noWrittenConsent, notExempt, stateLaw, whileClosed } from './state-rule-parts.ts';

/** Texas: every solicitation, a person calling included, needs signed consent or a registration; Sundays from noon. */
export const txSb140 = defineRule({
  ...stateLaw('TX'),
  id: 'tx-sb140',
  title: 'Texas mini-TCPA including texts',
  citation: 'Tex. Bus. & Com. Code chs. 301, 302, 304, 305 (SB 140, Sept. 1, 2025)',
  aliases: ['Texas SB 140'],
  notCovered: 'The registration itself: only its record with counsel is read.',
  confidence: 'V',
  effectiveFrom: '2025-09-01',
  reviewBy: '2027-05-20',
  evidence: 'Exemption or registration memo. Keep 5 years.',
  branches: [
    {
      when: all(holds('solicitation'), lacks('consent.pewcValid'), notExempt('tx-sb140')),
      then: noWrittenConsent('A sales contact without signed consent, registration or exemption.'),
    },
    {
      when: all(
        holds('solicitation'),
        contains('dnc.stateListed', 'TX'),
        lacks('consent.pewcValid'),
        lacks('dnc.relationship'),
      ),
      then: deny('dnc', 'On the Texas no-call list, with no recent business between us.'),
    },
    ...whileClosed('TX'),
  ],
  otherwise: pass('Not a sales contact that Texas forbids, and inside its hours.'),
});
