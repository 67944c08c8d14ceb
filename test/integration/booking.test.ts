/**
 * If this fails: two people are promised the same time, a hold blocks a time for ever, a moved visit loses both its
 * times, or somebody is reminded of a visit that was cancelled.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  bookSlot,
  carryOut,
  freeSlots,
  rebook,
  unbook,
  type BookingOrigin,
} from '../../src/pipeline/book.ts';
import {
  busyAt,
  claimSlot,
  confirmHold,
  expireHolds,
  loadBooking,
  moveBooking,
} from '../../src/store/bookings.ts';
import { openStore, type Tx } from '../../src/store/database.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { received, text } from '../support/texting.ts';

let shop: TestInstallation;
let tenantId: string;
let locationId: string;
const at = '2026-11-18T18:00:00.000Z';
const slot = (hour: number, day = 20) => ({
  startAt: `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00.000Z`,
  endAt: `2026-11-${day}T${String(hour + 1).padStart(2, '0')}:00:00.000Z`,
});

beforeAll(async () => {
  shop = await testInstallation({ at });
  tenantId = await organise(
    shop,
    shopConfig({ location: { calendar: { reminderMinutesBefore: [120], leadMinutes: 0 } } }),
  );
  locationId = (await tx((t) => t.selectFrom('location').select('id').executeTakeFirstOrThrow())).id;
});
afterAll(() => shop.close());

const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => shop.pipeline.store.tx(tenantId, work);
const claim = (
  t: Tx,
  given: { startAt: string; endAt: string; resources?: string[]; holdExpiresAt?: string; at?: string },
) =>
  claimSlot(t, {
    tenantId,
    locationId,
    serviceKey: 'wash',
    resources: ['bay-1'],
    createdBy: 'test',
    at,
    ...given,
  });
const originOf = async (t: Tx, by = 'staff:test'): Promise<BookingOrigin> => {
  const organisation = await shop.pipeline.organisations.load(t, tenantId);
  const location = organisation.locations.get(locationId);
  if (location === undefined) throw new Error('no location');
  return {
    organisation,
    location,
    phone: SHOP.caller,
    contactId: null,
    threadId: null,
    attemptId: null,
    by,
    at: shop.clock.now().toISOString(),
  };
};

describe('claims', () => {
  it('lets one of 200 parallel callers win a slot; the others hear so, with times that are free', async () => {
    const many = openStore(shop.database.url, { max: 40 });
    try {
      const results = await Promise.all(
        Array.from({ length: 200 }, () =>
          many.tx(tenantId, async (t) => {
            const claimed = await claim(t, slot(16));
            if (claimed.ok) return claimed;
            const { organisation, location } = await originOf(t);
            return {
              ...claimed,
              alternatives: await freeSlots(t, { organisation, location, serviceKey: 'wash', at, days: 3 }),
            };
          }),
        ),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      const losers = results.filter((result) => !result.ok);
      expect(losers).toHaveLength(199);
      for (const loser of losers) {
        expect(loser).toMatchObject({ code: 'slot-taken' });
        expect('alternatives' in loser && loser.alternatives.length).toBeGreaterThan(0);
      }
    } finally {
      await many.close();
    }
  });

  it('gives two parallel callers both bays, and a third none', async () => {
    const both = ['bay-1', 'bay-2'];
    const results = await Promise.all(
      [1, 2, 3].map(() => tx((t) => claim(t, { ...slot(19), resources: both }))),
    );
    const winners = results.flatMap((result) => (result.ok ? [result.booking.resource] : []));
    expect(winners.sort()).toEqual(both);
  });

  it('never overlaps, whatever is asked in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 })), {
          maxLength: 14,
        }),
        async (wishes) => {
          const day = Date.parse('2027-01-04T00:00:00Z');
          const claimed = await tx(async (t) => {
            const won: { from: number; to: number }[] = [];
            for (const [from, length] of wishes) {
              const span = { from: day + from * 3_600_000, to: day + (from + length) * 3_600_000 };
              const result = await claim(t, {
                startAt: new Date(span.from).toISOString(),
                endAt: new Date(span.to).toISOString(),
                resources: ['bay-9'],
              });
              const collides = won.some((other) => other.from < span.to && span.from < other.to);
              expect(result.ok).toBe(!collides);
              if (result.ok) won.push(span);
            }
            await t.deleteFrom('booking').where('resource', '=', 'bay-9').execute();
            return won;
          });
          expect(claimed.length).toBeGreaterThanOrEqual(wishes.length === 0 ? 0 : 1);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('holds', () => {
  it('block while they last, then give the time back to the next claim at once', async () => {
    const held = await tx((t) => claim(t, { ...slot(21), holdExpiresAt: '2026-11-18T18:10:00.000Z' }));
    expect(held).toMatchObject({ ok: true, booking: { state: 'held' } });
    expect(await tx((t) => claim(t, { ...slot(21), at: '2026-11-18T18:09:59.000Z' }))).toMatchObject({
      ok: false,
    });
    expect(await tx((t) => claim(t, { ...slot(21), at: '2026-11-18T18:10:00.000Z' }))).toMatchObject({
      ok: true,
    });
    if (!held.ok) throw new Error('the hold was lost');
    expect(
      await tx((t) =>
        confirmHold(t, { tenantId, bookingId: held.booking.id, at: '2026-11-18T18:10:01.000Z' }),
      ),
    ).toBeNull();
    expect((await tx((t) => loadBooking(t, tenantId, held.booking.id)))?.state).toBe('expired');
  });

  it('are swept by their timer, and do not count as busy once they have run out', async () => {
    const now = shop.clock.now();
    await tx(async (t) =>
      carryOut(t, shop.pipeline, await originOf(t, 'assistant'), {
        type: 'hold',
        serviceKey: 'wash',
        ...slot(15, 23),
        resources: ['bay-2'],
        answers: {},
        name: null,
      }),
    );
    const busy = (instant: string) =>
      tx((t) =>
        busyAt(t, { tenantId, locationId, from: slot(15, 23).startAt, to: slot(15, 23).endAt, at: instant }),
      );
    expect(await busy(now.toISOString())).toHaveLength(1);
    expect(await busy(new Date(now.getTime() + 11 * 60_000).toISOString())).toHaveLength(0);
    await shop.passTime(11 * 60_000);
    const states = await tx((t) =>
      t.selectFrom('booking').select('state').where('state', '=', 'held').execute(),
    );
    expect(states).toHaveLength(0);
    expect(await tx((t) => expireHolds(t, tenantId, shop.clock.now().toISOString()))).toEqual([]);
  });
});

describe('moving', () => {
  it('keeps the old time until the new one is won, and the booking keeps its id', async () => {
    const [mine, theirs] = await tx(
      async (t) => [await claim(t, { ...slot(15, 24) }), await claim(t, { ...slot(17, 24) })] as const,
    );
    if (!mine.ok || !theirs.ok) throw new Error('the claims failed');
    const id = mine.booking.id;
    const lost = await tx((t) =>
      moveBooking(t, { tenantId, bookingId: id, ...slot(17, 24), resources: ['bay-1'], at }),
    );
    expect(lost).toEqual({ ok: false, code: 'slot-taken' });
    expect(await tx((t) => loadBooking(t, tenantId, id))).toMatchObject({
      startAt: slot(15, 24).startAt,
      state: 'confirmed',
      sequence: 0,
    });
    const won = await tx((t) =>
      moveBooking(t, { tenantId, bookingId: id, ...slot(18, 24), resources: ['bay-1'], at }),
    );
    expect(won).toMatchObject({ ok: true, booking: { id, startAt: slot(18, 24).startAt, sequence: 1 } });
    expect(await tx((t) => claim(t, { ...slot(15, 24) }))).toMatchObject({ ok: true });
  });

  it('lets two bookings that want each other time stay where they are, without a deadlock', async () => {
    const [one, two] = await tx(
      async (t) => [await claim(t, { ...slot(15, 25) }), await claim(t, { ...slot(16, 25) })] as const,
    );
    if (!one.ok || !two.ok) throw new Error('the claims failed');
    const move = (id: string, hour: number) =>
      tx((t) => moveBooking(t, { tenantId, bookingId: id, ...slot(hour, 25), resources: ['bay-1'], at }));
    const results = await Promise.all([move(one.booking.id, 16), move(two.booking.id, 15)]);
    expect(results.map((result) => result.ok)).toEqual([false, false]);
  });
});

describe('staff', () => {
  it('book, move and cancel with alternatives, records and reminders that follow', async () => {
    const startAt = '2026-11-27T17:00:00.000Z';
    const booked = await tx(async (t) =>
      bookSlot(t, shop.pipeline, await originOf(t), { serviceKey: 'wash', startAt, name: 'Sam' }),
    );
    if (!booked.ok) throw new Error('not booked');
    expect(
      await tx(async (t) =>
        bookSlot(t, shop.pipeline, await originOf(t), {
          serviceKey: 'wash',
          startAt: '2026-11-27T05:00:00.000Z',
          name: null,
        }),
      ),
    ).toMatchObject({ ok: false, code: 'slot-taken' });
    const moved = await tx(async (t) =>
      rebook(t, shop.pipeline, await originOf(t), booked.booking.id, '2026-11-27T19:00:00.000Z'),
    );
    expect(moved).toMatchObject({ ok: true, booking: { sequence: 1 } });
    // The reminder of the old time (15:00 UTC) must not fire; the one of the new time (17:00 UTC) must.
    await text(shop, 'hello');
    const before = (await received(shop, tenantId)).length;
    shop.clock.set('2026-11-27T15:30:00.000Z');
    await shop.settle();
    expect((await received(shop, tenantId)).length).toBe(before);
    shop.clock.set('2026-11-27T17:00:30.000Z');
    await shop.settle();
    const after = await received(shop, tenantId);
    expect(after.length).toBe(before + 1);
    expect(after.at(-1)).toMatch(/reminder of your Hand wash on Friday, Nov 27 at 1:00 PM.*STOP/);
    const cancelled = await tx(async (t) => unbook(t, shop.pipeline, await originOf(t), booked.booking.id));
    expect(cancelled).toMatchObject({ ok: true, booking: { state: 'cancelled' } });
    const kinds = (
      await tx((t) =>
        t.selectFrom('audit_record').select('kind').where('kind', 'like', 'booking.%').execute(),
      )
    ).map((row) => row.kind);
    expect(new Set(kinds)).toEqual(
      new Set(['booking.held', 'booking.expired', 'booking.confirmed', 'booking.moved', 'booking.cancelled']),
    );
  });

  it('never remind of a cancelled visit', async () => {
    const startAt = '2026-11-30T17:00:00.000Z';
    const booked = await tx(async (t) =>
      bookSlot(t, shop.pipeline, await originOf(t), { serviceKey: 'wash', startAt, name: 'Sam' }),
    );
    if (!booked.ok) throw new Error('not booked');
    // Cancelled behind the timer's back, as a restored backup or an import would do.
    await tx((t) =>
      t.updateTable('booking').set({ state: 'cancelled' }).where('id', '=', booked.booking.id).execute(),
    );
    const before = (await received(shop, tenantId)).length;
    shop.clock.set('2026-11-30T15:01:00.000Z');
    await shop.settle();
    expect((await received(shop, tenantId)).length).toBe(before);
  });
});

describe('who does the visit', () => {
  const startAt = '2026-11-20T17:00:00.000Z';
  const endAt = '2026-11-20T18:00:00.000Z';
  const own = (decision: string) => ({
    id: 'no-routing',
    use: 'cedar',
    author: 'counsel@harbor.example',
    kinds: ['route.assign'],
    settings: { text: `${decision} @because("We look first.") forbid (principal, action, resource);` },
  });
  const hold = { type: 'hold' as const, serviceKey: 'wash', answers: {}, name: null };
  const wish = { serviceKey: 'wash', startAt, name: 'Sam' };

  async function withReps(policy: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
    const before = { shop, tenantId, locationId };
    shop = await testInstallation({ at });
    try {
      const reps = [{ key: 'ana', name: 'Ana', skills: ['wash'] }];
      tenantId = await organise(
        shop,
        shopConfig({ location: { reps, calendar: { leadMinutes: 0 } }, tenant: { policy } }),
      );
      locationId = (await tx((t) => t.selectFrom('location').select('id').executeTakeFirstOrThrow())).id;
      await work();
    } finally {
      await shop.close();
      ({ shop, tenantId, locationId } = before);
    }
  }
  const assistantHolds = () =>
    tx(async (t) =>
      carryOut(t, shop.pipeline, await originOf(t, 'assistant'), {
        ...hold,
        startAt,
        endAt,
        resources: ['ana'],
      }),
    );
  const routed = () =>
    tx(async (t) => {
      const rows = await t
        .selectFrom('audit_record')
        .select('leaf')
        .where('kind', '=', 'decision.gate.route')
        .execute();
      return rows.map((row) => JSON.parse(row.leaf) as { body: Record<string, unknown> });
    });

  it('is asked of the Gate and on record, whoever books', () =>
    withReps({}, async () => {
      expect(await assistantHolds()).toMatchObject({ ok: true });
      expect(await routed()).toHaveLength(1);
      const later = { ...wish, startAt: '2026-11-20T19:00:00.000Z' };
      expect(await tx(async (t) => bookSlot(t, shop.pipeline, await originOf(t), later))).toMatchObject({
        ok: true,
        booking: { resource: 'ana' },
      });
      expect(await routed()).toHaveLength(2);
    }));

  it('is left to people where the rules do not agree: nothing is held, and the reason is told', () =>
    withReps({ own: [own('')] }, async () => {
      expect(await assistantHolds()).toEqual({ ok: false, code: 'not-routed' });
      expect(await tx(async (t) => bookSlot(t, shop.pipeline, await originOf(t), wish))).toMatchObject({
        ok: false,
        code: 'not-routed',
        why: expect.stringContaining('look first') as string,
      });
      expect(await tx((t) => t.selectFrom('booking').select('id').execute())).toEqual([]);
    }));

  it('goes to counsel where only counsel can say, once for the location', () =>
    withReps({ own: [own('@decision("route-to-counsel")')] }, async () => {
      expect(await assistantHolds()).toMatchObject({ ok: false });
      expect(await assistantHolds()).toMatchObject({ ok: false });
      const items = await tx((t) => t.selectFrom('counsel_item').select(['action', 'state']).execute());
      expect(items).toEqual([{ action: 'route.assign', state: 'open' }]);
    }));

  it('costs nothing where there are only bays', async () => {
    const before = (await routed()).length;
    const booked = await tx(async (t) =>
      bookSlot(t, shop.pipeline, await originOf(t), { ...wish, startAt: '2026-12-01T17:00:00.000Z' }),
    );
    expect(booked).toMatchObject({ ok: true });
    expect(await routed()).toHaveLength(before);
  });
});
