import { all, any, holds, is, lacks, unknown } from '../expression.ts';
import { defineRule, deny, defer, pass } from '../rule.ts';

const isClosed = any(lacks('quietHours.federalOpen'), lacks('quietHours.stateOpen'));

/** Sales callbacks by voice: hours, registry, and who is calling must be said at the start. */
export const tsrTelemarketing = defineRule({
  id: 'tsr-telemarketing',
  title: 'FTC Telemarketing Sales Rule',
  citation: '16 CFR Part 310 (§§ 310.4(b), 310.4(c), 310.6); 89 Fed. Reg. 26760 (Apr. 16, 2024)',
  aliases: ['TSR'],
  notCovered:
    'Texts: whether the rule reaches them is unsettled, so other rules judge them. Banks, common carriers and non-profits are exempt.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['voice'],
  kinds: ['call.human', 'call.ai-voice'],
  when: is('recipient.country', 'US'),
  effectiveFrom: '2003-12-31',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Script version, call detail record, disposition. Retention: tsr-recordkeeping.',
  records: ['quietHours.closedClocks', 'dnc.relationshipBasis'],
  branches: [
    { when: lacks('solicitation'), then: pass('Not a sales call.') },
    {
      when: all(holds('dnc.national'), lacks('dnc.relationship')),
      then: deny('dnc', 'On the national registry, and no recent business or consent between us.'),
      ifUnknown: 'skip',
    },
    {
      when: all(unknown('dnc.national'), is('lookup.dnc', 'answered')),
      then: deny('dnc', 'Whether the registry lists this number is not known.'),
    },
    {
      when: lacks('action.identifiesSeller'),
      then: deny('seller-not-identified', 'The opening does not say who is calling.'),
      ifUnknown: 'skip',
    },
    {
      when: all(is('action.kind', 'call.ai-voice'), unknown('action.identifiesSeller')),
      then: deny('seller-not-identified', 'Nothing shows that the opening says who is calling.'),
    },
    {
      when: all(isClosed, lacks('quietHours.hasOpening')),
      then: deny(
        'no-opening',
        'Outside the hours for sales calls, and no common opening within 10 days.',
        'manual-callback',
      ),
    },
    {
      when: isClosed,
      then: defer(
        'quiet-hours',
        'quietHours.nextOpening',
        'Outside the hours for sales calls where the person may be.',
      ),
    },
    {
      when: holds('action.identifiesSeller'),
      then: pass('Inside the hours, and the opening names the seller.'),
    },
  ],
  otherwise: pass(
    'Inside the hours; the caller must say at the start for whom.',
    'identify-business-at-start',
  ),
});
