import { Temporal } from 'temporal-polyfill';
import { icsFor } from '../../core/book/ics.ts';
import { DAY_MS } from '../../core/model/days.ts';
import type { LocationRecord, Organisation } from '../../core/model/directory.ts';
import { AppError } from '../../core/model/errors.ts';
import type { Service } from '../../core/model/organisation.ts';
import { bookSlot, freeSlots, rebook, unbook, type Booked, type BookingOrigin } from '../../pipeline/book.ts';
import { upsertContacts } from '../../store/leads.ts';
import { lockCaller } from '../../store/locks.ts';
import { readBookings, type BookingRecord } from '../../store/queries-people.ts';
import { authorOf } from '../auth/principal.ts';
import { notFound } from '../errors.ts';
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
    run: async ({ tx, query, organisation, clock }) => {
      const shop = await organisation();
      const location = locationByKey(shop, query.location);
      const service = serviceOf(location, query.service);
      const at = clock.now().toISOString();
      const today = Temporal.Instant.from(at).toZonedDateTimeISO(location.zone).toPlainDate();
      const first = query.from === undefined ? today : Temporal.PlainDate.from(query.from);
      const from = startOf(first, location.zone);
      const slots = await freeSlots(tx, {
        organisation: shop,
        location,
        serviceKey: service.key,
        at,
        ...(from > at && { from }),
      });
      const until = startOf(first.add({ days: query.days }), location.zone);
      return {
        location: locationRef(shop, location.id),
        serviceKey: service.key,
        minutes: service.minutes,
        slots: slots
          .filter((slot) => slot.startAt < until)
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
      const { tx, principal, body, clock, deps } = call;
      const { tenantId } = principal;
      const shop = await call.organisation();
      const location = locationByKey(shop, body.location);
      const service = serviceOf(location, body.service);
      const at = clock.now().toISOString();
      const phone = body.phone ?? null;
      if (phone !== null) await lockCaller(tx, tenantId, phone);
      const contacts =
        phone === null
          ? new Map<string, string>()
          : await upsertContacts(tx, tenantId, [{ phone, name: body.name, source: 'staff', at }]);
      const origin: BookingOrigin = {
        organisation: shop,
        location,
        phone,
        contactId: contacts.get(phone ?? '') ?? null,
        threadId: null,
        attemptId: null,
        by: authorOf(principal),
        at,
      };
      const { startsAt, name, answers } = body;
      const booked = won(
        await bookSlot(tx, deps.pipeline, origin, {
          serviceKey: service.key,
          startAt: startsAt,
          name: name ?? null,
          answers,
        }),
        location,
      );
      await recordStaff(call, 'booking', {
        ...(phone !== null && { phone }),
        body: { bookingId: booked.id, change: 'booked', location: location.key, service: service.key },
      });
      wakeNotices(call);
      return { booking: await shown(call, booked.id) };
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
      const { before, origin } = await forChange(call);
      const cancelled = await unbook(call.tx, call.deps.pipeline, origin, before.id);
      if (!cancelled.ok) throw new AppError('conflict', `this booking is ${before.state} already`);
      await recordChange(call, before, 'cancelled');
      return { booking: await shown(call, before.id) };
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
      const { before, origin } = await forChange(call);
      const moved = await rebook(call.tx, call.deps.pipeline, origin, before.id, call.body.startsAt);
      if (!moved.ok && moved.code === 'not-found') {
        throw new AppError('conflict', `this booking is ${before.state} and cannot be moved`);
      }
      won(moved, origin.location);
      await recordChange(call, before, 'moved');
      return { booking: await shown(call, before.id) };
    },
  }),
];

type InTenant = Pick<
  Call<unknown, unknown, unknown>,
  'tx' | 'principal' | 'clock' | 'organisation' | 'deps' | 'afterCommit'
>;

function serviceOf(location: LocationRecord, key: string): Service {
  const service = location.config.services.find((each) => each.key === key);
  if (service === undefined) throw notFound('service at this location');
  return service;
}

function startOf(date: Temporal.PlainDate, zone: string): string {
  return new Date(date.toZonedDateTime({ timeZone: zone }).epochMilliseconds).toISOString();
}

/** The booking that was won, or the refusal with the times that are still free. */
function won(result: Booked, location: LocationRecord): Extract<Booked, { ok: true }>['booking'] {
  if (result.ok) return result.booking;
  if (result.code === 'not-routed') throw new AppError('conflict', result.why);
  throw new AppError('slot-taken', 'this time is not free (any more)', {
    issues: result.alternatives.map((slot) => ({
      path: 'startsAt',
      message: `${slot.startAt} is free (${location.zone})`,
      remedy: 'Offer this time instead.',
    })),
  });
}

/** The booking under its caller's lock, read anew, and where a change to it comes from. */
async function forChange(
  call: InTenant & { readonly params: { readonly id: string } },
): Promise<{ before: BookingRecord; origin: BookingOrigin }> {
  const { tx, principal, params, clock } = call;
  const { phone } = await bookingOf(call, params.id);
  if (phone !== null) await lockCaller(tx, principal.tenantId, phone);
  const before = await bookingOf(call, params.id);
  const organisation = await call.organisation();
  const location = organisation.locations.get(before.location_id);
  if (location === undefined) throw new AppError('conflict', 'the location of this booking was removed');
  return {
    before,
    origin: {
      organisation,
      location,
      phone,
      contactId: before.contact_id,
      threadId: before.thread_id,
      attemptId: before.attempt_id,
      by: authorOf(principal),
      at: clock.now().toISOString(),
    },
  };
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

async function recordChange(call: InTenant, booking: BookingRecord, change: string): Promise<void> {
  await recordStaff(call, 'booking', {
    ...(booking.attempt_id !== null && { attemptId: booking.attempt_id }),
    ...(booking.phone !== null && { phone: booking.phone }),
    body: { bookingId: booking.id, change, was: booking.starts_at },
  });
  wakeNotices(call);
}

function wakeNotices(call: InTenant): void {
  call.afterCommit(() => call.deps.pipeline.signal.wake('job:notify'));
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
