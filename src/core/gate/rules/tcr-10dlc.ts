import { all, holds, is, lacks, not, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** Texts from a local number need a registered brand and campaign, or carriers block them. It proves nothing about consent. */
export const tcr10dlc = defineRule({
  id: 'tcr-10dlc',
  title: '10DLC brand and campaign registration',
  citation: 'The Campaign Registry rules; AT&T, T-Mobile and Verizon A2P policies',
  aliases: ['10DLC A2P Campaign Registry', 'TCR'],
  notCovered: 'Throughput tiers and vetting scores.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: all(is('recipient.country', 'US'), is('sender.type', '10dlc')),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence:
    'Brand id, campaign id, status and when it was read, declared call-to-action. Keep campaign life and 5 years.',
  branches: [
    {
      when: not(
        all(
          is('sender.brandStatus', 'verified'),
          is('sender.campaignStatus', 'active'),
          holds('sender.numberLinked'),
        ),
      ),
      then: deny('sender-not-registered', 'The sending number is not registered with the carriers.'),
    },
    {
      when: all(holds('solicitation'), not(oneOf('sender.useCase', ['MARKETING', 'MIXED']))),
      then: deny('use-case-mismatch', 'Sales content on a campaign that is not registered for marketing.'),
    },
    {
      when: lacks('sender.optInFlowMatches'),
      then: route(
        'opt-in-flow',
        'How people really opt in differs from what the campaign declared.',
        'operations',
      ),
    },
  ],
  otherwise: pass('Brand verified, campaign active, number linked.'),
});
