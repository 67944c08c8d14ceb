import { availabilityFacts, findSlots, type Slot } from '../../core/book/availability.ts';
import { icsFor } from '../../core/book/ics.ts';
import { Temporal } from 'temporal-polyfill';
import type { LocationRecord, Organisation } from '../../core/model/directory.ts';
import type { Service } from '../../core/model/organisation.ts';
import { AppError } from '../../core/model/errors.ts';
import { busyAt, cancelBooking, claimSlot, moveBooking } from '../../store/bookings.ts';
import { cancelJobs, sendJobs } from '../../store/jobs.ts';
import { lockCaller } from '../../store/locks.ts';
import { upsertContacts } from '../../store/leads.ts';
import { readBookings, type BookingRecord } from '../../store/queries-people.ts';
import { dueAt } from '../../store/tenant-clock.ts';
import { authorOf } from '../auth/principal.ts';
import { invalidInput, notFound } from '../errors.ts';
import { IdParam, locationByKey, narrowed } from './lookups.ts';
import { bookingShape, locationRef, resourceName } from './present.ts';
import { defineRoute, READERS, WORKERS, type Call, type Route } from './route.ts';
import {
  Availability,
  AvailabilityQuery,
  BookingAnswer,
  BookingList,
  BookingRequest,
  BookingsQuery,
  RescheduleRequest,
} from './schemas/bookings.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Bookings';
const DAY_MS = 86_400_000;

