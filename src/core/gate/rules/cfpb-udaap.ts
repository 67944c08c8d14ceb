import { holds, lacks, known } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Say only what can be shown, and never that a machine is a person. */
export const cfpbUdaap = defineRule({
  id: 'cfpb-udaap',
  title: 'Unfair and deceptive acts',
  citation: '12 U.S.C. §§ 5531, 5536; 15 U.S.C. § 45',
  aliases: ['CFPB UDAAP (seed, filed under franchise; FTC Act § 5 for everyone else)'],
  notCovered: 'Slots: the calendar holds them before they are offered.',
  anchor: 'franchise',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Claim ids and where their proof is. Keep 5 years.',

  branches: [
    {
      when: lacks('claims.allAllowed'),
      then: deny('unsupported-claim', 'A claim is not on the list of those that can be shown.'),
    },
    { when: holds('body.claimsHuman'), then: deny('human-claim', 'A machine says that it is a person.') },
  ],
  otherwise: pass('No claim that cannot be shown.'),
});
