/**
 * From what a caller said about time to a real slot: the one they mean, a few to choose from, or the nearest there are.
 * Only slots that exist are ever returned.
 */
import { onTheWall } from '../compose/wording.ts';
import type { Slot } from '../book/availability.ts';
import { isWish, namesTime, type TimeWish } from './time-wish.ts';

export type SlotChoice =
  | { readonly kind: 'chosen'; readonly slot: Slot }
  /** Several fit: the caller chooses. `asked` is false when these are simply the next ones. */
  | { readonly kind: 'offer'; readonly slots: readonly Slot[]; readonly exact: boolean }
  /** Nothing fits; the nearest that exist, possibly none. */
  | { readonly kind: 'none-fits'; readonly nearest: readonly Slot[] }
  | { readonly kind: 'unclear' };

const OFFERED = 3;

export function chooseSlot(
  wish: TimeWish,
  offered: readonly Slot[],
  all: readonly Slot[],
  zone: string,
  agrees: boolean,
): SlotChoice {
  const byList = placeInList(wish, offered, all, zone);
  if (byList !== null) return byList;
  if (wish.others) {
    const seen = new Set(offered.map((slot) => slot.key));
    const rest = all.filter((slot) => !seen.has(slot.key) && (!namesTime(wish) || fits(slot, wish, zone)));
    return rest.length === 0
      ? { kind: 'none-fits', nearest: [] }
      : { kind: 'offer', slots: spread(rest, zone), exact: false };
  }
  if (namesTime(wish)) return byTime(wish, offered, all, zone);
  if (wish.soonest || wish.any) {
    const first = offered[0];
    if (first !== undefined) return { kind: 'chosen', slot: first };
    return all.length === 0
      ? { kind: 'none-fits', nearest: [] }
      : { kind: 'offer', slots: spread(all, zone), exact: false };
  }
  const [only, ...more] = offered;
  if (agrees && only !== undefined)
    return more.length === 0 ? { kind: 'chosen', slot: only } : { kind: 'unclear' };
  return isWish(wish) ? { kind: 'unclear' } : { kind: 'offer', slots: spread(all, zone), exact: false };
}

/** "The first one", "2", "10 works": a place in the list just offered, or one of its hours. */
function placeInList(
  wish: TimeWish,
  offered: readonly Slot[],
  all: readonly Slot[],
  zone: string,
): SlotChoice | null {
  if (offered.length === 0) return null;
  if (wish.ordinal !== null) {
    const slot = wish.ordinal === -1 ? offered.at(-1) : offered[wish.ordinal - 1];
    return slot === undefined ? { kind: 'unclear' } : { kind: 'chosen', slot };
  }
  const { bare } = wish;
  if (bare === null) return null;
  const byHour = offered.filter(
    (slot) => Math.floor(onTheWall(slot.startAt, zone).minutes / 60) % 12 === bare % 12,
  );
  const byPlace = offered[bare - 1];
  const meant = [...new Set([...byHour, ...(byPlace === undefined ? [] : [byPlace])])];
  const [only, ...more] = meant;
  if (only !== undefined && more.length === 0) return { kind: 'chosen', slot: only };
  if (only !== undefined) return { kind: 'offer', slots: meant.slice(0, OFFERED), exact: true };
  // Not in the list: an hour on one of the days that were offered.
  const dates = [...new Set(offered.map((slot) => onTheWall(slot.startAt, zone).date))];
  const choice = byTime({ ...wish, bare: null, at: bare * 60, halfDay: true, dates }, offered, all, zone);
  return choice.kind === 'none-fits' ? null : choice;
}

