import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from '../model/organisation.ts';
import type { LocationFacts } from './options.ts';

/** Whether a location is open at an instant, in its own zone, with exceptions and hours that run past midnight. */
export function isOpenAt(
  location: Pick<LocationFacts, 'zone' | 'hours' | 'exceptions'>,
  instant: string,
): boolean {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(location.zone);
  const minute = local.hour * 60 + local.minute;
  const today = local.toPlainDate();
  const open = rangesOn(location, today).some(({ from, to }) => minute >= from && minute < to);
  return open || rangesOn(location, today.subtract({ days: 1 })).some(({ to }) => minute < to - 1440);
}

/** Minutes since midnight; a range that closes at or before it opens runs into the next day. */
function rangesOn(
  location: Pick<LocationFacts, 'hours' | 'exceptions'>,
  date: Temporal.PlainDate,
): readonly { readonly from: number; readonly to: number }[] {
  const exception = location.exceptions.find((entry) => entry.date === date.toString());
  const day = WEEKDAYS[date.dayOfWeek - 1];
  const ranges = exception?.hours ?? (day === undefined ? [] : location.hours[day]);
  return ranges.map((range) => {
    const from = minutesOf(range.open);
    const to = minutesOf(range.close);
    return { from, to: to <= from ? to + 1440 : to };
  });
}

function minutesOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}
