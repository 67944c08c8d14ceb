/** Rows as the API shows them. Only shapes change here: nothing is looked up and nothing is decided. */
import { effectiveMode, type LocationRecord, type Organisation } from '../../core/model/directory.ts';
import type { Keeper } from '../../store/keeper.ts';
import { bookingToken } from '../../store/booking-link.ts';
import type { CallRecord } from '../../store/queries-calls.ts';
import type { CallbackRecord } from '../../store/queries-desk.ts';
import type { BookingRecord, ContactRecord } from '../../store/queries-people.ts';
import type { MessageRecord, ThreadRecord } from '../../store/queries-threads.ts';
import type { BookingShape } from './schemas/bookings.ts';
import type { CallRow } from './schemas/calls.ts';
import type { CallbackRow } from './schemas/callbacks.ts';
import type { LocationRef } from './schemas/common.ts';
import type { ContactRow } from './schemas/contacts.ts';
import type { LocationRow } from './schemas/locations.ts';
import type { MessageShape, ThreadRow } from './schemas/threads.ts';

/** A location that was removed keeps its history; its name is gone from the directory. */
export function locationRef(organisation: Organisation, id: string): LocationRef {
  const location = organisation.locations.get(id);
  if (location === undefined) {
    return {
      id,
      key: 'removed',
      name: 'Removed location',
      bannerKey: '',
      bannerName: '',
      zone: organisation.tenant.zone,
    };
  }
  return {
    id,
    key: location.key,
    name: location.name,
    bannerKey: location.banner.key,
    bannerName: location.banner.name,
    zone: location.zone,
  };
}

export function callRow(organisation: Organisation, row: CallRecord): CallRow {
  return {
    id: row.id,
    caller: row.caller,
    callerName: row.contact_name,
    contactId: row.contact_id,
    dialled: row.dialled,
    location: locationRef(organisation, row.location_id),
    state: row.state,
    missed: row.missed,
    startedAt: row.started_at,
    missedAt: row.missed_at,
    primaryClass: row.primary_class,
    classes: (row.view.classes ?? []).map((finding) => finding.class),
    calls: Math.max(1, row.view.calls?.length ?? 1),
    surfaces: [...row.surfaces],
    answer: row.answer,
    answerReason: row.answer_reason,
    answerCode: row.answer_code,
    answerDueAt: row.answer_due_at,
    textedAt: row.texted_at,
    threadId: row.thread_id,
    simulated: row.simulated,
  };
}

export function messageShape(row: MessageRecord): MessageShape {
  return {
    id: row.id,
    threadId: row.thread_id,
    direction: row.direction,
    kind: row.kind,
    author: row.author,
    from: row.sender,
    to: row.recipient,
    body: row.body,
    state: row.state,
    reason: row.reason,
    code: row.code,
    segments: row.segments,
    at: row.intended_at,
    acceptedAt: row.accepted_at,
    deliveredAt: row.delivered_at,
  };
}

export function threadRow(organisation: Organisation, row: ThreadRecord): ThreadRow {
  const last =
    row.last_direction === null || row.last_at === null
      ? null
      : {
          direction: row.last_direction,
          body: row.last_body ?? '',
          at: row.last_at,
          state: row.last_state ?? '',
        };
  return {
    id: row.id,
    phone: row.phone,
    name: row.contact_name,
    contactId: row.contact_id,
    attemptId: row.attempt_id,
    location: locationRef(organisation, row.location_id),
    state: row.state,
    holder: row.holder,
    heldBy: row.held_by_name,
    urgent: row.urgent,
    unread: row.unread,
    lastMessage: last,
    lastInboundAt: row.last_inbound_at,
    lastOutboundAt: row.last_outbound_at,
    updatedAt: row.updated_at,
  };
}