function byTime(wish: TimeWish, offered: readonly Slot[], all: readonly Slot[], zone: string): SlotChoice {
  const among = offered.filter((slot) => fits(slot, wish, zone));
  const [only, ...more] = among;
  if (only !== undefined && more.length === 0) return { kind: 'chosen', slot: only };
  if (only !== undefined && (wish.any || wish.soonest)) return { kind: 'chosen', slot: only };
  if (only !== undefined) return { kind: 'offer', slots: among.slice(0, OFFERED), exact: true };
  const fitting = all.filter((slot) => fits(slot, wish, zone));
  if (wish.at !== null) {
    // A day and a clock time that is free: the caller has already chosen. Without a day, the same time on several days.
    const [one, ...others] = sensibleHours(fitting, wish, zone);
    if (
      one !== undefined &&
      (others.length === 0 || (wish.dates !== null && sameDay(others, one, zone) && !wish.halfDay))
    )
      return { kind: 'chosen', slot: one };
    if (one !== undefined && wish.dates?.length === 1) return { kind: 'chosen', slot: one };
    if (one !== undefined) return { kind: 'offer', slots: [one, ...others].slice(0, OFFERED), exact: true };
    return { kind: 'none-fits', nearest: nearest(all, wish, zone) };
  }
  if (fitting.length === 0) return { kind: 'none-fits', nearest: nearest(all, wish, zone) };
  return { kind: 'offer', slots: spread(fitting, zone), exact: true };
}

/** "Thursday at 3" where both exist means the afternoon: people say so when they mean three in the morning. */
function sensibleHours(slots: readonly Slot[], wish: TimeWish, zone: string): readonly Slot[] {
  if (!wish.halfDay) return slots;
  const daytime = slots.filter((slot) => {
    const hour = Math.floor(onTheWall(slot.startAt, zone).minutes / 60);
    return hour >= 7 && hour < 19;
  });
  return daytime.length > 0 ? daytime : slots;
}

function sameDay(slots: readonly Slot[], one: Slot, zone: string): boolean {
  const date = (slot: Slot): string => onTheWall(slot.startAt, zone).date;
  return slots.every((slot) => date(slot) === date(one));
}

export function fits(slot: Slot, wish: TimeWish, zone: string): boolean {
  const { date, minutes } = onTheWall(slot.startAt, zone);
  if (wish.dates !== null && !wish.dates.includes(date)) return false;
  if (wish.from !== null && minutes < wish.from) return false;
  if (wish.to !== null && minutes > wish.to) return false;
  if (wish.at === null) return true;
  return minutes === wish.at || (wish.halfDay && minutes === (wish.at + 720) % 1440);
}

/** The wished day first, then the wished time of day, then whatever comes soonest. */
function nearest(all: readonly Slot[], wish: TimeWish, zone: string): readonly Slot[] {
  const onDay =
    wish.dates === null
      ? []
      : all.filter((slot) => fits(slot, { ...wish, from: null, to: null, at: null }, zone));
  const { at } = wish;
  if (onDay.length > 0 && at !== null) {
    const distance = (slot: Slot): number => {
      const { minutes } = onTheWall(slot.startAt, zone);
      const gap = (to: number): number => Math.abs(minutes - to);
      return wish.halfDay ? Math.min(gap(at), gap((at + 720) % 1440)) : gap(at);
    };
    return [...onDay]
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, OFFERED)
      .sort((a, b) => a.startAt.localeCompare(b.startAt));
  }
  if (onDay.length > 0) return spread(onDay, zone);
  const byTimeOfDay = all.filter((slot) => fits(slot, { ...wish, dates: null }, zone));
  const first = wish.dates?.[0];
  const later =
    first === undefined ? [] : byTimeOfDay.filter((slot) => onTheWall(slot.startAt, zone).date > first);
  return spread(later.length > 0 ? later : byTimeOfDay.length > 0 ? byTimeOfDay : all, zone);
}

/** The soonest, and then times that differ in more than half an hour: a real choice instead of three neighbours. */
export function spread(slots: readonly Slot[], zone: string, count = OFFERED): readonly Slot[] {
  const chosen: Slot[] = [];
  for (const gapMinutes of [180, 60, 0]) {
    for (const slot of slots) {
      if (chosen.length >= count) break;
      if (chosen.includes(slot)) continue;
      const perDay = chosen.filter((other) => sameDay([other], slot, zone)).length;
      if (gapMinutes > 0 && perDay >= 2) continue;
      if (
        chosen.every(
          (other) => Math.abs(Date.parse(other.startAt) - Date.parse(slot.startAt)) >= gapMinutes * 60_000,
        )
      )
        chosen.push(slot);
    }
  }
  return chosen.sort((a, b) => a.startAt.localeCompare(b.startAt));
}
