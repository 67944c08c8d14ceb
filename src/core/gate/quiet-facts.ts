/** The facts about hours: what binds this contact, what is open now, and when everything next is (catalogue 3.4). */
import table from './data/quiet-hours.json' with { type: 'json' };
import type { Candidates } from './candidate-places.ts';
import { age, consentStanding } from './consent-standing.ts';
import type { StateWithOwnRule } from './fact-table.ts';
import type { ActionKind, GateInput } from './input.ts';
import { allOpen, isOpen, nextCommonOpening } from './open-windows.ts';
import {
  bindingFor,
  dayNote,
  federalHours,
  openingHours,
  stateClock,
  stateHours,
  stateIsOpen,
} from './quiet-hours.ts';
import { localTime, toInstantText, wallClock } from './zone-clock.ts';

/** How far ahead an opening is looked for. */
export const SEARCH_MS = 240 * 3_600_000;

export function quietFacts(
  input: GateInput,
  kind: ActionKind,
  solicitation: boolean,
  candidates: Candidates,
  now: number,
) {
  const { places } = candidates;
  const noticed = consentStanding(input, kind, solicitation).noticed === true;
  const minutesSinceInbound = age(input.history.lastInboundMinutesAgo);
  const country = input.recipient.country ?? 'US';
  const abroad = /^[A-Z]{2}$/.test(country) && country !== 'US';
  const category = input.action.category ?? undefined;
  const here = bindingFor({ kind, category, solicitation, noticed, minutesSinceInbound });
  const binding = abroad ? { ...here, federal: false, state: false } : here;
  const hours = openingHours(places, binding);
  const next = nextCommonOpening(hours, now, now + SEARCH_MS);
  const clocks = places.map((place) => {
    const zone = stateClock(place);
    const note = dayNote(place, localTime(zone, now).day);
    return `${place.state === null ? '' : `${place.state} `}${place.zone} ${wallClock(place.zone, now)}${note === null ? '' : ` (${note})`}`;
  });
  const closedHours = places.map(
    (place) =>
      (binding.federal && !federalHours([place]).every((one) => isOpen(one, now))) ||
      (binding.state && !stateHours(place, binding).every((one) => isOpen(one, now))),
  );
  const stateOpen = (state: StateWithOwnRule): boolean =>
    !candidates.states.includes(state) || stateIsOpen(places, binding, now, state);
  return {
    hours,
    facts: {
      'quietHours.exemption': binding.exemption,
      'quietHours.federalBinds': binding.federal,
      'quietHours.stateBinds': binding.state,
      'quietHours.federalOpen': !binding.federal || allOpen(federalHours(places), now),
      'quietHours.stateOpen': stateIsOpen(places, binding, now),
      'quietHours.hasOpening': next !== null,
      'quietHours.nextOpening': next === null ? undefined : toInstantText(next),
      'quietHours.clocks': clocks,
      'quietHours.closedClocks': clocks.filter((_, index) => closedHours[index] === true),
      'quietHours.tableDate': table.asOf,
      'state.CT.open': stateOpen('CT'),
      'state.FL.open': stateOpen('FL'),
      'state.LA.open': stateOpen('LA'),
      'state.MD.open': stateOpen('MD'),
      'state.NJ.open': stateOpen('NJ'),
      'state.NY.open': stateOpen('NY'),
      'state.OK.open': stateOpen('OK'),
      'state.OR.open': stateOpen('OR'),
      'state.TX.open': stateOpen('TX'),
      'state.VA.open': stateOpen('VA'),
      'state.WA.open': stateOpen('WA'),
    },
  };
}
