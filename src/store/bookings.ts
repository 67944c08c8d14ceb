import { sql } from 'kysely';
import type { Busy } from '../core/book/availability.ts';
import { PG, pgCode, type Tx } from './database.ts';
import { newId } from './ids.ts';

/**
 * Bookings and the holds before them. Whether a slot is free is decided by the constraint `booking_no_overlap` at the
 * moment of writing, never by a look beforehand: however many ask at once, one wins and the others hear `slot-taken`.
 *
 * A hold that has run out must not block anybody, so every claim expires such holds first, in its own transaction.
 */
export type BookingState = 'held' | 'confirmed' | 'cancelled' | 'expired';

export interface BookingRow {
  readonly id: string;
  readonly tenantId: string;
  readonly locationId: string;
  readonly resource: string;
  readonly serviceKey: string;
  readonly contactId: string | null;
  readonly threadId: string | null;
  readonly attemptId: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly startAt: string;
  readonly endAt: string;
  readonly state: BookingState;
  readonly holdExpiresAt: string | null;
  readonly answers: Readonly<Record<string, string>>;
  /** Grows with every change, for calendar files and reminders. */
  readonly sequence: number;
  readonly createdBy: string;
}

export interface SlotClaim {
  readonly tenantId: string;
  readonly locationId: string;
  readonly serviceKey: string;
  readonly startAt: string;
  readonly endAt: string;
  /** Those who could take it, in the order of preference; the first that is still free does. */
  readonly resources: readonly string[];
  readonly contactId?: string | null;
  readonly threadId?: string | null;
  readonly attemptId?: string | null;
  readonly phone?: string | null;
  readonly name?: string | null;
  readonly answers?: Readonly<Record<string, string>>;
  /** `assistant`, `staff:<account>`, `import`. */
  readonly createdBy: string;
  /** Tenant time. */
  readonly at: string;
  /** Set for a hold; absent for a booking that is confirmed at once. */
  readonly holdExpiresAt?: string;
}

export type Claimed =
  { readonly ok: true; readonly booking: BookingRow } | { readonly ok: false; readonly code: 'slot-taken' };

/** Claims a slot for the first of its resources that is free: a hold, or a confirmed booking. */
export async function claimSlot(tx: Tx, claim: SlotClaim): Promise<Claimed> {
  await expireHolds(tx, claim.tenantId, claim.at, claim.locationId);
  const held = claim.holdExpiresAt !== undefined;
  for (const resource of claim.resources) {
    // ON CONFLICT without a target covers the exclusion constraint: a loser gets no row instead of a broken transaction.
    const inserted = await sql<{ id: string }>`
      insert into booking (id, tenant_id, location_id, resource, service_key, contact_id, thread_id, attempt_id, phone, name,
        during, state, hold_expires_at, answers, created_by, created_at, updated_at)
      values (${newId()}, ${claim.tenantId}, ${claim.locationId}, ${resource}, ${claim.serviceKey}, ${claim.contactId ?? null},
        ${claim.threadId ?? null}, ${claim.attemptId ?? null}, ${claim.phone ?? null}, ${claim.name ?? null},
        tstzrange(${claim.startAt}::timestamptz, ${claim.endAt}::timestamptz), ${held ? 'held' : 'confirmed'},
        ${claim.holdExpiresAt ?? null}::timestamptz, ${JSON.stringify(claim.answers ?? {})}::jsonb, ${claim.createdBy},
        ${claim.at}::timestamptz, ${claim.at}::timestamptz)
      on conflict do nothing returning id`.execute(tx);
    const id = inserted.rows[0]?.id;
    if (id !== undefined) {
      const booking = await loadBooking(tx, claim.tenantId, id);
      if (booking !== null) return { ok: true, booking };
    }
  }
  return { ok: false, code: 'slot-taken' };
}

