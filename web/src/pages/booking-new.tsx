/** A booking made by a person: service, a time that is really free, and for whom. */
import { Alert, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { BookingAnswer, BookingRequest, LocationRow, SlotShape } from '../api/types.ts';
import { typedPhone } from '../lib/phone.ts';
import { clockTime, longDate } from '../lib/time.ts';
import { useAction } from '../ui/mutate.ts';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { SlotPicker } from './booking-slots.tsx';

export function NewBooking({ location, onClose }: { location: LocationRow; onClose: () => void }) {
  const detail = useQuery(queries.location(location.key));
  return (
    <Modal
      opened
      onClose={onClose}
      title={`New booking at ${location.name}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Loaded query={detail} loading={<CardLoading height={320} />}>
        {(loaded) => (
          <Form
            location={location}
            services={loaded.config.services.filter((service) => service.bookable)}
            onClose={onClose}
          />
        )}
      </Loaded>
    </Modal>
  );
}

function Form(props: {
  location: LocationRow;
  services: readonly { key: string; name: string; minutes: number }[];
  onClose: () => void;
}) {
  const [service, setService] = useState<string | null>(props.services[0]?.key ?? null);
  const [slot, setSlot] = useState<SlotShape | null>(null);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [taken, setTaken] = useState(false);
  const zone = props.location.zone;
  const number = typedPhone(phone);
  const book = useAction({
    run: (request: BookingRequest) => post<BookingAnswer>('/bookings', request),
    done: (answer) => {
      say(`Booked: ${longDate(answer.booking.startsAt, zone)}, ${clockTime(answer.booking.startsAt, zone)}.`);
      props.onClose();
    },
    refused: (error) => {
      if (!(error instanceof ApiError) || error.code !== 'slot-taken') return false;
      setTaken(true);
      setSlot(null);
      return true;
    },
  });
  if (props.services.length === 0) {
    return (
      <Alert color="apricot">This location has no service that can be booked. Add one in its settings.</Alert>
    );
  }
  const ready =
    service !== null &&
    slot !== null &&
    (phone.trim() === '' || number !== null) &&
    (name.trim() !== '' || number !== null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        book.mutate({
          location: props.location.key,
          service,
          startsAt: slot.startsAt,
          resource: slot.resource,
          ...(name.trim() === '' ? {} : { name: name.trim() }),
          ...(number === null ? {} : { phone: number }),
        });
      }}
    >
      <Stack gap="md">
        <Select
          label="Service"
          data={props.services.map((each) => ({
            value: each.key,
            label: `${each.name} (${each.minutes} min)`,
          }))}
          value={service}
          onChange={(value) => {
            setService(value);
            setSlot(null);
          }}
          allowDeselect={false}
        />
        {taken && (
          <Alert color="apricot" role="alert">
            Someone else took that time a moment ago. Choose another one.
          </Alert>
        )}
        {service !== null && (
          <SlotPicker
            key={service}
            locationKey={props.location.key}
            zone={zone}
            serviceKey={service}
            chosen={slot}
            onPick={(picked) => {
              setTaken(false);
              setSlot(picked);
            }}
          />
        )}
        <Group grow align="flex-start">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={120}
          />
          <TextInput
            label="Phone"
            type="tel"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            error={phone.trim() !== '' && number === null ? 'Not a number we can dial' : undefined}
          />
        </Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={book.isPending}>
            {slot === null ? 'Choose a time' : `Book ${clockTime(slot.startsAt, zone)}`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
