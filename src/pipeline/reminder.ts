import { decisionRecord } from '../core/audit/decision-record.ts';
import { decideReminder } from '../core/book/reminder.ts';
import { composeReminder } from '../core/compose/compose.ts';
import { shopFacts } from '../core/compose/shop.ts';
import { saySlot } from '../core/compose/wording.ts';
import { effectiveMode, locationEver } from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import { loadBooking } from '../store/bookings.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import { lockCaller } from '../store/locks.ts';
import { openThreads } from '../store/open-threads.ts';
import { clockWithOffset, dueAt } from '../store/tenant-clock.ts';
import { senderSource } from './sender.ts';
import { addressOf } from './assistant-turn.ts';
import type { Pipeline, Step } from './context.ts';
import { raiseNotification } from './notify.ts';
import { sayGated } from './say.ts';

/** Reminds of a booking that still stands, at the time it now has. Key: `<booking>:<minutes before>`. */
export const reminder: Step = async (pipeline, jobs) => {
  for (const job of jobs) {
    await pipeline.store.tx(job.tenantId, (tx) => remind(tx, pipeline, job));
    pipeline.signal.wake('job:send');
    pipeline.signal.wake(`change:${job.tenantId}`);
  }
};

async function remind(tx: Tx, pipeline: Pipeline, job: Job): Promise<void> {
  await finishJobs(tx, [job]);
  const [bookingId = '', minutesText = ''] = job.key.split(':');
  const minutesBefore = Number(minutesText);
  const { tenantId } = job;
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const at = clock.now().toISOString();
  const first = await loadBooking(tx, tenantId, bookingId);
  if (first?.phone !== undefined && first.phone !== null) await lockCaller(tx, tenantId, first.phone);
  const booking = await loadBooking(tx, tenantId, bookingId);
  const location = booking === null ? undefined : locationEver(organisation, booking.locationId);
  if (booking === null || location === undefined) return;
  const decision = decideReminder({
    bookingState: booking.state,
    startAt: booking.startAt,
    minutesBefore,
    hasPhone: booking.phone !== null,
    mode: effectiveMode(organisation, location),
    ...(organisation.locations.has(location.id) ? {} : { locationRemoved: true }),
    now: at,
  });
  const about = {
    ...(booking.attemptId === null ? {} : { attemptId: booking.attemptId }),
    ...(booking.phone === null ? {} : { phone: booking.phone }),
    occurredAt: at,
  };
  await appendRecords(tx, pipeline.keeper, tenantId, [decisionRecord(decision, about)]);
  const verdict = decision.outcome;
  const later = (instant: string): Promise<void> =>
    sendJobs(tx, [{ tenantId, kind: 'reminder', key: job.key, dueAt: dueAt(clock, new Date(instant)) }], {
      move: true,
    });
  if (verdict.do === 'stop' && verdict.code === 'location-removed') {
    await raiseNotification(tx, pipeline, {
      tenantId,
      locationId: location.id,
      type: 'problem',
      subject: `${location.name}: a visit is booked at a location that was removed`,
      body: `The location was removed; the reminder of the visit on ${saySlot(booking.startAt, location.zone, at)} (${location.zone}) was not sent. Call this person: the visit stands in nobody's calendar.`,
      link: `/bookings?id=${booking.id}`,
      data: { bookingId: booking.id },
      dedupeKey: `location-removed:${booking.id}`,
      at,
    });
  }
  if (verdict.do === 'wait') await later(verdict.until);
  if (verdict.do !== 'remind' || booking.phone === null) return;

  const sender = location.config.sender;
  const sourceId = sender === undefined ? null : await senderSource(pipeline, tenantId, sender.provider);
  const threads = await openThreads(tx, [
    {
      tenantId,
      locationId: location.id,
      phone: booking.phone,
      contactId: booking.contactId,
      attemptId: null,
      at,
    },
  ]);
  const threadId = threads.get(`${location.id} ${booking.phone}`);
  const notSent = (reason: string): Promise<unknown> =>
    raiseNotification(tx, pipeline, {
      tenantId,
      locationId: location.id,
      type: 'info',
      subject: `${location.name}: a reminder was not sent`,
      body: `The reminder of a visit on ${saySlot(booking.startAt, location.zone, at)} (${location.zone}) was not sent. ${reason} The booking stands; call if the visitor should be reminded.`,
      link: `/bookings?id=${booking.id}`,
      data: { bookingId: booking.id },
      dedupeKey: `reminder-not-sent:${booking.id}:${minutesBefore}:${booking.sequence}`,
      at,
    });
  if (sender === undefined || sourceId === null || threadId === undefined) {
    await notSent('This location has no number that may send texts: add a sender in its settings.');
    return;
  }
  const composed = composeReminder({
    ...shopFacts(location, null),
    bookingId: booking.id,
    service:
      location.config.services.find((service) => service.key === booking.serviceKey)?.name ?? 'appointment',
    startsAt: booking.startAt,
    address: addressOf(location),
  });
  const text = composed.outcome;
  await appendRecords(tx, pipeline.keeper, tenantId, [decisionRecord(composed, about)]);
  const outcome = await sayGated(tx, pipeline, {
    organisation,
    location,
    threadId,
    attemptId: booking.attemptId,
    phone: booking.phone,
    from: sender.number,
    sourceId,
    action: {
      kind: 'sms.reminder',
      messageClass: 'transactional',
      category: 'appointment-reminder',
      hasMarketing: text.hasMarketing,
      brandNamed: text.brandNamed,
      optOutInstruction: text.optOutInstruction,
    },
    kind: 'reminder',
    purpose: `reminder:${booking.id}:${minutesBefore}:${booking.sequence}`,
    author: 'system',
    resume: { kind: 'reminder', key: job.key },
    body: text.body,
    segments: text.segments,
    asserts: [`booking:${booking.id}`],
    assistant: false,
    at,
  });
  // Only while it still helps: a reminder that may go out half an hour before the visit is too late.
  const latest = Date.parse(booking.startAt) - 30 * 60_000;
  if (outcome.status === 'deferred' && Date.parse(outcome.until) < latest) await later(outcome.until);
  else if (outcome.status === 'deferred' || outcome.status === 'held') await notSent(outcome.reason);
}