/** Turns a hold into a booking while it lasts. A hold that has run out must be claimed anew. */
export async function confirmHold(
  tx: Tx,
  given: {
    tenantId: string;
    bookingId: string;
    at: string;
    name?: string | null;
    answers?: Readonly<Record<string, string>>;
  },
): Promise<BookingRow | null> {
  const result = await sql<{ id: string }>`
    update booking set state = 'confirmed', hold_expires_at = null, name = coalesce(${given.name ?? null}, name),
      answers = answers || ${JSON.stringify(given.answers ?? {})}::jsonb, updated_at = ${given.at}::timestamptz
    where tenant_id = ${given.tenantId} and id = ${given.bookingId} and state = 'held'
      and hold_expires_at > ${given.at}::timestamptz
    returning id`.execute(tx);
  return result.rows.length === 0 ? null : loadBooking(tx, given.tenantId, given.bookingId);
}

/** Cancels a hold or booking; null when there is nothing left to cancel. */
export async function cancelBooking(
  tx: Tx,
  tenantId: string,
  bookingId: string,
  at: string,
): Promise<BookingRow | null> {
  const result = await sql<{ id: string }>`
    update booking set state = 'cancelled', hold_expires_at = null, sequence = sequence + 1, updated_at = ${at}::timestamptz
    where tenant_id = ${tenantId} and id = ${bookingId} and state in ('held', 'confirmed') returning id`.execute(
    tx,
  );
  return result.rows.length === 0 ? null : loadBooking(tx, tenantId, bookingId);
}

export type Moved =
  | { readonly ok: true; readonly booking: BookingRow }
  | { readonly ok: false; readonly code: 'slot-taken' | 'not-found' };

/**
 * Moves a confirmed booking in one step: the old slot is kept until the new one is won, and the booking keeps its id,
 * so its calendar entry moves too. A lost race leaves everything as it was.
 */
export async function moveBooking(
  tx: Tx,
  given: {
    tenantId: string;
    bookingId: string;
    startAt: string;
    endAt: string;
    resources: readonly string[];
    at: string;
  },
): Promise<Moved> {
  const current = await loadBooking(tx, given.tenantId, given.bookingId);
  if (current?.state !== 'confirmed') return { ok: false, code: 'not-found' };
  // Two moves that cross would wait for each other's slot; moves within one location therefore queue.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`booking ${current.locationId}`}, 11))`.execute(
    tx,
  );
  await expireHolds(tx, given.tenantId, given.at, current.locationId);
  for (const resource of given.resources) {
    await sql`savepoint move`.execute(tx);
    try {
      const result = await sql<{ id: string }>`
        update booking set resource = ${resource}, sequence = sequence + 1, updated_at = ${given.at}::timestamptz,
          during = tstzrange(${given.startAt}::timestamptz, ${given.endAt}::timestamptz)
        where tenant_id = ${given.tenantId} and id = ${given.bookingId} and state = 'confirmed' returning id`.execute(
        tx,
      );
      await sql`release savepoint move`.execute(tx);
      if (result.rows.length === 0) return { ok: false, code: 'not-found' };
      const booking = await loadBooking(tx, given.tenantId, given.bookingId);
      return booking === null ? { ok: false, code: 'not-found' } : { ok: true, booking };
    } catch (error) {
      if (pgCode(error) !== PG.exclusionViolation) throw error;
      await sql`rollback to savepoint move`.execute(tx);
    }
  }
  return { ok: false, code: 'slot-taken' };
}

/** Ends holds that have run out; returns them. Rows are taken in one order, so two sweepers never wait in a circle. */
export async function expireHolds(
  tx: Tx,
  tenantId: string,
  at: string,
  locationId?: string,
): Promise<string[]> {
  const result = await sql<{ id: string }>`
    update booking set state = 'expired', hold_expires_at = null, updated_at = ${at}::timestamptz
    where id in (select id from booking where tenant_id = ${tenantId} and state = 'held'
      and hold_expires_at <= ${at}::timestamptz
      and (${locationId ?? null}::uuid is null or location_id = ${locationId ?? null}::uuid) order by id for update)
    returning id`.execute(tx);
  return result.rows.map((row) => row.id);
}

