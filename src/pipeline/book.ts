import { availabilityFacts, findSlots, type Slot } from '../core/book/availability.ts';
import type { BookingEffect, BookingFacts, EffectResult } from '../core/converse/turn.ts';
import { DAY_MS } from '../core/model/days.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import {
  busyAt,
  cancelBooking,
  claimSlot,
  confirmHold,
  loadBooking,
  moveBooking,
  upcomingBookings,
  type BookingRow,
} from '../store/bookings.ts';
import type { Tx } from '../store/database.ts';
import { afterChange } from './booking-changed.ts';
import type { Pipeline } from './context.ts';
import { mayRouteBooking } from './route-booking.ts';

/** Where a booking comes from and whom it is for. */
export interface BookingOrigin {
  readonly organisation: Organisation;
  readonly location: LocationRecord;
  readonly phone: string | null;
  readonly contactId: string | null;
  readonly threadId: string | null;
  readonly attemptId: string | null;
  /** `assistant` or `staff:<account>`. */
  readonly by: string;
  /** Tenant time. */
  readonly at: string;
}

/** Free slots of a service now; soonest first. */
export async function freeSlots(
  tx: Tx,
  given: {
    organisation: Organisation;
    location: LocationRecord;
    serviceKey: string;
    at: string;
    from?: string;
    days?: number;
    except?: string;
  },
): Promise<Slot[]> {
  const { location, at } = given;
  const service = location.config.services.find((each) => each.key === given.serviceKey);
  if (service === undefined) return [];
  const busy = await busyTimes(tx, location, at, given.except);
  const from = given.from ?? at;
  const until =
    given.days === undefined ? undefined : new Date(Date.parse(from) + given.days * DAY_MS).toISOString();
  return findSlots(availabilityFacts(location.config, service, { now: at, busy }), until).filter(
    (slot) => slot.startAt >= from,
  );
}

export function busyTimes(tx: Tx, location: LocationRecord, at: string, except?: string) {
  const to = new Date(Date.parse(at) + (location.config.calendar.horizonDays + 2) * DAY_MS).toISOString();
  return busyAt(tx, {
    tenantId: location.tenantId,
    locationId: location.id,
    from: at,
    to,
    at,
    ...(except === undefined ? {} : { except }),
  });
}

export type Booked =
  | { readonly ok: true; readonly booking: BookingRow }
  | { readonly ok: false; readonly code: 'slot-taken' | 'not-found'; readonly alternatives: readonly Slot[] }
  /** The rules do not agree that this visit is given to somebody here. */
  | { readonly ok: false; readonly code: 'not-routed'; readonly why: string };

/**
 * Carries out what a turn decided, in the turn's own transaction: claim first, then speak. Everything that hangs on a
 * booking happens here too: record, consent, lead, reminders, notice.
 */
export async function carryOut(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  effect: BookingEffect,
): Promise<EffectResult> {
  const { tenantId } = origin.location;
  switch (effect.type) {
    case 'hold':
    case 'confirm': {
      if (!(await mayRouteBooking(tx, pipeline, origin)).go) return { ok: false, code: 'not-routed' };
      await releaseOwnHolds(tx, origin);
      const holdMs = origin.location.config.calendar.holdMinutes * 60_000;
      const claimed = await claimSlot(tx, {
        ...claimOf(origin),
        serviceKey: effect.serviceKey,
        startAt: effect.startAt,
        endAt: effect.endAt,
        resources: effect.resources,
        answers: effect.answers,
        name: effect.name,
        ...(effect.type === 'hold'
          ? { holdExpiresAt: new Date(Date.parse(origin.at) + holdMs).toISOString() }
          : {}),
      });
      if (!claimed.ok) return claimed;
      await afterChange(tx, pipeline, origin, claimed.booking, effect.type === 'hold' ? 'held' : 'confirmed');
      return { ok: true, booking: factsOf(claimed.booking) };
    }
    case 'confirm-hold': {
      const booking = await confirmHold(tx, {
        tenantId,
        bookingId: effect.bookingId,
        at: origin.at,
        name: effect.name,
        answers: effect.answers,
      });
      if (booking === null) return { ok: false, code: 'not-found' };
      await afterChange(tx, pipeline, origin, booking, 'confirmed');
      return { ok: true, booking: factsOf(booking) };
    }
    case 'move': {
      if (!(await mayRouteBooking(tx, pipeline, origin)).go) return { ok: false, code: 'not-routed' };
      const { bookingId, startAt, endAt, resources } = effect;
      const moved = await moveBooking(tx, { tenantId, bookingId, startAt, endAt, resources, at: origin.at });
      if (!moved.ok) return moved;
      await afterChange(tx, pipeline, origin, moved.booking, 'moved');
      return { ok: true, booking: factsOf(moved.booking) };
    }
    case 'cancel': {
      const booking = await cancelBooking(tx, tenantId, effect.bookingId, origin.at);
      if (booking === null) return { ok: false, code: 'not-found' };
      await afterChange(tx, pipeline, origin, booking, 'cancelled');
      return { ok: true, booking: factsOf(booking) };
    }
  }
}

