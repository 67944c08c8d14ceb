/**
 * When a first text may go to a person, by the strictest hours of all places where they may be. The simulator asks it to
 * offer a shop that can answer now, the load generator to know which texts are due; the Gate itself is asked as always.
 */
import { allOpen, nextCommonOpening, type OpeningHours } from '../core/gate/open-windows.ts';
import { candidatePlaces, type PlaceHints } from '../core/gate/places.ts';
import { SEARCH_MS } from '../core/gate/quiet-facts.ts';
import { bindingFor, openingHours } from '../core/gate/quiet-hours.ts';

/** The next instant at which a text may go there: `now` itself when it may go at once, null when none comes in ten days. */
export function textsFrom(where: PlaceHints, now: Date): Date | null {
  const at = nextCommonOpening(hoursOf(where), now.getTime(), now.getTime() + SEARCH_MS);
  return at === null ? null : new Date(at);
}

/** Now, and until the last text of a long run has gone. */
export function isDay(where: PlaceHints, now: Date): boolean {
  const hours = hoursOf(where);
  return allOpen(hours, now.getTime()) && allOpen(hours, now.getTime() + WHILE_MS);
}

const WHILE_MS = 15 * 60_000;

function hoursOf(where: PlaceHints): readonly OpeningHours[] {
  return openingHours(candidatePlaces(where), STRICTEST);
}

const STRICTEST = bindingFor({
  kind: 'sms.textback.first',
  category: undefined,
  solicitation: false,
  noticed: false,
  minutesSinceInbound: undefined,
});
