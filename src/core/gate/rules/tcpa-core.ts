import { holds, is } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, pass } from '../rule.ts';

/** The base statute. It only says which regime the contact falls under; the other rules decide. */
export const tcpaCore = defineRule({
  id: 'tcpa-core',
  title: 'Telephone Consumer Protection Act, base statute',
  citation: '47 U.S.C. § 227; 47 CFR § 64.1200',
  aliases: [
    'TCPA 47 USC 227',
    'TCPA implied-consent doctrine (no such doctrine: see tcpa-prior-express-consent)',
  ],
  notCovered:
    'Whether the sending platform is an autodialer (Facebook v. Duguid); no product fact decides that.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: is('recipient.country', 'US'),
  effectiveFrom: '1992-12-20',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Classification of the message, template id and version, hash of the body.',
  records: ['action.messageClass', 'recipient.lineType'],
  branches: [
    {
      when: is('action.kind', 'call.ai-voice'),
      then: pass('A call with an artificial voice: judged by the consent it needs.'),
    },
    {
      when: holds('solicitation'),
      then: pass('Sales content: judged by written consent, do-not-call lists and hours.'),
    },
  ],
  otherwise: pass('Informational: judged by the consent the caller gave and the one-message rule.'),
});
