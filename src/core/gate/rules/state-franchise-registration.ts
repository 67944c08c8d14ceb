import { all, holds } from '../expression.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** No franchise offer into a state where the offering is not registered. */
export const stateFranchiseRegistration = defineRule({
  id: 'state-franchise-registration',
  title: 'State franchise registration',
  citation: 'State franchise acts; table in data/franchise.json',
  aliases: ['15-state franchise registration (14 register or file; Oregon discloses only)'],
  notCovered: 'Business-opportunity notices (CT, FL, KY, NE, TX, UT).',
  anchor: 'franchise',
  confidence: 'V',
  jurisdictions: [
    'US-CA',
    'US-HI',
    'US-IL',
    'US-IN',
    'US-MD',
    'US-MI',
    'US-MN',
    'US-NY',
    'US-ND',
    'US-RI',
    'US-SD',
    'US-VA',
    'US-WA',
    'US-WI',
  ],
  verticals: ['franchisor'],
  channels: ['sms', 'voice'],
  kinds: ['sms.textback.first', 'sms.nudge', 'sms.reply', 'call.ai-voice'],
  when: holds('franchise.inquiry'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Expiry of the registration. 3 years.',
  records: ['recipient.states'],
  branches: [
    {
      when: all(holds('solicitation'), holds('franchise.unregisteredState')),
      then: deny(
        'franchise-inquiry',
        'A franchise offer into a state where it is not registered.',
        'manual-callback',
      ),
    },
  ],
  otherwise: pass('Not an offer, or registered where the person may be.'),
});
