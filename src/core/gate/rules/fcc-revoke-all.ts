import { all, holds, known, lacks } from '../expression.ts';
import { AUTOMATED_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** Whether a STOP to one programme also ends unrelated ones. Waived until 31 January 2027; by default we stop all anyway. */
export const fccRevokeAll = defineRule({
  id: 'fcc-revoke-all',
  title: 'Stop one = stop all',
  citation: '47 CFR § 64.1200(a)(10), waived in part by DA 25-312 and DA 26-12 (to Jan. 31, 2027)',
  aliases: ['cross-banner STOP propagation (policy, not yet an FCC duty)'],
  notCovered: 'What the FCC makes of its further notice of Oct. 28, 2025: a newer rule pack will say.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US', 'elsewhere as policy'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: AUTOMATED_KINDS,
  when: known('action.kind'),
  effectiveFrom: '2025-04-11',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Scope chosen, rule-pack version, programmes of the opt-out and of this message.',
  records: ['action.category', 'rulePack.date'],
  branches: [
    {
      when: holds('consent.optOutReaches'),
      then: deny('opted-out', 'The opt-out on file covers this message.'),
    },
    {
      when: all(
        holds('consent.optOutUnrelated'),
        holds('rulePack.revokeAllInForce'),
        lacks('rulePack.knowsRevokeAll'),
      ),
      then: route(
        'rule-pack-outdated',
        'Since 31 January 2027 a STOP may end unrelated messages too, and this rule pack is older than that.',
      ),
      ifUnknown: 'skip',
    },
    {
      when: all(holds('consent.optOutUnrelated'), holds('rulePack.revokeAllInForce')),
      then: deny('opted-out', 'Since 31 January 2027 a STOP ends unrelated messages too.'),
      ifUnknown: 'skip',
    },
    {
      when: holds('consent.optOutUnrelated'),
      then: pass('The opt-out is about another programme, and this message sells nothing.'),
    },
  ],
  otherwise: pass('No opt-out that covers this message is on file.'),
});
