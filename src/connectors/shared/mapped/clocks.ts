import { readBareUtc, readEpoch, readIso, readLocal, readRfc2822 } from '../time.ts';
import type { ReadInstant } from '../time.ts';

/**
 * Every way of writing a time that operators have met in call data. `auto` tells them apart by their shape; only day and
 * month of `11/12/2026` cannot be told apart, so it reads them as Americans write them unless `day-first` is chosen.
 */
export const TIME_FORMATS = [
  'auto',
  'iso',
  'local',
  'utc',
  'us',
  'day-first',
  'unix-seconds',
  'unix-milliseconds',
  'unix-microseconds',
  'rfc2822',
] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

/** `zone` is that of wall clocks: everything written without an offset. */
export function readTime(value: unknown, format: TimeFormat, zone: string): ReadInstant | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  switch (format) {
    case 'auto':
      return (
        readIso(text) ??
        readEpoch(text) ??
        readRfc2822(text) ??
        readLocal(text, zone) ??
        readLocal(tidied(text, 'month-first') ?? '', zone) ??
        readCompact(text, zone)
      );
    case 'iso':
      return readIso(text) ?? readLocal(text, zone);
    case 'local':
      // A wall clock that carries an offset after all is better believed than read in another zone.
      return (
        readLocal(text, zone) ??
        readLocal(tidied(text, 'month-first') ?? '', zone) ??
        readCompact(text, zone) ??
        readIso(text)
      );
    case 'utc':
      return readBareUtc(text) ?? readIso(text) ?? readLocal(tidied(text, 'month-first') ?? text, 'UTC');
    case 'us':
      return readLocal(tidied(text, 'month-first') ?? '', zone);
    case 'day-first':
      return readLocal(tidied(text, 'day-first') ?? '', zone);
    case 'unix-seconds':
      return scaled(text, 1000);
    case 'unix-milliseconds':
      return scaled(text, 1);
    case 'unix-microseconds':
      return scaled(text, 0.001);
    case 'rfc2822':
      return readRfc2822(text);
  }
}

/** `11/20/2026 1:42:11 PM`, `11-20-26, 13:42`, `2026-11-20 01:42 pm`; the order of day and month is given. */
const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d),?\s+(.+)$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2}),?[T\s]+(.+)$/;
const CLOCK = /^(\d{1,2}):(\d\d)(:\d\d)?(\.\d{1,9})?\s*([ap])?\.?(m)?\.?$/i;

/** The same time as `YYYY-MM-DD HH:MM[:SS]`, or null when it is none of these layouts. */
export function tidied(text: string, order: 'month-first' | 'day-first'): string | null {
  const yearFirst = YEAR_FIRST.exec(text);
  const slashed = yearFirst === null ? SLASHED.exec(text) : null;
  const [, first = '', second = '', third = '', rest = ''] = yearFirst ?? slashed ?? [];
  const clock = CLOCK.exec(rest.trim());
  if (clock === null) return null;
  const [year, month, day] =
    yearFirst !== null
      ? [first, second, third]
      : order === 'month-first'
        ? [third, first, second]
        : [third, second, first];
  const time = clockOf(clock);
  if (time === null) return null;
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time}`;
}

function clockOf(clock: RegExpExecArray): string | null {
  const [, hours = '', minutes = '', seconds = '', fraction = '', half, m] = clock;
  if ((half === undefined) !== (m === undefined)) return null;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  return `${String(hour).padStart(2, '0')}:${minutes}${seconds}${seconds === '' ? '' : fraction}`;
}

/** `20261120134211`, as templated addresses like to write it. */
function readCompact(text: string, zone: string): ReadInstant | null {
  const match = /^(20\d\d)(\d\d)(\d\d)[T\s-]?(\d\d)(\d\d)(\d\d)(Z)?$/.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', utc] = match;
  return readLocal(`${year}-${month}-${day} ${hour}:${minute}:${second}`, utc === undefined ? zone : 'UTC');
}

function scaled(text: string, toMs: number): ReadInstant | null {
  if (!/^\d{1,17}(\.\d{1,9})?$/.test(text)) return null;
  const ms = Math.round(Number(text) * toMs);
  // Longer numbers would be taken for another unit than the one that was named.
  if (ms >= 1e13) return null;
  const read = readEpoch(String(ms).padStart(12, '0'));
  if (read === null) return null;
  return toMs === 1000 && !text.includes('.')
    ? { at: read.at.replace(/\.\d{3}Z$/, 'Z'), precision: 's' }
    : read;
}
