import { Temporal } from 'temporal-polyfill';
import { effectiveMode, type Organisation } from '../../core/model/directory.ts';
import { listCallbacks, listCounsel, listNotifications } from '../../store/queries-desk.ts';
import { readBookings } from '../../store/queries-people.ts';
import { listThreads } from '../../store/queries-threads.ts';
import { todayByDay, todayByHour, todayNumbers, todayReasons } from '../../store/queries-today.ts';
import type { Tx } from '../../store/database.ts';
import { locationRef } from './present.ts';
import { defineRoute, READERS, type Route } from './route.ts';
import { Today, TodayQuery, type NeedsPerson } from './schemas/today.ts';

const MOST = 50;

export const todayRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/today',
    tag: 'Today',
    summary: 'What needs a person, and the numbers of the day or of the last days',
    roles: READERS,
    query: TodayQuery,
    answer: Today,
    run: async ({ tx, principal, organisation, clock, query }) => {
      const shop = await organisation();
      const { zone } = shop.tenant;
      const now = clock.now().toISOString();
      const days = Number(query.days);
      const today = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate();
      const first = today.subtract({ days: days - 1 });
      const since = first.toZonedDateTime(zone).toInstant().toString({ fractionalSecondDigits: 3 });
      const { tenantId } = principal;
      return {
        now,
        zone,
        since,
        days,
        needsPerson: await needsPerson(tx, tenantId, shop, now),
        numbers: await todayNumbers(tx, tenantId, since, now),
        byHour: await todayByHour(tx, tenantId, zone, since, now),
        byDay: await todayByDay(tx, tenantId, { zone, since, now, first: first.toString(), days }),
        reasons: await todayReasons(tx, tenantId, since, now),
        switches: switchesOf(shop),
      };
    },
  }),
];

/** Urgent first, then who waits longest. */
async function needsPerson(
  tx: Tx,
  tenantId: string,
  shop: Organisation,
  now: string,
): Promise<NeedsPerson[]> {
  const callbacks = await listCallbacks(tx, tenantId, { limit: MOST, state: 'open' });
  const unread = await listThreads(tx, tenantId, { limit: MOST, unread: true });
  const counsel = await listCounsel(tx, tenantId, { limit: MOST, state: 'open' });
  const holds = await readBookings(tx, tenantId, { state: 'held', now });
  const problems = await listNotifications(tx, tenantId, { limit: MOST, unread: true });
  const at = (id: string | null): Pick<NeedsPerson, 'locationName' | 'zone'> => {
    if (id === null) return { locationName: null, zone: null };
    const { name, zone } = locationRef(shop, id);
    return { locationName: name, zone };
  };
  const items: NeedsPerson[] = [
    ...callbacks.rows.map((row) => ({
      type: 'callback' as const,
      id: row.id,
      title: `Call back ${row.name ?? row.phone ?? 'a caller without a number'}`,
      detail: row.reason,
      urgent: row.urgent,
      ...at(row.location_id),
      at: row.created_at,
      link: `/callbacks?id=${row.id}`,
    })),
    ...unread.rows
      .filter((row) => row.holder !== 'assistant' || row.urgent)
      .map((row) => ({
        type: 'thread' as const,
        id: row.id,
        title: `${row.contact_name ?? row.phone} wrote`,
        detail:
          row.last_direction === 'inbound' ? (row.last_body ?? '').slice(0, 200) : 'A person has to answer.',
        urgent: row.urgent,
        ...at(row.location_id),
        at: row.last_inbound_at ?? row.updated_at,
        link: `/inbox/${row.id}`,
      })),
    ...counsel.rows.map((row) => ({
      type: 'counsel' as const,
      id: row.id,
      title: 'Counsel has to decide',
      detail: row.reason,
      urgent: false,
      ...at(row.location_id),
      at: row.created_at,
      link: `/counsel?id=${row.id}`,
    })),
    ...holds
      .filter(
        (row) =>
          row.created_by.startsWith('staff') && row.hold_expires_at !== null && row.hold_expires_at > now,
      )
      .map((row) => ({
        type: 'booking' as const,
        id: row.id,
        title: 'A held slot waits to be confirmed',
        detail: row.name ?? row.phone ?? '',
        urgent: false,
        ...at(row.location_id),
        at: row.starts_at,
        link: `/bookings?id=${row.id}`,
      })),
    ...problems.rows
      .filter((row) => row.type === 'problem')
      .map((row) => ({
        type: 'problem' as const,
        id: row.id,
        title: row.subject,
        detail: row.body.slice(0, 300),
        urgent: row.urgent,
        locationName: null,
        zone: null,
        at: row.created_at,
        link: row.link ?? '/health',
      })),
  ];
  return items
    .sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.at.localeCompare(b.at))
    .slice(0, 2 * MOST);
}

function switchesOf(shop: Organisation): Today['switches'] {
  const modes = [...shop.locations.values()].map((location) => effectiveMode(shop, location));
  const count = (mode: string): number => modes.filter((each) => each === mode).length;
  return {
    tenantPaused: shop.tenant.paused,
    liveLocations: count('live'),
    shadowLocations: count('shadow'),
    offLocations: count('off'),
  };
}
