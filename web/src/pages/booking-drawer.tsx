/** One booking: what was agreed, where it came from, and the ways to move or cancel it. */
import { Anchor, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconCalendarDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import type { BookingAnswer, BookingShape } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useMay } from '../lib/session.tsx';
import { bareTime, clockTime, longDate, moment } from '../lib/time.ts';
import { sentence } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Pill } from '../ui/pill.tsx';
import { say } from '../ui/toast.tsx';
import { SlotPicker } from './booking-slots.tsx';

export function BookingDrawer({ booking, onClose }: { booking: BookingShape | null; onClose: () => void }) {
  return (
    <Drawer
      opened={booking !== null}
      onClose={onClose}
      position="right"
      size="md"
      title={booking?.serviceName ?? ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {booking !== null && <Body key={booking.id} booking={booking} onClose={onClose} />}
    </Drawer>
  );
}

function Body({ booking, onClose }: { booking: BookingShape; onClose: () => void }) {
  const mayWork = useMay('work');
  const now = useNow(30);
  const zone = booking.location.zone;
  const [moving, setMoving] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const cancel = useAction({
    run: () => post<BookingAnswer>(`/bookings/${booking.id}/cancel`),
    done: () => {
      say('Booking cancelled. No reminder will be sent for it.');
      onClose();
    },
  });
  const move = useAction({
    run: (slot: { startsAt: string; resource: string }) =>
      post<BookingAnswer>(`/bookings/${booking.id}/reschedule`, slot),
    done: (answer) => {
      say(
        `Moved to ${longDate(answer.booking.startsAt, zone)}, ${clockTime(answer.booking.startsAt, zone)}.`,
      );
      setMoving(false);
      onClose();
    },
  });
  const current = booking.state === 'held' || booking.state === 'confirmed';
  return (
    <Stack gap="md">
      <div>
        <Text fw={600} fz="lg">
          {longDate(booking.startsAt, zone)}
        </Text>
        <Text>
          {bareTime(booking.startsAt, zone)} to {clockTime(booking.endsAt, zone)}
        </Text>
        <Group gap={8} mt={8}>
          <Pill
            tone={booking.state === 'confirmed' ? 'good' : booking.state === 'held' ? 'watch' : 'neutral'}
            label={sentence(booking.state)}
          />
          {booking.holdExpiresAt !== null && (
            <Text size="sm" c="dimmed">
              held until {moment(booking.holdExpiresAt, zone, now)}
            </Text>
          )}
        </Group>
      </div>
      <dl className="rb-lines">
        <div>
          <dt>Name</dt>
          <dd>{booking.name ?? 'not given'}</dd>
        </div>
        {booking.phone !== null && (
          <div>
            <dt>Phone</dt>
            <dd>
              <Anchor href={`tel:${booking.phone}`}>{prettyPhone(booking.phone)}</Anchor>
            </dd>
          </div>
        )}
        <div>
          <dt>With</dt>
          <dd>{booking.resourceName}</dd>
        </div>
        <div>
          <dt>Where</dt>
          <dd>{booking.location.name}</dd>
        </div>
        {Object.entries(booking.answers).map(([question, answer]) => (
          <div key={question}>
            <dt>{sentence(question)}</dt>
            <dd>{typeof answer === 'string' ? answer : JSON.stringify(answer)}</dd>
          </div>
        ))}
        <div>
          <dt>Made by</dt>
          <dd>
            {sentence(booking.createdBy)}, {moment(booking.createdAt, zone, now)}
            {booking.sequence > 0 ? ` · changed ${booking.sequence} times` : ''}
          </dd>
        </div>
        {(booking.threadId !== null || booking.attemptId !== null) && (
          <div>
            <dt>Came from</dt>
            <dd>
              {booking.threadId !== null && (
                <Link to="/inbox/$id" params={{ id: booking.threadId }} className="rb-link">
                  Conversation
                </Link>
              )}
              {booking.threadId !== null && booking.attemptId !== null && ' · '}
              {booking.attemptId !== null && (
                <Link to="/calls/$id" params={{ id: booking.attemptId }} className="rb-link">
                  Missed call
                </Link>
              )}
            </dd>
          </div>
        )}
      </dl>
      {moving ? (
        <Stack gap="sm">
          <Text fw={600}>Move to</Text>
          <SlotPicker
            locationKey={booking.location.key}
            zone={zone}
            serviceKey={booking.serviceKey}
            busy={move.isPending}
            onPick={(slot) => move.mutate({ startsAt: slot.startsAt, resource: slot.resource })}
          />
          <Button variant="default" onClick={() => setMoving(false)}>
            Keep {bareTime(booking.startsAt, zone)}
          </Button>
        </Stack>
      ) : (
        <Group gap="xs">
          {mayWork && current && (
            <>
              <Button onClick={() => setMoving(true)}>Reschedule</Button>
              <Button variant="light" color="brick" onClick={() => setCancelling(true)}>
                Cancel booking
              </Button>
            </>
          )}
          <Button
            component="a"
            href={booking.icsUrl}
            variant="default"
            leftSection={<IconCalendarDown size={16} aria-hidden />}
          >
            Calendar file
          </Button>
        </Group>
      )}
      <Confirm
        opened={cancelling}
        title="Cancel this booking?"
        yes="Cancel booking"
        danger
        busy={cancel.isPending}
        onYes={() => cancel.mutate(undefined)}
        onClose={() => setCancelling(false)}
      >
        {booking.serviceName} for {booking.name ?? prettyPhone(booking.phone)} on{' '}
        {longDate(booking.startsAt, zone)} at {clockTime(booking.startsAt, zone)} will be cancelled and the
        time becomes free again.
      </Confirm>
    </Stack>
  );
}
