/** The same week as a list of days: for phones, and for people who read calendars line by line. */
import { Text } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import type { BookingShape } from '../api/types.ts';
import { prettyPhone } from '../lib/phone.ts';
import { bareTime, dayOf, plainDay } from '../lib/time.ts';
import { Empty } from '../ui/states.tsx';

export function BookingAgenda(props: {
  bookings: readonly BookingShape[];
  days: readonly string[];
  zone: string;
  today: string;
  onOpen: (booking: BookingShape) => void;
}) {
  if (props.bookings.length === 0) {
    return (
      <div className="rb-card">
        <Empty icon={IconCalendar} title="No bookings this week">
          Callers book by text; the assistant offers only times that are really free. You can add one
          yourself, too.
        </Empty>
      </div>
    );
  }
  return (
    <div className="rb-stack">
      {props.days.map((day) => {
        const items = props.bookings
          .filter((booking) => dayOf(booking.startsAt, props.zone) === day)
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
                      {bareTime(booking.startsAt, props.zone)}
                      <span className="rb-dim">{bareTime(booking.endsAt, props.zone)}</span>
                    </span>
                    <span>
                      <strong>{booking.name ?? prettyPhone(booking.phone)}</strong>
                      <span className="rb-dim">
                        {booking.serviceName} · {booking.resourceName}
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
