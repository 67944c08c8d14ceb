/** What the rules of single states share: when they run, and what they say while their state is closed (catalogue 4.C). */
import { all, contains, holds, is, lacks, not, type Expression } from '../expression.ts';
import type { StateWithOwnRule } from '../fact-table.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defer, deny, type Branch, type Rule } from '../rule.ts';

export const inState = (state: StateWithOwnRule): Expression =>
  all(is('recipient.country', 'US'), contains('recipient.states', state));

/** A sales text or AI-voice call; a person dialling is not "selected and dialled by a system". */
export const automatedSales = all(holds('solicitation'), holds('automated'));

/** Three automated contacts are in; one more must wait. Exempt contacts are neither counted nor stopped. */
export const capReached = all(
  holds('automated'),
  is('quietHours.exemption', 'none'),
  holds('caps.threePerDayReached'),
);

export const noWrittenConsent = (because: string): Branch['then'] => deny('no-written-consent', because);

export const waitForCap = (because: string): Branch['then'] =>
  defer('frequency-cap', 'caps.threePerDayOpensAt', because);

export function whileClosed(state: StateWithOwnRule): readonly Branch[] {
  const open = `state.${state}.open` as const;
  return [
    {
      when: all(lacks(open), lacks('quietHours.hasOpening')),
      then: deny(
        'no-opening',
        'Closed by the law of this state, and no common opening within 10 days.',
        'manual-callback',
      ),
    },
    {
      when: lacks(open),
      then: defer('quiet-hours', 'quietHours.nextOpening', 'Outside the hours of this state.'),
    },
  ];
}

/** Fields that every state rule has in common. */
export function stateLaw(
  state: StateWithOwnRule,
): Pick<
  Rule,
  'anchor' | 'jurisdictions' | 'verticals' | 'channels' | 'kinds' | 'when' | 'effectiveTo' | 'records'
> {
  return {
    anchor: 'outbound-and-suppression',
    jurisdictions: [`US-${state}`],
    verticals: ['all'],
    channels: ['sms', 'voice'],
    kinds: OUTBOUND_KINDS,
    when: inState(state),
    effectiveTo: null,
    records: ['recipient.states', 'quietHours.clocks', 'quietHours.closedClocks', 'quietHours.exemption'],
  };
}

export const notExempt = (rule: string): Expression => not(contains('location.counselExemptions', rule));
