/**
 * Twenty years, every state row, every zone it lies in: no window is open that the table closes, and `until` is always
 * the first open instant. If this fails, a text goes out on a Sunday or a holiday nobody tried, or an hour off after a
 * change of the clocks.
 *
 * Every minute is covered in two halves that meet: the windows of every local day against the table and a calendar of our
 * own, minute for minute; and the clock that maps instants to local days against Intl, on every day and around every
 * change. The third part walks minute by minute from random instants.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import table from './data/quiet-hours.json' with { type: 'json' };
import { US_ZONES, type Place } from './candidate-places.ts';
import { nextCommonOpening } from './open-windows.ts';
import { zonesOfState } from './places.ts';
import { bindingFor, openingHours, stateHours, type Contact } from './quiet-hours.ts';
import { localTime, weekdayOf } from './zone-clock.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1) / DAY;
const LAST = Date.UTC(2046, 0, 1) / DAY;

type Window = readonly [string, string];
interface Week {
  readonly mf: readonly Window[];
  readonly sat: readonly Window[];
  readonly sun: readonly Window[];
  readonly hol: readonly Window[] | null;
}
interface Row {
  readonly windows: Week;
  readonly holidaySet: string | null;
  readonly responsiveExempt: boolean;
  readonly recordedVoiceWindow: (Week & { readonly holidaySet: string | null }) | null;
}
const rows = table.states as unknown as Readonly<Record<string, Row>>;

const CONTACTS: readonly Contact[] = [
  contact('sms.nudge', true),
  contact('sms.textback.first', true),
  contact('sms.textback.first', false),
  contact('sms.reminder', false),
  contact('call.ai-voice', true),
];

it('the windows of every day of twenty years are those of the table', () => {
  for (const [state, row] of Object.entries(rows)) {
    for (const one of CONTACTS) {
      const [hours] = stateHours({ state, zone: 'America/Denver' }, bindingFor(one));
      if (hours === undefined) throw new Error(`${state} has no hours`);
      for (let day = FIRST; day < LAST; day += 1) {
        const wanted = expectedMinutes(row, day, one);
        const given = hours.windowsOn(day);
        if (!sameWindows(given, wanted))
          expect({ state, kind: one.kind, day: iso(day), given }).toEqual({ wanted });
      }
    }
  }
});

it('the wall clock is right on every day of twenty years, and in every hour around a change', () => {
  const zones = new Set([...US_ZONES, ...Object.keys(rows).flatMap((state) => zonesOfState(state))]);
  for (const zone of zones) {
    let before = 0;
    for (let day = FIRST; day < LAST; day += 1) {
      const offset = offsetOf(zone, day * DAY);
      const changes = offset !== before;
      before = offset;
      const hours = changes ? Array.from({ length: 48 }, (_, hour) => hour - 24) : [0];
      for (const hour of hours) {
        const at = day * DAY + hour * 3_600_000;
        const { day: local, sinceMidnight } = localTime(zone, at);
        const shown = at + offsetOf(zone, at);
        if (local !== Math.floor(shown / DAY) || sinceMidnight !== shown - local * DAY)
          expect({ zone, at: new Date(at).toISOString() }).toBe('the same wall clock');
      }
    }
  }
});

it('`until` is the first open instant, wherever one looks from', () => {
  const pairs = Object.keys(rows).flatMap((state) =>
    zonesOfState(state).map((zone): Place => ({ state, zone })),
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pairs), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...CONTACTS),
      fc.integer({ min: FIRST * 1440, max: (LAST - 11) * 1440 }),
      (places, one, minute) => {
        const now = minute * 60_000;
        const found = nextCommonOpening(openingHours(places, bindingFor(one)), now, now + 240 * 3_600_000);
        let walked: number | null = null;
        for (let at = now; at <= now + 240 * 3_600_000 && walked === null; at += 60_000)
          if (places.every((place) => isOpenByTable(place, one, at))) walked = at;
        expect(found).toBe(walked);
      },
    ),
    { numRuns: 150 },
  );
});

function contact(kind: string, noticed: boolean): Contact {
  return { kind, category: 'textback', solicitation: false, noticed, minutesSinceInbound: undefined };
}

/** The table read naively: day type, ban, what lifts it, the machine-voice window. */
function expectedMinutes(row: Row, day: number, one: Contact): readonly (readonly [number, number])[] {
  const today = typed(row.windows, row.holidaySet, day);
  const federal = [['08:00', '21:00']] as const;
  let windows: readonly Window[] = today;
  if (today.length === 0 && one.kind === 'sms.reminder') windows = federal;
  if (today.length === 0 && one.kind === 'sms.textback.first' && one.noticed && row.responsiveExempt)
    windows = overlap(federal, row.windows.mf);
  const voice = one.kind === 'call.ai-voice' ? row.recordedVoiceWindow : null;
  if (voice !== null) windows = overlap(windows, typed(voice, voice.holidaySet, day));
  return windows.map(([open, close]) => [minutes(open), minutes(close)] as const);
}

