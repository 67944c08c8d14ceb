import { all, any, holds, is, known, not, oneOf } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defer, defineRule, deny, pass, route } from '../rule.ts';

/** What the person did not just ask for. */
const UNASKED = [
  'sms.textback.first',
  'sms.nudge',
  'sms.reminder',
  'sms.marketing',
  'call.ai-voice',
] as const;

/** Our own do-not-call list. It beats every inquiry and every purchase. */
export const internalDnc = defineRule({
  id: 'internal-dnc',
  title: 'Company-specific do-not-call list',
  citation: '47 CFR § 64.1200(d)(1)-(6)',
  aliases: ['DND across CRM', 'internal do-not-call'],
  notCovered: 'The written policy and staff training that the same paragraph asks for.',
  anchor: 'outbound-and-suppression',
  confidence: 'K',
  jurisdictions: ['US', 'elsewhere as policy'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: known('action.kind'),
  effectiveFrom: '1992-12-20',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'The request, who took it, for which entity. Kept as long as the product runs.',
  branches: [
    {
      when: all(is('action.kind', 'sms.help'), not(is('consent.state', 'BLOCKED'))),
      then: pass('A request for help is answered, whoever asks.'),
    },
    {
      when: all(
        any(holds('dnc.internal'), oneOf('consent.state', ['DNC_INTERNAL', 'BLOCKED'])),
        oneOf('action.category', ['safety-notice', 'legal-notice']),
      ),
      then: route(
        'dnc-internal',
        'On our do-not-call list; counsel decides whether this notice must still be given.',
      ),
      ifUnknown: 'skip',
    },
    {
      when: any(holds('dnc.internal'), oneOf('consent.state', ['DNC_INTERNAL', 'BLOCKED'])),
      then: deny(
        'dnc-internal',
        'This number is on our do-not-contact list, or we cannot tell that it is not.',
        'none',
      ),
    },
    // The operator named a list of people who sue (catalogue 5.1 BLOCKED, policy) and it does not answer.
    {
      when: all(is('lookup.litigator', 'gave-up'), oneOf('action.kind', UNASKED)),
      then: deny('lookup-timeout', 'The litigator list could not be asked.', 'manual-callback'),
    },
    {
      when: all(is('lookup.litigator', 'waiting'), oneOf('action.kind', UNASKED)),
      then: defer(
        'lookup-timeout',
        'lookup.retryAt',
        'The litigator list could not be asked yet; trying again.',
      ),
    },
  ],
  otherwise: pass('Not on our do-not-contact list.'),
});
