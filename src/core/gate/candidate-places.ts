/**
 * Turns the candidate places of a GateInput into the clocks and state laws that count (catalogue 3.3 and 3.4 "Places").
 *
 * An area code is a hint, not a location, so every candidate counts and the strictest wins. What is half known is
 * widened, never dropped: a state without a zone is judged on every US clock, a zone without a state too.
 */
import quietHours from './data/quiet-hours.json' with { type: 'json' };
import regions from './data/regions.json' with { type: 'json' };
import type { GateInput } from './input.ts';
import { isKnownZone } from './zone-clock.ts';

export interface Place {
  /** State whose table row binds, or null when only the federal window does. */
  readonly state: string | null;
  readonly zone: string;
}

export interface Candidates {
  readonly places: readonly Place[];
  /** States named by the candidates, for the rules of one state. */
  readonly states: readonly string[];
  /** True when nothing usable was known and every US zone stands in. */
  readonly assumedEverywhere: boolean;
}

export const US_ZONES: readonly string[] = regions.usZones;

export function resolveCandidates(input: GateInput): Candidates {
  const given = input.recipient.candidates ?? [];
  // The shop that was dialled says little about the caller: never alone, only beside another hint.
  const usable = given.every((candidate) => candidate.source === 'dialled-location') ? [] : given;
  if (usable.length === 0) return { places: everywhere(null), states: [], assumedEverywhere: true };
  const country = input.recipient.country ?? 'US';
  const abroad = /^[A-Z]{2}$/.test(country) && country !== 'US';
  const places = usable.flatMap(({ state, zone }) => placesOf(state ?? null, zone ?? null, abroad));
  const states = usable.flatMap(({ state }) => (state === null || state === undefined ? [] : [state]));
  return { places: unique(places), states: [...new Set(states)].sort(), assumedEverywhere: false };
}

export function isKnownState(state: string): boolean {
  return Object.hasOwn(quietHours.states, state);
}

function placesOf(state: string | null, zone: string | null, abroad: boolean): readonly Place[] {
  const zoneKnown = zone !== null && isKnownZone(zone);
  // Abroad no window of ours binds, but a person's calendar day still follows the clock where they are.
  if (abroad && zoneKnown) return [{ state: null, zone }];
  if (state !== null && isKnownState(state)) return zoneKnown ? [{ state, zone }] : everywhere(state);
  if (state !== null && zoneKnown && regions.foreignPlaces.includes(state)) return [{ state: null, zone }];
  return everywhere(null);
}

function everywhere(state: string | null): readonly Place[] {
  return US_ZONES.map((zone) => ({ state, zone }));
}

/** One of each, in a fixed order: the order of the candidates must change nothing. */
function unique(places: readonly Place[]): readonly Place[] {
  const byName = new Map(places.map((place) => [`${place.state ?? ''} ${place.zone}`, place]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}
