/**
 * When several places are open at once, and when that next happens.
 *
 * A place is a clock (IANA zone) and a function that names the open windows of each local day. Windows are half-open
 * [open, close) on the wall clock. The search cuts time into the spans in which a zone keeps one offset, turns each
 * day's windows into instants by arithmetic, and intersects the places: no stepping, and right across DST.
 */
import { DAY_MS } from '../model/days.ts';
import { MINUTE_MS, localTime, offsetSpanAt } from './zone-clock.ts';

/** Minutes after local midnight: [open, close). */
export type MinuteWindow = readonly [open: number, close: number];
export type DayWindows = readonly MinuteWindow[];

export interface OpeningHours {
  readonly zone: string;
  readonly windowsOn: (day: number) => DayWindows;
}

export function isOpen(hours: OpeningHours, instant: number): boolean {
  const { day, sinceMidnight } = localTime(hours.zone, instant);
  return hours
    .windowsOn(day)
    .some(([open, close]) => sinceMidnight >= open * MINUTE_MS && sinceMidnight < close * MINUTE_MS);
}

export function allOpen(places: readonly OpeningHours[], instant: number): boolean {
  return places.every((hours) => isOpen(hours, instant));
}

/** Smallest instant in [from, limit] at which every place is open, or null. */
export function nextCommonOpening(
  places: readonly OpeningHours[],
  from: number,
  limit: number,
): number | null {
  if (from > limit) return null;
  if (allOpen(places, from)) return from;
  const [first, ...others] = places.map((hours) => openSpans(hours, from, limit));
  if (first === undefined) return from;
  const common = others.reduce(intersect, first);
  const span = common[0];
  return span === undefined ? null : span[0];
}

export function intersectWindows(a: DayWindows, b: DayWindows): DayWindows {
  return intersect(a, b);
}

type Span = readonly [from: number, to: number];

/** Open spans within [from, limit], sorted and disjoint. The limit itself counts as an instant, hence the extra millisecond. */
function openSpans(hours: OpeningHours, from: number, limit: number): readonly Span[] {
  const spans: Span[] = [];
  for (let at = from; at <= limit;) {
    const { to, offset } = offsetSpanAt(hours.zone, at);
    const end = Math.min(to, limit + 1);
    const lastDay = Math.floor((end - 1 + offset) / DAY_MS);
    for (let day = Math.floor((at + offset) / DAY_MS); day <= lastDay; day += 1) {
      const midnight = day * DAY_MS - offset;
      for (const [open, close] of hours.windowsOn(day)) {
        const span: Span = [
          Math.max(at, midnight + open * MINUTE_MS),
          Math.min(end, midnight + close * MINUTE_MS),
        ];
        if (span[0] < span[1]) spans.push(span);
      }
    }
    at = end;
  }
  return spans;
}

function intersect(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  const common: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) break;
    const from = Math.max(left[0], right[0]);
    const to = Math.min(left[1], right[1]);
    if (from < to) common.push([from, to]);
    if (left[1] < right[1]) i += 1;
    else j += 1;
  }
  return common;
}
