/** Bookings and availability. Times are instants; show them in the zone of the location. */
import { z } from 'zod';
import { CalendarDate, E164, Key } from '../../../core/model/primitives.ts';
import { At, Id, LocationRef, Phone } from './common.ts';

export const BookingsQuery = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  location: z.string().max(63).optional(),
  state: z
    .enum(['held', 'confirmed', 'cancelled', 'expired', 'current'])
    .default('current')
    .describe('`current` is held and confirmed'),
});
export type BookingsQuery = z.infer<typeof BookingsQuery>;

export const BookingShape = z.object({
  id: Id,
  location: LocationRef,
  resource: z.string(),
  resourceName: z.string(),
  serviceKey: z.string(),
  serviceName: z.string(),
  startsAt: At,
  endsAt: At,
  state: z.enum(['held', 'confirmed', 'cancelled', 'expired']),
  holdExpiresAt: At.nullable(),
  contactId: Id.nullable(),
  threadId: Id.nullable(),
  attemptId: Id.nullable(),
  phone: Phone.nullable(),
  name: z.string().nullable(),
  answers: z.record(z.string(), z.unknown()),
  sequence: z.int(),
  createdBy: z.string(),
  createdAt: At,
  icsUrl: z.string(),
});
export type BookingShape = z.infer<typeof BookingShape>;
export const BookingList = z.object({ items: z.array(BookingShape), nextCursor: z.null() });
export type BookingList = z.infer<typeof BookingList>;

export const AvailabilityQuery = z.object({
  location: z.string().max(63),
  service: z.string().max(63),
  from: CalendarDate.optional().describe('First day, in the zone of the location; today when absent'),
  days: z.coerce.number().int().min(1).max(31).default(7),
});
export type AvailabilityQuery = z.infer<typeof AvailabilityQuery>;

export const SlotShape = z.object({
  startsAt: At,
  endsAt: At,
  resource: z.string(),
  resourceName: z.string(),
});
export type SlotShape = z.infer<typeof SlotShape>;
export const Availability = z.object({
  location: LocationRef,
  serviceKey: z.string(),
  minutes: z.int(),
  slots: z.array(SlotShape),
});
export type Availability = z.infer<typeof Availability>;

/** Another one takes the booking when this one was taken meanwhile. */
const PreferredResource = z.string().max(63).optional().describe('As availability named it; a wish');

export const BookingRequest = z.strictObject({
  location: Key,
  service: Key,
  startsAt: z.iso.datetime(),
  resource: PreferredResource,
  phone: E164.optional(),
  name: z.string().trim().min(1).max(120).optional(),
  answers: z.record(z.string().max(63), z.string().max(400)).default({}),
});
export type BookingRequest = z.input<typeof BookingRequest>;

export const RescheduleRequest = z.strictObject({ startsAt: z.iso.datetime(), resource: PreferredResource });
export type RescheduleRequest = z.infer<typeof RescheduleRequest>;
export const BookingAnswer = z.object({ booking: BookingShape });
export type BookingAnswer = z.infer<typeof BookingAnswer>;