export const bookingRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/bookings',
    tag: TAG,
    summary: 'Bookings and holds, soonest first; two weeks from yesterday when no time is named',
    roles: READERS,
    query: BookingsQuery,
    answer: BookingList,
    run: async ({ tx, principal, query, organisation, clock, deps }) => {
      const shop = await organisation();
      const now = clock.now();
      const rows = await readBookings(tx, principal.tenantId, {
        ...narrowed(shop, query),
        state: query.state,
        from: query.from ?? new Date(now.getTime() - DAY_MS).toISOString(),
        to:
          query.to ??
          new Date(
            (query.from === undefined ? now.getTime() : Date.parse(query.from)) + 14 * DAY_MS,
          ).toISOString(),
        now: now.toISOString(),
      });
      return { items: rows.map((row) => bookingShape(shop, deps.pipeline.keeper, row)), nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/availability',
    tag: TAG,
    summary: 'Times that can be booked now',
    roles: READERS,
    query: AvailabilityQuery,
    answer: Availability,
    run: async (call) => {
      const { query, organisation, clock } = call;
      const location = locationByKey(await organisation(), query.location);
      const service = serviceOf(location, query.service);
      const today = Temporal.Instant.from(clock.now().toISOString())
        .toZonedDateTimeISO(location.zone)
        .toPlainDate();
      const first = query.from === undefined ? today : Temporal.PlainDate.from(query.from);
      const instantOf = (date: Temporal.PlainDate): string =>
        new Date(date.toZonedDateTime({ timeZone: location.zone }).epochMilliseconds).toISOString();
      const from = instantOf(first);
      const slots = await freeSlots(call, location, service, instantOf(first.add({ days: query.days })));
      return {
        location: locationRef(await organisation(), location.id),
        serviceKey: service.key,
        minutes: service.minutes,
        slots: slots
          .filter((slot) => slot.startAt >= from)
          .slice(0, 500)
          .map((slot) => {
            const resource = slot.resources[0] ?? '';
            return {
              startsAt: slot.startAt,
              endsAt: slot.endAt,
              resource,
              resourceName: resourceName(location, resource),
            };
          }),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/bookings',
    tag: TAG,
    summary: 'Books a time; of many who ask for the same one, one gets it',
    roles: WORKERS,
    body: BookingRequest,
    answer: BookingAnswer,
    run: async (call) => {
      const { tx, principal, body, clock, organisation } = call;
      const { tenantId } = principal;
      const location = locationByKey(await organisation(), body.location);
      const service = serviceOf(location, body.service);
      const at = clock.now().toISOString();
      if (body.phone !== undefined) await lockCaller(tx, tenantId, body.phone);
      const startAt = new Date(body.startsAt).toISOString();
      const slot = await slotAt(call, location, service, startAt, body.resource);
      const contacts =
        body.phone === undefined
          ? new Map<string, string>()
          : await upsertContacts(tx, tenantId, [{ phone: body.phone, name: body.name, source: 'staff', at }]);
      const claimed = await claimSlot(tx, {
        tenantId,
        locationId: location.id,
        serviceKey: service.key,
        startAt: slot.startAt,
        endAt: slot.endAt,
        resources: slot.resources,
        contactId: contacts.get(body.phone ?? '') ?? null,
        phone: body.phone ?? null,
        name: body.name ?? null,
        answers: body.answers,
        createdBy: authorOf(principal),
        at,
      });
      if (!claimed.ok) throw slotTaken();
      await scheduleReminders(call, location, claimed.booking.id, slot.startAt);
      await recordStaff(call, 'booking', {
        ...(body.phone !== undefined && { phone: body.phone }),
        body: {
          booking: claimed.booking.id,
          change: 'booked',
          location: location.key,
          service: service.key,
          startsAt: slot.startAt,
        },
        ...(body.name !== undefined && { personal: { name: body.name } }),
      });
      return { booking: await shown(call, claimed.booking.id) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/bookings/:id/cancel',
    tag: TAG,
    summary: 'Cancels a booking; its reminders are not sent',
    roles: WORKERS,
    params: IdParam,
    answer: BookingAnswer,
    run: async (call) => {
      const { tx, principal, params, clock } = call;
      const before = await bookingOf(call, params.id);
      if (before.phone !== null) await lockCaller(tx, principal.tenantId, before.phone);
      const cancelled = await cancelBooking(tx, principal.tenantId, params.id, clock.now().toISOString());
      if (cancelled === null) throw new AppError('conflict', `this booking is ${before.state} already`);
      await dropReminders(call, await call.organisation(), before);
      await recordBooking(call, before, { change: 'cancelled' });
      return { booking: await shown(call, params.id) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/bookings/:id/reschedule',
    tag: TAG,
    summary: 'Moves a booking; the old time is kept until the new one is won',
    roles: WORKERS,
    params: IdParam,
    body: RescheduleRequest,
    answer: BookingAnswer,
    run: async (call) => {
      const { tx, principal, params, body, clock } = call;
      const before = await bookingOf(call, params.id);
      const shop = await call.organisation();
      const location = shop.locations.get(before.location_id);
      if (location === undefined) throw new AppError('conflict', 'the location of this booking was removed');
      if (before.phone !== null) await lockCaller(tx, principal.tenantId, before.phone);
      const service = serviceOf(location, before.service_key);
      const slot = await slotAt(
        call,
        location,
        service,
        new Date(body.startsAt).toISOString(),
        body.resource,
        params.id,
      );
      const moved = await moveBooking(tx, {
        tenantId: principal.tenantId,
        bookingId: params.id,
        startAt: slot.startAt,
        endAt: slot.endAt,
        resources: slot.resources,
        at: clock.now().toISOString(),
      });
      if (!moved.ok)
        throw moved.code === 'slot-taken'
          ? slotTaken()
          : new AppError('conflict', `this booking is ${before.state}`);
      await dropReminders(call, shop, before);
      await scheduleReminders(call, location, params.id, slot.startAt);
      await recordBooking(call, before, { change: 'moved', from: before.starts_at, startsAt: slot.startAt });
      return { booking: await shown(call, params.id) };
    },
  }),
];

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'clock' | 'organisation' | 'deps'>;

function serviceOf(location: LocationRecord, key: string): Service {
  const service = location.config.services.find((each) => each.key === key);
  if (service === undefined) throw notFound('service at this location');
  return service;
}

async function freeSlots(
  call: InTenant,
  location: LocationRecord,
  service: Service,
  until: string | undefined,
  except?: string,
): Promise<Slot[]> {
  const now = call.clock.now();
  const busy = await busyAt(call.tx, {
    tenantId: call.principal.tenantId,
    locationId: location.id,
    from: new Date(now.getTime() - DAY_MS).toISOString(),
    to: until ?? new Date(now.getTime() + (location.config.calendar.horizonDays + 2) * DAY_MS).toISOString(),
    at: now.toISOString(),
    ...(except !== undefined && { except }),
  });
  return findSlots(availabilityFacts(location.config, service, { now: now.toISOString(), busy }), until);
}

/** The slot a person asks for, when it is one; staff may not book outside hours by accident either. */
async function slotAt(
  call: InTenant,
  location: LocationRecord,
  service: Service,
  startAt: string,
  resource: string | undefined,
  except?: string,
): Promise<Slot> {
  const slots = await freeSlots(call, location, service, undefined, except);
  const slot = slots.find((each) => each.startAt === startAt);
  if (slot === undefined) throw slotTaken();
  if (resource === undefined) return slot;
  if (!slot.resources.includes(resource)) {
    throw invalidInput('this time cannot be booked there', [
      {
        path: 'resource',
        message: `${resource} is not free then`,
        remedy: `Free then: ${slot.resources.join(', ')}.`,
      },
    ]);
  }
  return { ...slot, resources: [resource] };
}

function slotTaken(): AppError {
  return new AppError('slot-taken', 'this time is not free (any more)');
}

async function bookingOf(call: InTenant, id: string): Promise<BookingRecord> {
  const [row] = await readBookings(call.tx, call.principal.tenantId, {
    id,
    now: call.clock.now().toISOString(),
  });
  if (row === undefined) throw notFound('booking');
  return row;
}

async function shown(call: InTenant, id: string): Promise<ReturnType<typeof bookingShape>> {
  return bookingShape(await call.organisation(), call.deps.pipeline.keeper, await bookingOf(call, id));
}

/** Reminders are timers of ours, re-checked when they fire; nothing is ever handed to a provider ahead of time. */
async function scheduleReminders(
  call: InTenant,
  location: LocationRecord,
  bookingId: string,
  startAt: string,
): Promise<void> {
  const now = call.clock.now().getTime();
  const due = location.config.calendar.reminderMinutesBefore
    .map((minutes) => ({ minutes, at: new Date(Date.parse(startAt) - minutes * 60_000) }))
    .filter((each) => each.at.getTime() > now);
  await sendJobs(
    call.tx,
    due.map(({ minutes, at }) => ({
      tenantId: call.principal.tenantId,
      kind: 'reminder',
      key: `${bookingId}:${minutes}`,
      dueAt: dueAt(call.clock, at),
    })),
    { move: true },
  );
}

async function dropReminders(call: InTenant, shop: Organisation, booking: BookingRecord): Promise<void> {
  const minutes = shop.locations.get(booking.location_id)?.config.calendar.reminderMinutesBefore ?? [];
  await cancelJobs(
    call.tx,
    call.principal.tenantId,
    'reminder',
    minutes.map((each) => `${booking.id}:${each}`),
  );
}

async function recordBooking(
  call: InTenant,
  booking: BookingRecord,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordStaff(call, 'booking', {
    ...(booking.attempt_id !== null && { attemptId: booking.attempt_id }),
    ...(booking.phone !== null && { phone: booking.phone }),
    body: { booking: booking.id, ...body },
  });
}

/** A booking as a calendar file, for people and for callers. */
export function icsOfBooking(shop: Organisation, booking: BookingRecord, now: string): string {
  const location = shop.locations.get(booking.location_id);
  const service =
    location?.config.services.find((each) => each.key === booking.service_key)?.name ?? booking.service_key;
  const address = location?.config.address;
  return icsFor({
    id: booking.id,
    sequence: booking.sequence,
    cancelled: booking.state === 'cancelled' || booking.state === 'expired',
    startAt: booking.starts_at,
    endAt: booking.ends_at,
    summary: location === undefined ? service : `${service} at ${location.banner.name}, ${location.name}`,
    where:
      address === undefined
        ? null
        : [address.street, address.city, address.state, address.postalCode]
            .filter((part) => part !== undefined)
            .join(', '),
    description: null,
    madeAt: now,
  });
}
