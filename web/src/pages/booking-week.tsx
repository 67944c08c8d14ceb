/** Seven columns of a week. The hours shown are those the location is open or has bookings, whichever reach further. */
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import type { BookingShape, LocationRow, WeeklyHours } from '../api/types.ts';
import { placeBookings } from '../lib/calendar-layout.ts';
import { bareTime, dayOf, minutesOfDay, plainDay, zoneName } from '../lib/time.ts';

const HOUR_PX = 52;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export function BookingWeek(props: {
  bookings: readonly BookingShape[];
  days: readonly string[];
  location: LocationRow;
  now: string;
  onOpen: (booking: BookingShape) => void;
}) {
  const { bookings, days, location, now } = props;
  const zone = location.zone;
  const { data } = useQuery(queries.location(location.key));
  const hours = data?.config.hours;
  const exceptions = new Map((data?.config.exceptions ?? []).map((each) => [each.date, each.hours]));
  const openOn = (day: string, index: number) => exceptions.get(day) ?? hoursOf(hours, index);
  const { from, to } = shownHours(days.flatMap(openOn), bookings, zone);
  const height = ((to - from) / 60) * HOUR_PX;
  const top = (minute: number) => ((Math.min(Math.max(minute, from), to) - from) / 60) * HOUR_PX;
  const today = dayOf(now, zone);

  return (
    <div
      className="rb-week"
      style={{ '--rb-days': days.length, '--rb-hour': `${HOUR_PX}px` } as React.CSSProperties}
    >
      <div className="rb-week-corner">{zoneName(now, zone)}</div>
      {days.map((day) => (
        <div
          key={day}
          className="rb-week-day"
          data-today={day === today}
          aria-current={day === today ? 'date' : undefined}
        >
          {plainDay(day)}
        </div>
      ))}
      <div className="rb-week-hours" style={{ height }} aria-hidden="true">
        {Array.from({ length: (to - from) / 60 - 1 }, (_, index) => from + (index + 1) * 60).map((minute) => (
          <span key={minute} style={{ top: top(minute) }}>
            {hourName(minute / 60)}
          </span>
        ))}
      </div>
      {days.map((day, index) => {
        const placed = placeBookings(
          bookings
            .filter((booking) => dayOf(booking.startsAt, zone) === day)
            .map((item) => ({
              item,
              startMinute: minutesOfDay(item.startsAt, zone),
              // A booking over midnight is drawn to the end of its first day.
              endMinute: dayOf(item.endsAt, zone) === day ? minutesOfDay(item.endsAt, zone) : 1440,
            })),
        );
        return (
          <div
            key={day}
            className="rb-week-column"
            style={{ height }}
            role="group"
            aria-label={plainDay(day, 'long')}
          >
            {openOn(day, index).map((range) => (
              <span
                key={range.open}
                className="rb-week-open"
                aria-hidden="true"
                style={{
                  top: top(toMinute(range.open)),
                  height: top(toMinute(range.close)) - top(toMinute(range.open)),
                }}
              />
            ))}
            {day === today && (
              <span
                className="rb-week-now"
                aria-hidden="true"
                style={{ top: top(minutesOfDay(now, zone)) }}
              />
            )}
            {placed.map(({ item, startMinute, endMinute, column, columns }) => (
              <button
                key={item.id}
                type="button"
                className="rb-booking"
                data-state={item.state}
                onClick={() => props.onOpen(item)}
                style={{
                  top: top(startMinute) + 1,
                  height: Math.max(22, top(endMinute) - top(startMinute) - 2),
                  left: `calc(${(column / columns) * 100}% + 2px)`,
                  width: `calc(${100 / columns}% - 5px)`,
                }}
              >
                <strong>{item.name ?? item.serviceName}</strong>
                {bareTime(item.startsAt, zone)}
                {item.state === 'held' ? ' · held' : item.name === null ? '' : ` · ${item.serviceName}`}
              </button>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function hoursOf(hours: WeeklyHours | undefined, index: number): { open: string; close: string }[] {
  const weekday = WEEKDAYS[index];
  return hours === undefined || weekday === undefined ? [] : hours[weekday];
}

function shownHours(
  open: readonly { open: string; close: string }[],
  bookings: readonly BookingShape[],
  zone: string,
): { from: number; to: number } {
  const starts = [
    ...open.map((each) => toMinute(each.open)),
    ...bookings.map((each) => minutesOfDay(each.startsAt, zone)),
  ];
  const ends = [
    ...open.map((each) => toMinute(each.close)),
    ...bookings.map(
      (each) =>
        minutesOfDay(each.startsAt, zone) + (Date.parse(each.endsAt) - Date.parse(each.startsAt)) / 60_000,
    ),
  ];
  const from = Math.floor(Math.min(9 * 60, ...starts) / 60) * 60;
  const to = Math.ceil(Math.max(17 * 60, ...ends) / 60) * 60;
  return { from: Math.max(0, from - 60), to: Math.min(1440, to + 60) };
}

function toMinute(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

function hourName(hour: number): string {
  return hour === 12 ? '12 PM' : hour < 12 ? `${hour} AM` : `${hour - 12} PM`;
}
