/**
 * How times, days, money and opening hours are said to a caller. One renderer for every text, page and calendar file,
 * always in the zone of the location: an in-person visit happens where the shop is, not where the caller travels.
 * Plain ASCII on purpose: the narrow space that Intl puts before AM and PM would make every text Unicode, half as long.
 */
import { Temporal } from 'temporal-polyfill';
import { localTime, MINUTE_MS } from '../gate/zone-clock.ts';
import { DAY_MS } from '../model/days.ts';
import type { LocationConfig, WeeklyHours } from '../model/organisation.ts';
import { WEEKDAYS } from '../model/organisation.ts';
import type { Money } from '../model/primitives.ts';

export type OpeningHours = Pick<LocationConfig, 'hours' | 'exceptions'>;
type HoursRange = WeeklyHours['mon'][number];

export const DAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export const DAY_NAMES_ES = [
  'lunes',
  'martes',
  'miercoles',
  'jueves',
  'viernes',
  'sabado',
  'domingo',
] as const;
export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

export const MONTHS_ES = [
  'ene',
  'feb',
  'mar',
  'abr',
  'may',
  'jun',
  'jul',
  'ago',
  'sep',
  'oct',
  'nov',
  'dic',
] as const;

/** Local date and minutes since midnight: the quick way where hundreds of slots are looked at. */
export function onTheWall(
  instant: string,
  zone: string,
): { readonly date: string; readonly minutes: number } {
  const { day, sinceMidnight } = localTime(zone, Date.parse(instant));
  return {
    date: new Date(day * DAY_MS).toISOString().slice(0, 10),
    minutes: Math.floor(sinceMidnight / MINUTE_MS),
  };
}

export function zoned(instant: string, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
}

/** `10:00 AM` */
export function sayTime(instant: string, zone: string): string {
  const local = zoned(instant, zone);
  return clock(local.hour, local.minute);
}

/**
 * `Thursday 10:00 AM` within a week of `now` ("today", "tomorrow" for the nearest days), else `Thu, Dec 3 at 10:00 AM`.
 * In Spanish `jueves 10:00 AM` and `jueves 3 de dic, 10:00 AM`.
 */
export function saySlot(instant: string, zone: string, now: string, spanish = false): string {
  const local = zoned(instant, zone);
  const days = daysBetween(now, instant, zone);
  const time = clock(local.hour, local.minute);
  const day = dayName(local, spanish);
  if (days === 0) return `${spanish ? 'hoy' : 'today'} ${time}`;
  if (days === 1) return `${spanish ? 'mañana' : 'tomorrow'} (${day}) ${time}`;
  if (days > 1 && days < 7) return `${day} ${time}`;
  if (spanish) return `${day} ${dayOfMonthEs(local)}, ${time}`;
  return `${day.slice(0, 3)}, ${MONTHS[local.month - 1] ?? ''} ${local.day} at ${time}`;
}

/** `Thursday, Nov 26 at 10:00 AM`: unmistakable, for confirmations and reminders. */
export function sayDateTime(instant: string, zone: string, spanish = false): string {
  const local = zoned(instant, zone);
  const time = clock(local.hour, local.minute);
  if (spanish) return `${dayName(local, true)} ${dayOfMonthEs(local)}, ${time}`;
  return `${dayName(local)}, ${MONTHS[local.month - 1] ?? ''} ${local.day} at ${time}`;
}

export function dayName(date: Temporal.PlainDate | Temporal.ZonedDateTime, spanish = false): string {
  return (spanish ? DAY_NAMES_ES : DAY_NAMES)[date.dayOfWeek - 1] ?? '';
}

/** `26 de nov` */
function dayOfMonthEs(date: { readonly day: number; readonly month: number }): string {
  return `${date.day} de ${MONTHS_ES[date.month - 1] ?? ''}`;
}

/** Calendar days from `from` to `to` on the wall of the zone. */
export function daysBetween(from: string, to: string, zone: string): number {
  return zoned(from, zone).toPlainDate().until(zoned(to, zone).toPlainDate()).days;
}

/** `9 AM`, `12:30 PM`, from `HH:MM`. */
export function sayClock(hhmm: string, spanish = false): string {
  const [hour = 0, minute = 0] = hhmm.split(':').map(Number);
  if (hour === 24) return spanish ? 'medianoche' : 'midnight';
  return minute === 0 ? clock(hour, minute).replace(':00', '') : clock(hour, minute);
}

