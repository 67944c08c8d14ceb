import { defineEntry } from '../entry.ts';

export const emailToSmsGateway = defineEntry({
  id: 'email-to-sms-gateway',
  title: 'No carrier e-mail gateways',
  citation: 'CAN-SPAM Act § 14; 47 CFR § 64.3100',
  aliases: ['Resend among the text providers (seed)'],
  runs: 'location',
  asks: 'No text goes through an e-mail gateway of a carrier.',
  notCovered: 'E-mail itself.',
  anchor: 'outbound-and-suppression',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['all'],
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Channel of each message.',
});
