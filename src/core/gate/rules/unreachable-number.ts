import { all, holds, is, known, lacks, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defer, defineRule, deny, pass } from '../rule.ts';

/**
 * Withheld, landline, toll-free and foreign numbers: a text would reach nobody, or someone we have no rules for. A number
 * that texted us within a day has shown that it can be texted; its country still counts.
 */
export const unreachableNumber = defineRule({
  id: 'unreachable-number',
  title: 'Withheld, landline, short and foreign numbers',
  citation: 'Product policy',
  aliases: ['landline and withheld-number limits'],
  notCovered:
    'Whether the number is in service: the carrier says so after sending, and the consent ledger learns it.',
  anchor: 'voice-layer',
  confidence: 'policy',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Result and time of the line-type lookup. Keep 5 years.',
  records: ['call.fromPresentation', 'recipient.lineType', 'recipient.country', 'lookup.lineType'],
  branches: [
    {
      when: all(
        oneOf('call.fromPresentation', ['restricted', 'unavailable']),
        lacks('history.textedUsWithinDay'),
      ),
      then: deny('unreachable', 'The caller withheld the number.', 'none'),
      ifUnknown: 'skip',
    },
    {
      when: all(is('recipient.lineType', 'tollfree'), lacks('history.textedUsWithinDay')),
      then: deny('unreachable', 'A toll-free number is a business line.', 'none'),
      ifUnknown: 'skip',
    },
    {
      when: lacks('recipient.countryHasRulePack'),
      then: deny(
        'unreachable',
        'We have no rules for the country of this number, so a person should call.',
        'manual-callback',
      ),
    },
    {
      when: holds('history.textedUsWithinDay'),
      then: pass('This number texted us within a day, so it can be texted.'),
    },
    {
      when: is('recipient.lineType', 'landline'),
      then: deny('unreachable', 'A landline cannot get texts.', 'manual-callback'),
      ifUnknown: 'skip',
    },
    {
      when: is('lookup.lineType', 'gave-up'),
      then: deny('lookup-timeout', 'What kind of line this is could not be found out.', 'manual-callback'),
    },
    {
      when: is('lookup.lineType', 'waiting'),
      then: defer(
        'lookup-timeout',
        'lookup.retryAt',
        'What kind of line this is could not be found out yet; trying again.',
      ),
    },
    {
      when: all(
        is('call.fromPresentation', 'allowed'),
        oneOf('recipient.lineType', ['mobile', 'voip']),
        holds('recipient.countryHasRulePack'),
      ),
      then: pass('A line that can get texts.'),
    },
  ],
  otherwise: deny('unreachable', 'We cannot tell that this number can get texts.', 'manual-callback'),
});
