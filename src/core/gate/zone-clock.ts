/**
 * Wall clocks: what a clock on the wall in an IANA zone shows at an instant, exactly, across daylight-saving changes.
 *
 * Everything is whole milliseconds and day numbers (days since 1970-01-01 of the local calendar), so that the search
 * for an opening is arithmetic. Offsets and their changes come from tzdata through Temporal and are remembered per zone,
 * because one decision asks for the same few hours many times.
 */
import { Temporal } from 'temporal-polyfill';
import { DAY_MS } from '../model/days.ts';

export const MINUTE_MS = 60_000;

/** A stretch of time [from, to) in which a zone keeps one offset from UTC. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Version of the time-zone database this runtime decides with; every decision records it. */
export const TZDATA_VERSION: string = process.versions['tz'] ?? 'unknown';

export function isKnownZone(zone: string): boolean {
  const remembered = zoneIsKnown.get(zone);
  if (remembered !== undefined) return remembered;
  const answer = /^[A-Za-z]/.test(zone) && tryZone(zone);
  if (zoneIsKnown.size > 2000) zoneIsKnown.clear();
  zoneIsKnown.set(zone, answer);
  return answer;
}

export function offsetSpanAt(zone: string, instant: number): OffsetSpan {
  const spans = spansOf.get(zone) ?? [];
  const remembered = spans.find((span) => span.from <= instant && instant < span.to);
  if (remembered !== undefined) return remembered;
  const span = findSpan(zone, instant);
  spansOf.set(zone, spans.length > 64 ? [span] : [...spans, span]);
  return span;
}

/** Local day number and milliseconds since local midnight. */
export function localTime(
  zone: string,
  instant: number,
): { readonly day: number; readonly sinceMidnight: number } {
  const local = instant + offsetSpanAt(zone, instant).offset;
  const day = Math.floor(local / DAY_MS);
  return { day, sinceMidnight: local - day * DAY_MS };
}

/** First instant at which the zone's calendar shows a day later than `day`. */
export function firstInstantAfterDay(zone: string, day: number): number {
  let span = offsetSpanAt(zone, (day + 1) * DAY_MS - DAY_MS);
  for (;;) {
    const midnight = (day + 1) * DAY_MS - span.offset;
    if (midnight < span.to) return Math.max(midnight, span.from);
    span = offsetSpanAt(zone, span.to);
  }
}

/** `HH:MM` on the wall, for explanations and evidence. */
export function wallClock(zone: string, instant: number): string {
  const minutes = Math.floor(localTime(zone, instant).sinceMidnight / MINUTE_MS);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** 0 = Sunday; day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function dayNumber(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** RFC 3339 in UTC, whole seconds, rounded up so that it never names an instant before the one meant. */
export function toInstantText(instant: number): string {
  return new Date(Math.ceil(instant / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

const zoneIsKnown = new Map<string, boolean>();
const spansOf = new Map<string, readonly OffsetSpan[]>();

function tryZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

function findSpan(zone: string, instant: number): OffsetSpan {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  // "previous" is strictly before its instant, so ask one millisecond later to count a change at this very instant.
  const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = at.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: at.offsetNanoseconds / 1_000_000,
  };
}
