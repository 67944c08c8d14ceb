import { Temporal } from 'temporal-polyfill';

/**
 * Reads the time formats of voice vendors into UTC instants. A date outside the years 2000 to 2099 is no date of a call:
 * it would drag an attempt across decades, so it is refused rather than passed on.
 */
export interface ReadInstant {
  readonly at: string;
  readonly precision: 'ms' | 's' | 'min';
}

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** RFC 3339 or ISO 8601 with `Z` or an offset: with or without its colon, or of hours alone as PostgreSQL writes it. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?\s*(Z|[+-]\d\d(?::?\d\d)?)$/i;
/** RFC 2822, as Twilio writes it: `Fri, 20 Nov 2026 18:42:11 +0000`. */
const RFC_2822 =
  /^(?:[A-Z][a-z]{2},\s*)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (GMT|UTC|Z|[+-]\d{4})$/;
/** `2026-11-20 18:42:11` without a zone; the caller says that it is UTC. */
const BARE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?$/;
/** The same, where the zone is known from elsewhere; also with slashes and without seconds. */
const LOCAL = /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?$/;
const EPOCH = /^(\d{9,16})(\.\d{1,9})?$/;

export function readIso(text: string): ReadInstant | null {
  const match = ISO.exec(text.trim());
  if (match === null) return null;
  const [, date = '', minutes = '', seconds, fraction, zone = ''] = match;
  const offset =
    zone.toUpperCase() === 'Z'
      ? 'Z'
      : zone.includes(':')
        ? zone
        : `${zone.slice(0, 3)}:${zone.slice(3).padEnd(2, '0')}`;
  const precision = fraction !== undefined ? 'ms' : seconds !== undefined ? 's' : 'min';
  return instant(`${date}T${minutes}${seconds ?? ':00'}${fraction ?? ''}${offset}`, date, precision);
}

export function readRfc2822(text: string): ReadInstant | null {
  const match = RFC_2822.exec(text.trim());
  if (match === null) return null;
  const [, day = '', month = '', year = '', time = '', zone = ''] = match;
  const index = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].indexOf(
    month,
  );
  if (index === -1) return null;
  const date = `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : 'Z';
  return instant(`${date}T${time}${offset}`, date, 's');
}

export function readBareUtc(text: string): ReadInstant | null {
  const match = BARE.exec(text.trim());
  if (match === null) return null;
  const [, date = '', time = '', fraction = ''] = match;
  return instant(`${date}T${time}${fraction}Z`, date, fraction === '' ? 's' : 'ms');
}

/**
 * A clock on a wall: no zone in the text, so the caller names it. `2026-11-20 13:42:11`, with T, with slashes, without
 * seconds or with a fraction. The hour that comes twice in autumn is read as its first coming, as PBXs write it.
 */
export function readLocal(text: string, zone: string): ReadInstant | null {
  const match = LOCAL.exec(text.trim());
  if (match === null) return null;
  const [, year = '', month = '', day = '', minutes = '', seconds, fraction] = match;
  const date = `${year}-${month}-${day}`;
  const precision = fraction !== undefined ? 'ms' : seconds !== undefined ? 's' : 'min';
  try {
    const wall = Temporal.PlainDateTime.from(`${date}T${minutes}${seconds ?? ':00'}${fraction ?? ''}`);
    const ms = wall.toZonedDateTime(zone).epochMilliseconds;
    return instant(new Date(ms).toISOString(), date, precision);
  } catch {
    return null;
  }
}

/** Seconds, milliseconds or microseconds since 1970, told apart by their size; seconds may have a fraction. */
export function readEpoch(value: unknown): ReadInstant | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return null;
  const match = EPOCH.exec(String(value).trim());
  if (match === null) return null;
  const [, whole = '', fraction] = match;
  const size = whole.length <= 10 ? 1000 : whole.length <= 13 ? 1 : 0.001;
  const ms = Math.floor((Number(whole) + Number(`0${fraction ?? ''}`)) * size);
  if (ms < EARLIEST || ms >= LATEST) return null;
  const precision = size === 1000 && fraction === undefined ? 's' : 'ms';
  return { at: format(ms, precision), precision };
}

/** Moves an instant by seconds, keeping its form. */
export function shift(at: string, seconds: number): string {
  return format(Date.parse(at) + Math.round(seconds * 1000), at.includes('.') ? 'ms' : 's');
}

/** Seconds from one instant to the next; null when either is missing, when they are out of order or over a day apart. */
export function secondsBetween(from: ReadInstant | null, to: ReadInstant | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to.at) - Date.parse(from.at)) / 1000;
  return seconds >= 0 && seconds <= 86_400 ? seconds : null;
}

function instant(iso: string, date: string, precision: ReadInstant['precision']): ReadInstant | null {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms) || ms < EARLIEST || ms >= LATEST) return null;
  // JavaScript rolls 31 February over into March; a vendor that says so means nothing we can trust.
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return null;
  return { at: format(ms, precision), precision };
}

function format(ms: number, precision: ReadInstant['precision']): string {
  const text = new Date(ms).toISOString();
  return precision === 'ms' ? text : text.replace(/\.\d{3}Z$/, 'Z');
}