/** A booking made by staff, or by an import: the slot must exist and be free; alternatives come with a refusal. */
export async function bookSlot(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  wish: {
    serviceKey: string;
    startAt: string;
    name: string | null;
    answers?: Readonly<Record<string, string>>;
  },
): Promise<Booked> {
  const free = await freeSlots(tx, { ...origin, serviceKey: wish.serviceKey });
  const slot = free.find((each) => Date.parse(each.startAt) === Date.parse(wish.startAt));
  if (slot === undefined) return { ok: false, code: 'slot-taken', alternatives: near(free, wish.startAt) };
  const routed = await mayRouteBooking(tx, pipeline, origin);
  if (!routed.go) return { ok: false, code: 'not-routed', why: routed.why };
  const { startAt, endAt, resources } = slot;
  const { serviceKey, name, answers } = wish;
  const claimed = await claimSlot(tx, {
    ...claimOf(origin),
    serviceKey,
    startAt,
    endAt,
    resources,
    name,
    answers: answers ?? {},
  });
  if (!claimed.ok)
    return { ...claimed, alternatives: near(await freeSlots(tx, { ...origin, serviceKey }), wish.startAt) };
  await afterChange(tx, pipeline, origin, claimed.booking, 'confirmed');
  return claimed;
}

export async function rebook(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  bookingId: string,
  startAt: string,
): Promise<Booked> {
  const { tenantId } = origin.location;
  const booking = await loadBooking(tx, tenantId, bookingId);
  if (booking?.state !== 'confirmed') return { ok: false, code: 'not-found', alternatives: [] };
  const free = await freeSlots(tx, { ...origin, serviceKey: booking.serviceKey, except: bookingId });
  const slot = free.find((each) => Date.parse(each.startAt) === Date.parse(startAt));
  if (slot === undefined) return { ok: false, code: 'slot-taken', alternatives: near(free, startAt) };
  const routed = await mayRouteBooking(tx, pipeline, origin);
  if (!routed.go) return { ok: false, code: 'not-routed', why: routed.why };
  const moved = await moveBooking(tx, {
    tenantId,
    bookingId,
    startAt: slot.startAt,
    endAt: slot.endAt,
    resources: slot.resources,
    at: origin.at,
  });
  if (!moved.ok)
    return {
      ...moved,
      alternatives: near(
        await freeSlots(tx, { ...origin, serviceKey: booking.serviceKey, except: bookingId }),
        startAt,
      ),
    };
  await afterChange(tx, pipeline, origin, moved.booking, 'moved');
  return moved;
}

export async function unbook(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  bookingId: string,
): Promise<Booked> {
  const booking = await cancelBooking(tx, origin.location.tenantId, bookingId, origin.at);
  if (booking === null) return { ok: false, code: 'not-found', alternatives: [] };
  await afterChange(tx, pipeline, origin, booking, 'cancelled');
  return { ok: true, booking };
}

/** The person's bookings as the conversation sees them. */
export async function bookingFactsOf(
  tx: Tx,
  location: LocationRecord,
  phone: string,
  at: string,
): Promise<BookingFacts[]> {
  return (
    await upcomingBookings(tx, { tenantId: location.tenantId, locationId: location.id, phone, at })
  ).map(factsOf);
}

export function factsOf(booking: BookingRow): BookingFacts {
  const { id, serviceKey, startAt, endAt, state } = booking;
  return { id, serviceKey, startAt, endAt, state };
}

function claimOf(origin: BookingOrigin) {
  return {
    tenantId: origin.location.tenantId,
    locationId: origin.location.id,
    contactId: origin.contactId,
    threadId: origin.threadId,
    attemptId: origin.attemptId,
    phone: origin.phone,
    createdBy: origin.by,
    at: origin.at,
  };
}

/** One conversation holds one time at most: a new choice gives the old hold back. */
async function releaseOwnHolds(tx: Tx, origin: BookingOrigin): Promise<void> {
  if (origin.phone === null) return;
  const { tenantId, id: locationId } = origin.location;
  for (const booking of await upcomingBookings(tx, {
    tenantId,
    locationId,
    phone: origin.phone,
    at: origin.at,
  })) {
    if (booking.state === 'held' && booking.threadId === origin.threadId)
      await cancelBooking(tx, tenantId, booking.id, origin.at);
  }
}

function near(slots: readonly Slot[], startAt: string): Slot[] {
  const gap = (slot: Slot): number => Math.abs(Date.parse(slot.startAt) - Date.parse(startAt));
  return [...slots]
    .sort((a, b) => gap(a) - gap(b))
    .slice(0, 3)
    .sort((a, b) => a.startAt.localeCompare(b.startAt));
}