function typed(week: Week, holidaySet: string | null, day: number): readonly Window[] {
  if (holidaySet !== null && week.hol !== null && holidays(holidaySet).has(iso(day))) return week.hol;
  const weekday = weekdayOf(day);
  return weekday === 0 ? week.sun : weekday === 6 ? week.sat : week.mf;
}

function overlap(a: readonly Window[], b: readonly Window[]): readonly Window[] {
  return a.flatMap(([from, to]) =>
    b.flatMap(([open, close]): readonly Window[] => {
      const span = [from > open ? from : open, to < close ? to : close] as const;
      return span[0] < span[1] ? [span] : [];
    }),
  );
}

function isOpenByTable(place: Place, one: Contact, at: number): boolean {
  const shown = at + cachedOffset(place.zone, at);
  const clock = Math.floor(shown / 60_000) % 1440;
  if (clock < 480 || clock >= 1260) return false;
  const zone = place.state === 'MS' ? 'America/Chicago' : place.zone;
  const there = at + cachedOffset(zone, at);
  const row = rows[place.state ?? ''];
  if (row === undefined) return true;
  const minute = Math.floor(there / 60_000) % 1440;
  return expectedMinutes(row, Math.floor(there / DAY), one).some(
    ([open, close]) => minute >= open && minute < close,
  );
}

/** A calendar of our own: every day of twenty years asked whether it is one. */
const known = new Map<string, ReadonlySet<string>>();
function holidays(set: string): ReadonlySet<string> {
  let days = known.get(set);
  if (days !== undefined) return days;
  const found = new Set<string>();
  for (let day = FIRST - 3; day < LAST + 3; day += 1) {
    if (!isHoliday(set, day)) continue;
    found.add(iso(day));
    if (!FIXED.has(`${set} ${iso(day).slice(5)}`) && !FIXED.has(`US-federal ${iso(day).slice(5)}`)) continue;
    if (weekdayOf(day) === 6) found.add(iso(day - 1));
    if (weekdayOf(day) === 0) found.add(iso(day + 1));
  }
  known.set(set, (days = found));
  return days;
}

const FIXED = new Set([
  ...['01-01', '06-19', '07-04', '11-11', '12-25'].map((day) => `US-federal ${day}`),
  'AL 12-01',
  'PA 06-14',
  'RI 05-04',
  'UT 07-24',
]);

function isHoliday(set: string, day: number): boolean {
  const [, month = '', date = ''] = iso(day).split('-');
  const nth = Math.ceil(Number(date) / 7);
  const weekday = weekdayOf(day);
  const lastMonday = weekday === 1 && iso(day + 7).slice(5, 7) !== month;
  const beforeEaster = easter(Number(iso(day).slice(0, 4))) - day;
  const evenYear = Number(iso(day).slice(0, 4)) % 2 === 0;
  const electionDay = weekday === 2 && month === '11' && Number(date) >= 2 && Number(date) <= 8;
  if (FIXED.has(`US-federal ${month}-${date}`) || FIXED.has(`${set} ${month}-${date}`)) return true;
  if (weekday === 1 && ['01 3', '02 3', '09 1', '10 2'].includes(`${month} ${nth}`)) return true;
  if ((month === '05' && lastMonday) || (weekday === 4 && month === '11' && nth === 4)) return true;
  switch (set) {
    case 'AL':
      return beforeEaster === 47 || (weekday === 1 && ['04 4', '06 1'].includes(`${month} ${nth}`));
    case 'LA':
      return (
        beforeEaster === 47 ||
        beforeEaster === 2 ||
        (weekday === 5 && month === '11' && Number(date) >= 23 && Number(date) <= 29) ||
        (electionDay && evenYear)
      );
    case 'PA':
      return beforeEaster === 2 || electionDay;
    case 'RI':
      return (weekday === 1 && `${month} ${nth}` === '08 2') || (electionDay && evenYear);
    default:
      return false;
  }
}

/** Gauss, in the form of Meeus. */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const p = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(p / 31) - 1, (p % 31) + 1) / DAY;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function offsetOf(zone: string, at: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  const [date = '', time = ''] = format.format(at).split(', ');
  return Date.parse(`${date}T${time}:00Z`) - at;
}

const offsets = new Map<string, number>();
function cachedOffset(zone: string, at: number): number {
  const hour = Math.floor(at / 3_600_000);
  const key = `${zone} ${hour}`;
  let offset = offsets.get(key);
  if (offset === undefined) offsets.set(key, (offset = offsetOf(zone, hour * 3_600_000)));
  return offset;
}

function sameWindows(
  a: readonly (readonly [number, number])[],
  b: readonly (readonly [number, number])[],
): boolean {
  return a.length === b.length && a.every((one, index) => one[0] === b[index]?.[0] && one[1] === b[index][1]);
}

function iso(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