/** What is taken at a location in [from, to): confirmed bookings, and holds that still last. Index booking_no_overlap. */
export async function busyAt(
  tx: Tx,
  given: { tenantId: string; locationId: string; from: string; to: string; at: string; except?: string },
): Promise<Busy[]> {
  const result = await sql<{ resource: string; start_at: string; end_at: string }>`
    select resource, lower(during) as start_at, upper(during) as end_at from booking
    where tenant_id = ${given.tenantId} and location_id = ${given.locationId}
      and (state = 'confirmed' or (state = 'held' and hold_expires_at > ${given.at}::timestamptz))
      and during && tstzrange(${given.from}::timestamptz, ${given.to}::timestamptz)
      and id is distinct from ${given.except ?? null}::uuid
    order by lower(during), resource`.execute(tx);
  return result.rows.map((row) => ({ resource: row.resource, from: row.start_at, to: row.end_at }));
}

export async function loadBooking(tx: Tx, tenantId: string, bookingId: string): Promise<BookingRow | null> {
  const result =
    await sql<StoredBooking>`${selectBooking} where tenant_id = ${tenantId} and id = ${bookingId}`.execute(
      tx,
    );
  const row = result.rows[0];
  return row === undefined ? null : toBooking(row);
}

/** A person's holds and bookings at a location that are not over yet, soonest first. Index booking_by_phone. */
export async function upcomingBookings(
  tx: Tx,
  given: { tenantId: string; locationId?: string; phone: string; at: string },
): Promise<BookingRow[]> {
  const result = await sql<StoredBooking>`${selectBooking}
    where tenant_id = ${given.tenantId} and phone = ${given.phone}
      and (${given.locationId ?? null}::uuid is null or location_id = ${given.locationId ?? null}::uuid)
      and (state = 'confirmed' or (state = 'held' and hold_expires_at > ${given.at}::timestamptz))
      and upper(during) > ${given.at}::timestamptz
    order by lower(during), id`.execute(tx);
  return result.rows.map(toBooking);
}

/** The visitor's name, learned after the booking was made. */
export async function nameBookings(
  tx: Tx,
  tenantId: string,
  threadId: string,
  name: string,
  at: string,
): Promise<void> {
  await sql`update booking set name = ${name}, updated_at = ${at}::timestamptz
    where tenant_id = ${tenantId} and thread_id = ${threadId} and state in ('held', 'confirmed')
      and upper(during) > ${at}::timestamptz`.execute(tx);
}

/** Adds what a caller said about their own booking after it was made. */
export async function answerBooking(
  tx: Tx,
  given: {
    tenantId: string;
    bookingId: string;
    phone: string;
    answers: Readonly<Record<string, string>>;
    at: string;
  },
): Promise<void> {
  await sql`update booking set answers = answers || ${JSON.stringify(given.answers)}::jsonb, updated_at = ${given.at}::timestamptz
    where tenant_id = ${given.tenantId} and id = ${given.bookingId} and phone = ${given.phone}
      and state in ('held', 'confirmed')`.execute(tx);
}

const selectBooking = sql`select id, tenant_id, location_id, resource, service_key, contact_id, thread_id, attempt_id, phone,
  name, lower(during) as start_at, upper(during) as end_at, state, hold_expires_at, answers, sequence, created_by from booking`;

interface StoredBooking {
  id: string;
  tenant_id: string;
  location_id: string;
  resource: string;
  service_key: string;
  contact_id: string | null;
  thread_id: string | null;
  attempt_id: string | null;
  phone: string | null;
  name: string | null;
  start_at: string;
  end_at: string;
  state: BookingState;
  hold_expires_at: string | null;
  answers: Record<string, string>;
  sequence: number;
  created_by: string;
}

function toBooking(row: StoredBooking): BookingRow {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    locationId: row.location_id,
    resource: row.resource,
    serviceKey: row.service_key,
    contactId: row.contact_id,
    threadId: row.thread_id,
    attemptId: row.attempt_id,
    phone: row.phone,
    name: row.name,
    startAt: row.start_at,
    endAt: row.end_at,
    state: row.state,
    holdExpiresAt: row.hold_expires_at,
    answers: row.answers,
    sequence: row.sequence,
    createdBy: row.created_by,
  };
}
