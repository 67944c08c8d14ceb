/**
 * The calendar of a location: a week on wide screens, a list of days on a phone, always in the location's zone. Or the
 * bookings of all locations, as a list, each in its own zone: what an operator of many shops sees first.
 */
import { ActionIcon, Button, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { IconCalendarPlus, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { queries } from '../api/queries.ts';
import type { BookingShape, LocationRow } from '../api/types.ts';
import { useNarrow } from '../lib/narrow.ts';
import { useNow } from '../lib/now.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { addDays, dayOf, plainDay, startOfDay, weekStart, zoneName } from '../lib/time.ts';
import { Page } from '../ui/page.tsx';
import { CardLoading, Loaded, Problem } from '../ui/states.tsx';
import { BookingAgenda } from './booking-agenda.tsx';
import { BookingDrawer } from './booking-drawer.tsx';
import { NewBooking } from './booking-new.tsx';
import { BookingWeek } from './booking-week.tsx';

const route = getRouteApi('/app/bookings');
const REMEMBERED = 'ringback.calendar';

const FIND_DAYS = 90;
/** Stands for every location, in the address and in the list to choose from. */
const EVERYWHERE = 'all';

export function BookingsPage() {
  const { id } = route.useSearch();
  return id === undefined ? <Located /> : <Found id={id} />;
}

/** A link that names only the booking: finds its location and week, and opens it there. */
function Found({ id }: { id: string }) {
  const navigate = route.useNavigate();
  const session = useSession();
  const [range] = useState(() => {
    const today = dayOf(session.tenant.now, session.tenant.zone);
    return {
      from: startOfDay(addDays(today, -FIND_DAYS), session.tenant.zone),
      to: startOfDay(addDays(today, FIND_DAYS), session.tenant.zone),
    };
  });
  const query = useQuery(queries.bookings(range));
  const booking = query.data?.items.find((each) => each.id === id);
  const loaded = query.data !== undefined;
  useEffect(() => {
    if (!loaded) return;
    void navigate({
      search:
        booking === undefined
          ? {}
          : {
              location: booking.location.key,
              week: weekStart(dayOf(booking.startsAt, booking.location.zone)),
              booking: booking.id,
            },
      replace: true,
    });
  }, [loaded, booking, navigate]);
  return (
    <Page title="Bookings" wide>
      <Loaded query={query} loading={<CardLoading height={560} />}>
        {() => <CardLoading height={560} />}
      </Loaded>
    </Page>
  );
}

function Located() {
  const locations = useQuery(queries.locations());
  const search = route.useSearch();
  const items = locations.data?.items ?? [];
  const remembered = localStorage.getItem(REMEMBERED);
  const [only] = items;
  if (only === undefined) {
    return (
      <Page title="Bookings" wide>
        <Loaded query={locations} loading={<CardLoading height={560} />}>
          {() => (
            <Problem error={null} title="There is no location yet. Import ringback.yaml to add the first." />
          )}
        </Loaded>
      </Page>
    );
  }
  const wanted = search.location ?? remembered;
  const chosen = items.find((each) => each.key === wanted) ?? (items.length === 1 ? only : null);
  return <Calendar locations={items} location={chosen} />;
}

/** `location` is null for all of them. */
function Calendar(props: { locations: readonly LocationRow[]; location: LocationRow | null }) {
  const { locations, location } = props;
  const session = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow(30);
  const narrow = useNarrow();
  const mayWork = useMay('work');
  const [adding, setAdding] = useState(false);
  const zone = location?.zone ?? session.tenant.zone;
  const today = dayOf(now, zone);
  const first = weekStart(search.week ?? today);
  const range = useMemo(
    () => ({
      ...(location === null ? {} : { location: location.key }),
      from: startOfDay(first, zone),
      to: startOfDay(addDays(first, 7), zone),
    }),
    [location, first, zone],
  );
  const query = useQuery(queries.bookings(range));
  const view = location === null ? 'list' : (search.view ?? (narrow ? 'list' : 'week'));
  const go = (change: Partial<Record<'location' | 'week' | 'view' | 'booking', string | undefined>>) =>
    void navigate({
      search: (old) => {
        const next = { ...old, ...change };
        return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
      },
      replace: true,
    });
  const days = Array.from({ length: 7 }, (_, index) => addDays(first, index));
  const chosen = query.data?.items.find((each) => each.id === search.booking) ?? null;

  return (
    <Page
      title="Bookings"
      wide
      lead={
        location === null ? (
          'All locations, each in its own time'
        ) : (
          <>
            {location.name}, all times {zoneName(now, zone)}
          </>
        )
      }
      actions={
        mayWork ? (
          <Button
            leftSection={<IconCalendarPlus size={16} aria-hidden />}
            disabled={location === null}
            title={location === null ? 'Choose a location first' : undefined}
            onClick={() => setAdding(true)}
          >
            New booking
          </Button>
        ) : undefined
      }
    >
      <Group justify="space-between" mb="md" gap="sm">
        <Select
          aria-label="Location"
          data={[
            ...(locations.length > 1 ? [{ value: EVERYWHERE, label: 'All locations' }] : []),
            ...locations.map((each) => ({
              value: each.key,
              label: `${each.name} · ${each.city}, ${each.state}`,
            })),
          ]}
          value={location?.key ?? EVERYWHERE}
          onChange={(key) => {
            if (key === null) return;
            localStorage.setItem(REMEMBERED, key);
            go({ location: key, booking: undefined });
          }}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No such location"
          w={{ base: '100%', sm: 330 }}
        />
        <Group gap="xs">
          {location !== null && (
            <SegmentedControl
              data={[
                { value: 'week', label: 'Week' },
                { value: 'list', label: 'List' },
              ]}
              value={view}
              onChange={(value) => go({ view: value })}
              aria-label="How to show bookings"
            />
          )}
          <Button
            variant="subtle"
            onClick={() => go({ week: undefined })}
            disabled={first === weekStart(today)}
          >
            This week
          </Button>
          <ActionIcon
            variant="default"
            size={36}
            aria-label="Week before"
            onClick={() => go({ week: addDays(first, -7) })}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={36}
            aria-label="Week after"
            onClick={() => go({ week: addDays(first, 7) })}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </Group>
      </Group>
      <Text fw={600} mb="xs" component="h2" fz="md">
        {plainDay(first)} to {plainDay(addDays(first, 6))}
      </Text>
      <Loaded query={query} loading={<CardLoading height={560} />}>
        {(list) =>
          view === 'week' && location !== null ? (
            <BookingWeek
              bookings={list.items}
              days={days}
              location={location}
              now={now}
              onOpen={(booking: BookingShape) => go({ booking: booking.id })}
            />
          ) : (
            <BookingAgenda
              bookings={list.items}
              days={days}
              everywhere={location === null}
              today={today}
              onOpen={(booking: BookingShape) => go({ booking: booking.id })}
            />
          )
        }
      </Loaded>
      <BookingDrawer booking={chosen} onClose={() => go({ booking: undefined })} />
      {adding && location !== null && <NewBooking location={location} onClose={() => setAdding(false)} />}
    </Page>
  );
}