function clock(hour: number, minute: number): string {
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return `${twelve}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `$149`, `$149.50`; another currency is named by its code. */
export function sayMoney(money: Money): string {
  const amount = money.minor / 100;
  const text = Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
  return money.currency === 'USD' ? `$${text}` : `${text} ${money.currency}`;
}

/** The opening hours of one local date: an exception replaces the weekly hours of its day. */
export function hoursOn(opening: OpeningHours, date: Temporal.PlainDate): readonly HoursRange[] {
  const exception = opening.exceptions.find((each) => each.date === date.toString());
  if (exception !== undefined) return exception.hours;
  return opening.hours[WEEKDAYS[date.dayOfWeek - 1] ?? 'mon'];
}

export function sayRanges(ranges: readonly HoursRange[], spanish = false): string {
  if (ranges.length === 0) return spanish ? 'cerrado' : 'closed';
  return ranges
    .map((range) => `${sayClock(range.open, spanish)}-${sayClock(range.close, spanish)}`)
    .join(spanish ? ' y ' : ' and ');
}

/** `open 9 AM-2 PM`, `closed`: the hours of one day inside a sentence. */
export function sayOpenOn(ranges: readonly HoursRange[], spanish = false): string {
  const open = spanish ? 'abierto' : 'open';
  return ranges.length === 0 ? sayRanges(ranges, spanish) : `${open} ${sayRanges(ranges, spanish)}`;
}

/** `Mon-Fri 9 AM-6 PM, Sat 10 AM-4 PM, Sun closed`; in Spanish `lun-vie 9 AM-6 PM, dom cerrado`. */
export function sayWeek(hours: WeeklyHours, spanish = false): string {
  const groups: { from: number; to: number; text: string }[] = [];
  WEEKDAYS.forEach((day, index) => {
    const text = sayRanges(hours[day], spanish);
    const last = groups.at(-1);
    if (last?.text === text) last.to = index;
    else groups.push({ from: index, to: index, text });
  });
  const short = (index: number): string => ((spanish ? DAY_NAMES_ES : DAY_NAMES)[index] ?? '').slice(0, 3);
  return groups
    .map(({ from, to, text }) => `${from === to ? short(from) : `${short(from)}-${short(to)}`} ${text}`)
    .join(', ');
}

export type OpenState =
  | { readonly open: true; readonly until: string }
  | {
      readonly open: false;
      readonly next: {
        readonly date: Temporal.PlainDate;
        readonly open: string;
        readonly days: number;
      } | null;
    };

/** Whether the shop is open at an instant, until when, or when it opens next (within two weeks). */
export function openState(opening: OpeningHours, zone: string, now: string): OpenState {
  const local = zoned(now, zone);
  const today = local.toPlainDate();
  const minutes = local.hour * 60 + local.minute;
  const current = hoursOn(opening, today).find(
    (range) => toMinutes(range.open) <= minutes && minutes < toMinutes(range.close),
  );
  if (current !== undefined) return { open: true, until: current.close };
  for (let days = 0; days <= 14; days += 1) {
    const date = today.add({ days });
    const next = [...hoursOn(opening, date)]
      .sort((a, b) => toMinutes(a.open) - toMinutes(b.open))
      .find((range) => days > 0 || toMinutes(range.open) > minutes);
    if (next !== undefined) return { open: false, next: { date, open: next.open, days } };
  }
  return { open: false, next: null };
}

/** `open until 6 PM today`, `closed now, open tomorrow at 9 AM`. */
export function sayOpenState(state: OpenState, spanish = false): string {
  if (spanish) return sayOpenStateEs(state);
  if (state.open) return `open until ${sayClock(state.until)} today`;
  if (state.next === null) return 'closed now';
  const { date, open, days } = state.next;
  const day = days === 0 ? 'today' : days === 1 ? 'tomorrow' : dayName(date);
  return `closed now, open ${day} at ${sayClock(open)}`;
}

/** `hoy abierto hasta las 6 PM`, `ahora cerrado, abrimos el lunes a las 9 AM`. */
function sayOpenStateEs(state: OpenState): string {
  if (state.open) return `hoy abierto hasta ${atClockEs(state.until)}`;
  if (state.next === null) return 'ahora cerrado';
  return `ahora cerrado, abrimos ${sayNextOpenEs(state.next)}`;
}

/** `hoy a las 9 AM`, `el lunes a la 1 PM` */
export function sayNextOpenEs(next: {
  readonly date: Temporal.PlainDate;
  readonly open: string;
  readonly days: number;
}): string {
  const day = next.days === 0 ? 'hoy' : next.days === 1 ? 'mañana' : `el ${dayName(next.date, true)}`;
  return `${day} a ${atClockEs(next.open)}`;
}

/** With its article: `las 9 AM`, `la 1 PM`, `la medianoche`. */
export function atClockEs(hhmm: string): string {
  const [hour = 0] = hhmm.split(':').map(Number);
  return `${hour === 24 || hour % 12 === 1 ? 'la' : 'las'} ${sayClock(hhmm, true)}`;
}

export function toMinutes(hhmm: string): number {
  const [hour = 0, minute = 0] = hhmm.split(':').map(Number);
  return hour * 60 + minute;
}

/** `45 minutes`, `2 hours`, `1 hour 30 minutes`; in Spanish `1 hora 30 minutos`. */
export function saySpan(minutes: number, spanish = false): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const [hour, minute] = spanish ? ['hora', 'minuto'] : ['hour', 'minute'];
  const parts = [
    ...(hours === 0 ? [] : [`${hours} ${hour}${hours === 1 ? '' : 's'}`]),
    ...(rest === 0 ? [] : [`${rest} ${minute}${rest === 1 ? '' : 's'}`]),
  ];
  return parts.join(' ');
}
