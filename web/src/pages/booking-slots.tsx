/** Free times of a service, a day at a time, exactly as the assistant would offer them. */
import { ActionIcon, Button, Group, Skeleton, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import type { SlotShape } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { addDays, bareTime, dayOf, plainDay, zoneName } from '../lib/time.ts';
import { Loaded } from '../ui/states.tsx';

export function SlotPicker(props: {
  locationKey: string;
  zone: string;
  serviceKey: string;
  chosen?: SlotShape | null;
  busy?: boolean;
  onPick: (slot: SlotShape) => void;
}) {
  const now = useNow(60);
  const today = dayOf(now, props.zone);
  const [day, setDay] = useState(today);
  const query = useQuery(
    queries.availability({ location: props.locationKey, service: props.serviceKey, from: day, days: 7 }),
  );
  return (
    <div>
      <Group justify="space-between" mb={8} wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label="Day before"
          disabled={day <= today}
          onClick={() => setDay(addDays(day, -1))}
        >
          <IconChevronLeft size={17} />
        </ActionIcon>
        <Text fw={570} aria-live="polite">
          {plainDay(day, 'long')} <span className="rb-dim">{zoneName(now, props.zone)}</span>
        </Text>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label="Day after"
          onClick={() => setDay(addDays(day, 1))}
        >
          <IconChevronRight size={17} />
        </ActionIcon>
      </Group>
      <Loaded query={query} loading={<Skeleton height={112} radius="md" />}>
        {(availability) => {
          const onDay = perTime(
            availability.slots.filter((slot) => dayOf(slot.startsAt, props.zone) === day),
          );
          const next = availability.slots.find((slot) => dayOf(slot.startsAt, props.zone) > day);
          if (onDay.length === 0) {
            return (
              <Group gap="xs" mih={56}>
                <Text size="sm" c="dimmed">
                  Nothing free on this day.
                </Text>
                {next !== undefined && (
                  <Button
                    size="compact-sm"
                    variant="light"
                    onClick={() => setDay(dayOf(next.startsAt, props.zone))}
                  >
                    Next free: {plainDay(dayOf(next.startsAt, props.zone))}
                  </Button>
                )}
              </Group>
            );
          }
          return (
            <div className="rb-slots" role="group" aria-label="Free times">
              {onDay.map((slot) => {
                const picked = props.chosen?.startsAt === slot.startsAt;
                return (
                  <Button
                    key={slot.startsAt}
                    size="sm"
                    px={6}
                    variant={picked ? 'filled' : 'default'}
                    aria-pressed={picked}
                    disabled={props.busy === true}
                    onClick={() => props.onPick(slot)}
                  >
                    {bareTime(slot.startsAt, props.zone)}
                  </Button>
                );
              })}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}

/** Several people may be free at the same time; the first of them is offered. */
function perTime(slots: readonly SlotShape[]): SlotShape[] {
  const seen = new Map<string, SlotShape>();
  for (const slot of slots) if (!seen.has(slot.startsAt)) seen.set(slot.startsAt, slot);
  return [...seen.values()];
}
