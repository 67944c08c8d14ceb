import { all, holds, is, lacks } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, pass } from '../rule.ts';

/** Eleven states keep lists of their own. A list we do not hold counts as one that names the number. */
export const dncState = defineRule({
  id: 'dnc-state',
  title: 'State do-not-call lists',
  citation: 'Lists of CO, FL, IN, LA, MA, MO, OK, PA, TN, TX and WY; table in data/state-dnc.json',
  aliases: ['state DNC'],
  notCovered: 'All other states adopt the national list: see dnc-national.',
  anchor: 'outbound-and-suppression',
  confidence: 'V',
  jurisdictions: [
    'US-CO',
    'US-FL',
    'US-IN',
    'US-LA',
    'US-MA',
    'US-MO',
    'US-OK',
    'US-PA',
    'US-TN',
    'US-TX',
    'US-WY',
  ],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: is('recipient.country', 'US'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-05-20',
  evidence: 'Date of each list, subscription id. Keep 5 years.',
  records: ['dnc.statesWithList'],
  branches: [
    { when: lacks('solicitation'), then: pass('Not a sales contact: state lists are irrelevant.') },
    { when: holds('consent.pewcValid'), then: pass('Signed consent that names this seller is on file.') },
    {
      when: all(is('lookup.stateDnc', 'by-choice'), lacks('dnc.stateListsHeld')),
      then: deny(
        'registry-stale',
        'The operator chose to run without the do-not-call list of a state where the person may be.',
      ),
    },
    {
      when: lacks('dnc.stateListsHeld'),
      then: deny('registry-stale', 'We do not hold the do-not-call list of a state where the person may be.'),
    },
    {
      when: holds('dnc.listedInState'),
      then: deny('dnc', 'On a state do-not-call list, and no relationship that this state recognises.'),
    },
  ],
  otherwise: pass('No state list where the person may be forbids it.'),
});
