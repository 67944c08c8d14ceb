import { all, holds, is, lacks, not } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defer, defineRule, deny, pass } from '../rule.ts';

/** Narrower hours, Sundays and holidays of the states where the person may be. One row per state in the table. */
export const stateQuietHours = defineRule({
  id: 'state-quiet-hours',
  title: 'State windows, day bans, holiday bans',
  citation: "Each state's row of the quiet-hours table names its statute",
  aliases: [
    'state mini-TCPA hours',
    'religious-holiday pause (the seeds; the law knows legal holidays in AL, LA, PA, RI, UT)',
  ],
  notCovered:
    'Relationship exemptions that single states grant: they are for counsel, and lift nothing here.',
  anchor: 'outbound-and-suppression',
  confidence: 'V (per-state tags in table 6.1)',
  jurisdictions: ['US states'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: is('recipient.country', 'US'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Table date, states considered, ban applied or exemption used. Keep 5 years.',
  records: [
    'recipient.states',
    'quietHours.clocks',
    'quietHours.closedClocks',
    'quietHours.tableDate',
    'consent.effective',
  ],
  branches: [
    {
      when: not(is('quietHours.exemption', 'none')),
      then: pass('Exempt: a direct answer to the person, at any hour.'),
    },
    {
      when: lacks('quietHours.stateBinds'),
      then: pass("A person's service call: state hours for automated and sales contacts do not bind it."),
    },
    {
      when: holds('quietHours.stateOpen'),
      then: pass('Inside the hours of every state where the person may be.'),
    },
    {
      when: all(lacks('quietHours.stateOpen'), lacks('quietHours.hasOpening')),
      then: deny(
        'no-opening',
        'Closed by state law, and no common opening within 10 days.',
        'manual-callback',
      ),
    },
  ],
  otherwise: defer(
    'quiet-hours',
    'quietHours.nextOpening',
    'Closed by the law of a state where the person may be.',
  ),
});
