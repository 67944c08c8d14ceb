/**
 * Legal holidays on which a state forbids sales contacts (catalogue 3.4 "Day type", 6.6).
 *
 * A holiday with a fixed date that falls on a weekend counts on the date and on the observed day (5 U.S.C. 6103:
 * Saturday -> Friday before, Sunday -> Monday after), so New Year's Day on a Saturday also closes 31 December.
 * Days a governor proclaims have no rule; a rule-pack update adds them to `proclaimed` in the table.
 */
import table from './data/holidays.json' with { type: 'json' };
import { dayNumber, weekdayOf, yearOf } from './zone-clock.ts';

type HolidayRule =
  | { readonly id: string; readonly kind: 'fixed'; readonly month: number; readonly day: number }
  | {
      readonly id: string;
      readonly kind: 'nth-weekday';
      readonly nth: number;
      readonly weekday: number;
      readonly month: number;
    }
  | { readonly id: string; readonly kind: 'last-weekday'; readonly weekday: number; readonly month: number }
  | { readonly id: string; readonly kind: 'before-easter'; readonly days: number }
  | { readonly id: string; readonly kind: 'election-day'; readonly evenYearsOnly: boolean }
  | { readonly id: string; readonly kind: 'day-after-thanksgiving' };

interface HolidaySet {
  readonly includeFederal: boolean;
  readonly days: readonly HolidayRule[];
  readonly proclaimed: readonly string[];
}

/** Name of the holiday of this set on a local day, or null. */
export function holidayOn(setName: string, day: number): string | null {
  const key = `${setName} ${yearOf(day)}`;
  let days = remembered.get(key);
  if (days === undefined) {
    days = holidaysOfYear(setName, yearOf(day));
    if (remembered.size > 500) remembered.clear();
    remembered.set(key, days);
  }
  return days.get(day) ?? null;
}

const sets = table.sets as unknown as Readonly<Record<string, HolidaySet>>;
const remembered = new Map<string, ReadonlyMap<number, string>>();
const [SUNDAY, MONDAY, TUESDAY, THURSDAY, SATURDAY] = [0, 1, 2, 4, 6] as const;

function holidaysOfYear(setName: string, year: number): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  const set = sets[setName];
  if (set === undefined) return days;
  const rules = [...(set.includeFederal ? (sets['US-federal']?.days ?? []) : []), ...set.days];
  // The neighbours matter at the edges: the observed day of 1 January may be 31 December.
  for (const source of [year - 1, year, year + 1]) {
    for (const rule of rules) {
      for (const day of daysOf(rule, source)) if (yearOf(day) === year) days.set(day, rule.id);
    }
  }
  for (const date of set.proclaimed) {
    const [y = 0, m = 1, d = 1] = date.split('-').map(Number);
    if (y === year) days.set(dayNumber(y, m, d), 'proclaimed');
  }
  return days;
}

function daysOf(rule: HolidayRule, year: number): readonly number[] {
  switch (rule.kind) {
    case 'fixed': {
      const date = dayNumber(year, rule.month, rule.day);
      const weekday = weekdayOf(date);
      return weekday === SATURDAY ? [date, date - 1] : weekday === SUNDAY ? [date, date + 1] : [date];
    }
    case 'nth-weekday':
      return [nthWeekday(year, rule.month, rule.weekday, rule.nth)];
    case 'last-weekday': {
      const last = dayNumber(year, rule.month + 1, 0);
      return [last - ((weekdayOf(last) - rule.weekday + 7) % 7)];
    }
    case 'before-easter':
      return [easterSunday(year) - rule.days];
    case 'election-day':
      // The Tuesday after the first Monday of November.
      return rule.evenYearsOnly && year % 2 !== 0
        ? []
        : [nthWeekday(year, 11, MONDAY, 1) + (TUESDAY - MONDAY)];
    case 'day-after-thanksgiving':
      return [nthWeekday(year, 11, THURSDAY, 4) + 1];
  }
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7;
}

/** Gregorian Easter by the anonymous (Meeus) algorithm. */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const shift =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * shift) / 451);
  const march = epact + shift - 7 * late + 114;
  return dayNumber(year, Math.floor(march / 31), (march % 31) + 1);
}
