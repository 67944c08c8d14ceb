/**
 * Frequency caps: how many automated contacts a number got lately, and when one more becomes possible (catalogue 3.2
 * "Rolling 24 h", `caller-fatigue`).
 *
 * An entry exactly 24 h old has left. An entry dated after now is a clock that runs ahead somewhere; it counts, because
 * the text it stands for was sent.
 */
import { firstInstantAfterDay, localTime } from './zone-clock.ts';

const HOUR_MS = 3_600_000;

/** When the cap of `limit` per rolling 24 h opens again, or null while fewer than `limit` are inside. */
export function capOpensAt(sent: readonly number[], limit: number, now: number): number | null {
  const inside = sent.filter((at) => at > now - 24 * HOUR_MS).sort((a, b) => b - a);
  const blocking = inside[limit - 1];
  return blocking === undefined ? null : blocking + 24 * HOUR_MS;
}

export function newestOf(sent: readonly number[]): number | null {
  return sent.length === 0 ? null : sent.reduce((a, b) => Math.max(a, b));
}

/** Three hours after the newest contact, or null when they have passed. */
export function spacingOpensAt(newest: number | null, now: number): number | null {
  if (newest === null) return null;
  const opens = newest + 3 * HOUR_MS;
  return opens > now ? opens : null;
}

/**
 * At most one nudge per calendar day of the recipient: null when every zone already shows a later day than the newest
 * contact, else the first instant at which they all do.
 */
export function nextLocalDayAt(newest: number | null, zones: readonly string[], now: number): number | null {
  if (newest === null) return null;
  const sameDay = zones.filter((zone) => localTime(zone, now).day <= localTime(zone, newest).day);
  if (sameDay.length === 0) return null;
  return Math.max(...zones.map((zone) => firstInstantAfterDay(zone, localTime(zone, newest).day)));
}