export function callbackRow(
  organisation: Organisation,
  row: CallbackRecord,
  verdict: CallbackRow['verdict'] = null,
): CallbackRow {
  const rep = organisation.locations
    .get(row.location_id)
    ?.config.reps.find(({ key }) => key === row.assigned_to);
  return {
    id: row.id,
    phone: row.phone,
    name: row.name,
    location: locationRef(organisation, row.location_id),
    attemptId: row.attempt_id,
    reasonCode: row.reason_code,
    reason: row.reason,
    urgent: row.urgent,
    state: row.state,
    outcome: row.outcome,
    handledBy: row.handled_by,
    handledAt: row.handled_at,
    createdAt: row.created_at,
    assignment: {
      state: row.assignment,
      rep: row.assigned_to === null ? null : { key: row.assigned_to, name: rep?.name ?? row.assigned_to },
      reason: row.assignment_reason,
    },
    calling:
      row.calling_by === null || row.calling_at === null ? null : { by: row.calling_by, at: row.calling_at },
    verdict: row.state === 'open' ? verdict : null,
  };
}

export function bookingShape(organisation: Organisation, keeper: Keeper, row: BookingRecord): BookingShape {
  const location = organisation.locations.get(row.location_id);
  return {
    id: row.id,
    location: locationRef(organisation, row.location_id),
    resource: row.resource,
    resourceName: resourceName(location, row.resource),
    serviceKey: row.service_key,
    serviceName:
      location?.config.services.find((service) => service.key === row.service_key)?.name ?? row.service_key,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: row.state,
    holdExpiresAt: row.hold_expires_at,
    contactId: row.contact_id,
    threadId: row.thread_id,
    attemptId: row.attempt_id,
    phone: row.phone,
    name: row.name,
    answers: row.answers,
    sequence: row.sequence,
    createdBy: row.created_by,
    createdAt: row.created_at,
    icsUrl: `/b/${bookingToken(keeper, row.id)}.ics`,
  };
}

/** The rep's name, or `Bay 2` where no reps are listed. */
export function resourceName(location: LocationRecord | undefined, resource: string): string {
  const bay = /^bay-(\d+)$/.exec(resource)?.[1];
  return (
    location?.config.reps.find((rep) => rep.key === resource)?.name ??
    (bay === undefined ? resource : `Bay ${bay}`)
  );
}

export function contactRow(row: ContactRecord): ContactRow {
  return {
    id: row.id,
    phone: row.phone,
    name: row.name,
    email: row.email,
    blocked: row.blocked,
    existingCustomer: row.existing_customer,
    attempts: row.attempts,
    lastSeenAt: row.updated_at,
    createdAt: row.created_at,
  };
}

export function locationRow(
  organisation: Organisation,
  location: LocationRecord,
  counts: { readonly missed: number; readonly texted: number } | undefined,
): LocationRow {
  return {
    id: location.id,
    key: location.key,
    name: location.name,
    banner: { key: location.banner.key, name: location.banner.name, paused: location.banner.paused },
    zone: location.zone,
    city: location.config.address.city,
    state: location.config.address.state,
    mode: location.mode,
    paused: location.paused,
    effectiveMode: effectiveMode(organisation, location),
    mainNumber: location.config.numbers.find((number) => number.kind === 'main')?.number ?? null,
    problems: problemsOf(location),
    missed7d: counts?.missed ?? 0,
    texted7d: counts?.texted ?? 0,
  };
}

/** What would keep texts from going out, as the shop owner would say it. The Gate decides; this only warns early. */
function problemsOf(location: LocationRecord): string[] {
  const { sender, greetingNotice, services, hours } = location.config;
  const problems: string[] = [];
  if (sender === undefined) problems.push('No number of this location may send texts yet.');
  else if (sender.type === '10dlc' && !/^(active|approved|verified)$/i.test(sender.campaignStatus)) {
    problems.push(
      `The texting registration of ${sender.number} is not approved (campaign: ${sender.campaignStatus}).`,
    );
  } else if (!sender.numberLinked && sender.type === '10dlc')
    problems.push('The sending number is not linked to its registered campaign.');
  if (greetingNotice === undefined)
    problems.push('No greeting notice on file, so first texts go to counsel.');
  if (services.length === 0) problems.push('No services listed, so the assistant cannot offer bookings.');
  if (Object.values(hours).every((ranges) => ranges.length === 0)) problems.push('No opening hours.');
  return problems;
}
