/**
 * What a booking that was held, confirmed, moved or cancelled means for everything else: the record, the timers of its
 * reminders, the consent that comes with a visit, the lead, the callback list, and who is told.
 */
import { saySlot } from '../core/compose/wording.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import type { BookingRow } from '../store/bookings.ts';
import { appendConsent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { cancelJobs, sendJobs, type NewJob } from '../store/jobs.ts';
import { closeCallbacks, setLeadOutcome } from '../store/leads.ts';
import { clockWithOffset, dueAt } from '../store/tenant-clock.ts';
import type { Pipeline } from './context.ts';
import { raiseNotification } from './notify.ts';
import type { BookingOrigin } from './book.ts';

/** Everything that a change of a booking means elsewhere. */
export async function afterChange(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  booking: BookingRow,
  what: 'held' | 'confirmed' | 'moved' | 'cancelled',
): Promise<void> {
  const { location, at, organisation } = origin;
  const tenantId = location.tenantId;
  await appendRecords(tx, pipeline.keeper, tenantId, [
    {
      kind: `booking.${what}`,
      ...(booking.attemptId === null ? {} : { attemptId: booking.attemptId }),
      ...(booking.phone === null ? {} : { phone: booking.phone }),
      occurredAt: at,
      body: {
        bookingId: booking.id,
        location: location.key,
        service: booking.serviceKey,
        resource: booking.resource,
        startAt: booking.startAt,
        endAt: booking.endAt,
        sequence: booking.sequence,
        by: origin.by,
      },
      ...(booking.phone === null ? {} : { personal: { name: booking.name, answers: booking.answers } }),
    },
  ]);
  if (what === 'held') {
    const expiry =
      booking.holdExpiresAt === null
        ? []
        : [timer(pipeline, organisation, 'expire', booking.id, booking.holdExpiresAt)];
    await sendJobs(tx, expiry, { move: true });
    return;
  }
  // A moved or cancelled visit never reminds of its old time; the step asks again when a reminder fires.
  const minutes = location.config.calendar.reminderMinutesBefore;
  await cancelJobs(
    tx,
    tenantId,
    'reminder',
    minutes.map((before) => `${booking.id}:${before}`),
  );
  if (what !== 'cancelled') {
    await sendJobs(tx, reminderTimers(pipeline, organisation, location, booking, at), { move: true });
    if (what === 'confirmed') await afterBooked(tx, pipeline, origin, booking);
  } else if (booking.attemptId !== null) {
    await setLeadOutcome(tx, tenantId, booking.attemptId, 'booking-cancelled', at);
  }
  if (what !== 'confirmed') await tell(tx, pipeline, origin, booking, what);
}

async function afterBooked(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  booking: BookingRow,
): Promise<void> {
  const { location, at } = origin;
  if (booking.phone !== null) {
    await appendConsent(tx, location.tenantId, [
      {
        bannerId: location.banner.id,
        phone: booking.phone,
        kind: 'booked',
        occurredAt: at,
        source: origin.by === 'assistant' ? 'sms' : 'staff',
        proof: { bookingId: booking.id },
        factKey: `booked:${booking.id}`,
      },
    ]);
  }
  if (booking.attemptId !== null) {
    await setLeadOutcome(tx, location.tenantId, booking.attemptId, 'booked', at);
    await closeCallbacks(tx, location.tenantId, [booking.attemptId], 'booked', at);
  }
  await tell(tx, pipeline, origin, booking, 'confirmed');
}

/** What staff did themselves they need not be told at once. */
async function tell(
  tx: Tx,
  pipeline: Pipeline,
  origin: BookingOrigin,
  booking: BookingRow,
  what: 'confirmed' | 'moved' | 'cancelled',
): Promise<void> {
  const { location, at } = origin;
  const service = location.config.services.find((each) => each.key === booking.serviceKey)?.name ?? 'a visit';
  const word = { confirmed: 'booked', moved: 'moved', cancelled: 'cancelled' }[what];
  await raiseNotification(tx, pipeline, {
    tenantId: location.tenantId,
    locationId: location.id,
    type: origin.by === 'assistant' && what === 'confirmed' ? 'hot-lead' : 'info',
    subject: `${location.name}: ${service} ${word}`,
    body: `${service} at ${location.name}, ${saySlot(booking.startAt, location.zone, at)} (${location.zone}), was ${word} by ${origin.by === 'assistant' ? 'the assistant' : 'staff'}.`,
    link: `/bookings?id=${booking.id}`,
    data: { bookingId: booking.id },
    dedupeKey: `booking:${booking.id}:${what}:${booking.sequence}`,
    at,
  });
}

function reminderTimers(
  pipeline: Pipeline,
  organisation: Organisation,
  location: LocationRecord,
  booking: BookingRow,
  at: string,
): NewJob[] {
  return location.config.calendar.reminderMinutesBefore.flatMap((minutes) => {
    const due = new Date(Date.parse(booking.startAt) - minutes * 60_000).toISOString();
    return due <= at ? [] : [timer(pipeline, organisation, 'reminder', `${booking.id}:${minutes}`, due)];
  });
}

function timer(
  pipeline: Pipeline,
  organisation: Organisation,
  kind: 'expire' | 'reminder',
  key: string,
  instant: string,
): NewJob {
  const clock = clockWithOffset(organisation.tenant.id, organisation.tenant.clockOffsetMs, pipeline.clock);
  return { tenantId: organisation.tenant.id, kind, key, dueAt: dueAt(clock, new Date(instant)) };
}
