import { all, holds, known, lacks } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** A person may stop us by any reasonable means, and stays stopped: a new call from them does not undo it. */
export const fcc2424Revocation = defineRule({
  id: 'fcc-24-24-revocation',
  title: 'Consent revocation',
  citation:
    'Report and Order FCC 24-24, CG Docket 02-278, 89 Fed. Reg. 15756 (Mar. 5, 2024); 47 CFR § 64.1200(a)(10)-(12), (d)(3)',
  aliases: [
    'FCC 24-18 (cited by some; correct: FCC 24-24)',
    'FCC Declaratory Ruling March 2024 (it is a Report and Order)',
  ],
  notCovered:
    'The 10-business-day limit: suppression takes effect at once, so the limit is a matter for incident alerts.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US', 'elsewhere as policy'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: known('action.kind'),
  effectiveFrom: '2024-04-04',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence:
    'The words received, the channel, when suppression took effect, the queued items cancelled. Keep 5 years; the opt-out itself for ever.',
  records: ['consent.state', 'consent.optOutOnFile'],
  branches: [
    {
      when: holds('consent.optOutReaches'),
      then: deny(
        'opted-out',
        'This person opted out of texts from this business, or we cannot tell that they did not.',
      ),
    },
    {
      when: all(holds('consent.optOutOnFile'), lacks('consent.optOutReaches')),
      then: pass('An opt-out is on file, but it does not reach this message.'),
    },
  ],
  otherwise: pass('No opt-out is on file.'),
});
