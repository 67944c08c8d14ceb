/**
 * Times as people at the shop read them: always in the location's zone, with the zone named. No page formats an instant
 * any other way.
 */
import { Temporal } from 'temporal-polyfill';

/** "6:42 PM CST" */
export function clockTime(at: string, zone: string): string {
  return format(zone, { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }, at);
}

/** "6:42:20 PM", for places where the zone stands beside it. */
export function clockSeconds(at: string, zone: string): string {
  return format(zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }, at);
}

/** "6:42 PM" without zone, for calendar rows whose heading names the zone. */
export function bareTime(at: string, zone: string): string {
  return format(zone, { hour: 'numeric', minute: '2-digit' }, at);
}

/** "CST" */
export function zoneName(at: string, zone: string): string {
  const parts = formatter(zone, { timeZoneName: 'short', hour: 'numeric' }).formatToParts(new Date(at));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** "Sat, Nov 21" */
export function shortDate(at: string, zone: string): string {
  return format(zone, { weekday: 'short', month: 'short', day: 'numeric' }, at);
}

/** "Saturday, November 21" */
export function longDate(at: string, zone: string): string {
  return format(zone, { weekday: 'long', month: 'long', day: 'numeric' }, at);
}

/** The day only when it is not today: "6:42 PM CST", "Yesterday, 6:42 PM CST", "Tue, Nov 17, 6:42 PM CST". */
export function moment(at: string, zone: string, now: string): string {
  const day = dayOf(at, zone);
  const today = dayOf(now, zone);
  const time = clockTime(at, zone);
  if (day === today) return time;
  const difference = Temporal.PlainDate.from(today).since(day).days;
  if (difference === 1) return `Yesterday, ${time}`;
  if (difference === -1) return `Tomorrow, ${time}`;
  const withYear = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  return `${format(zone, { weekday: 'short', month: 'short', day: 'numeric', ...withYear }, at)}, ${time}`;
}

/** Everything, for tooltips and evidence: "Sat, Nov 21, 2026, 6:42:20 PM CST". */
export function fullMoment(at: string, zone: string): string {
  return format(
    zone,
    {
      weekday: 'short',
      month: 'short',
      day: 'numeric',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    },
    at,
  );
}

/** "just now", "3 min ago", "2 h ago", "in 5 min", "4 days ago" */
export function ago(at: string, now: string): string {
  const seconds = Math.round((Date.parse(now) - Date.parse(at)) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return seconds >= 0 ? 'just now' : 'in a moment';
  const text =
    size < 5400
      ? `${Math.round(size / 60)} min`
      : size < 129_600
        ? `${Math.round(size / 3600)} h`
        : `${Math.round(size / 86_400)} days`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

/** "24 s", "3 min 5 s", "1 h 2 min" */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600)
    return whole % 60 === 0
      ? `${Math.floor(whole / 60)} min`
      : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Calendar day of an instant in a zone: `2026-11-21`. */
export function dayOf(at: string, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** First instant of a calendar day in a zone. */
export function startOfDay(day: string, zone: string): string {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Monday of the week of a day. */
export function weekStart(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/** Minutes after midnight on the wall clock of a zone. */
export function minutesOfDay(at: string, zone: string): number {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  return local.hour * 60 + local.minute;
}

/** A calendar day without any zone: "Sat, Nov 21". */
export function plainDay(day: string, style: 'short' | 'long' = 'short'): string {
  return style === 'short' ? shortDate(`${day}T12:00:00Z`, 'UTC') : longDate(`${day}T12:00:00Z`, 'UTC');
}

/** A time of day on no particular clock, "08:00", as people say it: "8 AM", "9:30 PM". */
export function wallTime(hhmm: string): string {
  const [hour = 0, minute = 0] = hhmm.split(':').map(Number);
  const shown = hour % 12 === 0 ? 12 : hour % 12;
  return `${shown}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}\u00a0${hour < 12 ? 'AM' : 'PM'}`;
}

/** Seconds from now until the next `hour` o'clock tomorrow in a zone. */
export function secondsUntilTomorrow(now: string, zone: string, hour: number): number {
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
  const target = local
    .toPlainDate()
    .add({ days: 1 })
    .toZonedDateTime({ timeZone: zone, plainTime: { hour } });
  return Math.max(1, Math.round(target.since(local).total('seconds')));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options });
    formatters.set(key, found);
  }
  return found;
}

function format(zone: string, options: Intl.DateTimeFormatOptions, at: string): string {
  // Intl puts a narrow no-break space before AM and PM; an ordinary no-break space keeps the same fonts.
  return formatter(zone, options).format(new Date(at)).replaceAll('\u202f', '\u00a0');
}
