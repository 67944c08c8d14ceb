import { all, holds, is, lacks, not } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defer, defineRule, deny, pass } from '../rule.ts';

/** 8 am to 9 pm on the clock of every place where the person may be. */
export const quietHoursFederal = defineRule({
  id: 'quiet-hours-federal',
  title: "8 a.m. to 9 p.m. at the called party's location",
  citation: '47 CFR § 64.1200(c)(1), (e); 16 CFR § 310.4(c)',
  aliases: ['8am-9pm recipient-time-zone quiet hours', 'TCPA quiet hours'],
  notCovered:
    'By its words it binds solicitations only; applying it to informational texts and service calls is our policy.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: is('recipient.country', 'US'),
  effectiveFrom: '1992-12-20',
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Zones considered and why, local times, tzdata version, computed release time. Keep 5 years.',
  records: ['quietHours.clocks', 'quietHours.closedClocks', 'recipient.placesAssumed'],
  branches: [
    {
      when: not(is('quietHours.exemption', 'none')),
      then: pass('Exempt: a direct answer to the person, at any hour.'),
    },
    {
      when: holds('quietHours.federalOpen'),
      then: pass('Between 8 am and 9 pm in every place where the person may be.'),
    },
    {
      when: all(lacks('quietHours.federalOpen'), lacks('quietHours.hasOpening')),
      then: deny(
        'no-opening',
        'Outside 8 am to 9 pm, and no common opening within 10 days.',
        'manual-callback',
      ),
    },
  ],
  otherwise: defer('quiet-hours', 'quietHours.nextOpening', 'Outside 8 am to 9 pm where the person may be.'),
});
