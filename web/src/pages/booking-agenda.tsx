/**
 * The same week as a list of days: for phones, for people who read calendars line by line, and for the bookings of all
 * locations together. Every booking stands on the day and at the time that its own location's clock shows.
 */
import { Text } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import type { BookingShape } from '../api/types.ts';
import { prettyPhone } from '../lib/phone.ts';
import { bareTime, dayOf, plainDay, zoneName } from '../lib/time.ts';
import { Empty } from '../ui/states.tsx';

export function BookingAgenda(props: {
  bookings: readonly BookingShape[];
  days: readonly string[];
  /** Several locations in one list: each booking says where it is, and in which zone. */
  everywhere: boolean;
  today: string;
  onOpen: (booking: BookingShape) => void;
}) {
  if (props.bookings.length === 0) {
    return (
      <div className="rb-card">
        <Empty icon={IconCalendar} title="No bookings this week">
          Callers book by text; the assistant offers only times that are really free. You can add one
          yourself, too{props.everywhere ? ', once you have chosen a location' : ''}.
        </Empty>
      </div>
    );
  }
  return (
    <div className="rb-stack">
      {props.days.map((day) => {
        const items = props.bookings
          .filter((booking) => dayOf(booking.startsAt, booking.location.zone) === day)
          .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
        if (items.length === 0) return null;
        return (
          <section key={day} aria-label={plainDay(day, 'long')}>
            <Text
              fw={600}
              size="sm"
              mb={6}
              c={day === props.today ? 'var(--mantine-color-anchor)' : 'inherit'}
            >
              {plainDay(day, 'long')}
              {day === props.today ? ' · today' : ''}
            </Text>
            <ul className="rb-card rb-list">
              {items.map((booking) => (
                <li key={booking.id}>
                  <button
                    type="button"
                    className="rb-agenda-row"
                    data-state={booking.state}
                    onClick={() => props.onOpen(booking)}
                  >
                    <span className="rb-agenda-time">
                      {bareTime(booking.startsAt, booking.location.zone)}
                      <span className="rb-dim">{bareTime(booking.endsAt, booking.location.zone)}</span>
                    </span>
                    <span>
                      <strong>{booking.name ?? prettyPhone(booking.phone)}</strong>
                      <span className="rb-dim">
                        {booking.serviceName} · {booking.resourceName}
                        {props.everywhere
                          ? ` · ${booking.location.name}, ${zoneName(booking.startsAt, booking.location.zone)}`
                          : ''}
                        {booking.state === 'held' ? ' · held while the caller decides' : ''}
                      </span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
