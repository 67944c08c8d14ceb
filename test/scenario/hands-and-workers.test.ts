/**
 * If this fails: a machine texts into a conversation that a person has taken over, nobody answers in one that a person
 * closed, or a call is laid aside or forgotten because two workers got in each other's way.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { bookSlot, freeSlots } from '../../src/pipeline/book.ts';
import { drainInbox } from '../../src/pipeline/hear.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { deliver, form, organise, twilioMiss } from '../support/deliver.ts';
import { served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

let shop: Served;
let tenantId: string;
let agent: Client;
const DAY = 86_400_000;

beforeEach(async () => {
  shop = await served({ at: '2026-11-17T18:00:00Z' });
  tenantId = await organise(shop, shopConfig({ textback: { nudges: [] } }));
  agent = await shop.as(tenantId, 'agent');
});
afterEach(() => shop.close());

const attempts = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('attempt').selectAll().where('merged_into', 'is', null).orderBy('started_at').execute(),
  );
const threadId = async (): Promise<string> =>
  (
    await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('thread').select('id').executeTakeFirstOrThrow(),
    )
  ).id;
const inboxStates = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('inbox').select(['id', 'state']).orderBy('id').execute(),
  );

describe('a conversation that a person has taken over', () => {
  it('gets no automatic text for another missed call days later; the caller is on the callback list', async () => {
    await missedCall(shop);
    await agent.ok('POST', `/api/v1/threads/${await threadId()}/takeover`);
    await shop.passTime(2 * DAY);
    const before = (await received(shop, tenantId)).length;
    await missedCall(shop);
    expect((await received(shop, tenantId)).length).toBe(before);
    const last = (await attempts()).at(-1);
    expect(last).toMatchObject({ answer: 'held', answer_code: 'held-by-person' });
    const items = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('callback_item').select('attempt_id').where('state', '=', 'open').execute(),
    );
    expect(items.map((item) => item.attempt_id)).toContain(last?.id);
  });

  it('gets none that was written a moment before and had not left', async () => {
    await missedCall(shop);
    const before = (await received(shop, tenantId)).length;
    await text(shop, 'How much is a hand wash?', { settle: false });
    await shop.plan.drainInbox(shop.pipeline);
    await agent.ok('POST', `/api/v1/threads/${await threadId()}/takeover`);
    await shop.settle();
    expect((await received(shop, tenantId)).length).toBe(before);
  });

  it('leaves no call behind that seems to be answered, when its text was taken back', async () => {
    await missedCall(shop);
    await shop.passTime(2 * DAY);
    const before = (await received(shop, tenantId)).length;
    await deliver(
      shop,
      twilioMiss(shop.clock.now(), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }),
    );
    await shop.settle();
    shop.clock.advance(20_000);
    await runDue(shop.pipeline, 'answer', shop.plan.steps.answer);
    await agent.ok('POST', `/api/v1/threads/${await threadId()}/takeover`);
    await shop.settle();
    expect((await received(shop, tenantId)).length).toBe(before);
    expect((await attempts()).at(-1)).toMatchObject({ answer: 'cancelled', answer_code: 'taken-over' });
  });
});

describe('a conversation that a person closed', () => {
  it('is the assistant’s again when another missed call opens it', async () => {
    await missedCall(shop);
    const thread = await threadId();
    await agent.ok('POST', `/api/v1/threads/${thread}/takeover`);
    await agent.ok('POST', `/api/v1/threads/${thread}/close`);
    await shop.passTime(2 * DAY);
    await missedCall(shop);
    const before = (await received(shop, tenantId)).length;
    expect(before).toBe(2);
    await text(shop, 'How much is a hand wash?');
    expect((await received(shop, tenantId)).length).toBe(before + 1);
  });
});

describe('a reminder that cannot go out', () => {
  it('is told to the shop, with the reason', async () => {
    const { pipeline } = shop;
    const config = shopConfig({
      textback: { nudges: [] },
      location: { calendar: { reminderMinutesBefore: [1440] } },
    });
    await organise(shop, config);
    await pipeline.store.tx(tenantId, async (tx) => {
      const organisation = await pipeline.organisations.load(tx, tenantId);
      const [location] = organisation.locations.values();
      if (location === undefined) throw new Error('no location');
      const at = shop.clock.now().toISOString();
      const origin = {
        organisation,
        location,
        phone: SHOP.caller,
        contactId: null,
        threadId: null,
        attemptId: null,
        by: 'staff:test',
        at,
      };
      const slots = await freeSlots(tx, { organisation, location, serviceKey: 'wash', at });
      const slot = slots.find((each) => Date.parse(each.startAt) > shop.clock.now().getTime() + 1.5 * DAY);
      if (slot === undefined) throw new Error('no slot');
      const booked = await bookSlot(tx, pipeline, origin, {
        serviceKey: 'wash',
        startAt: slot.startAt,
        name: 'Ann',
      });
      expect(booked.ok).toBe(true);
    });
    for (const location of config.banners.flatMap((banner) => banner.locations)) delete location.sender;
    await organise(shop, config);
    for (let day = 0; day < 4; day += 1) await shop.passTime(DAY / 2);
    const notices = await pipeline.store.tx(tenantId, (tx) =>
      tx
        .selectFrom('notification')
        .select(['subject', 'body'])
        .where('dedupe_key', 'like', 'reminder-not-sent:%')
        .execute(),
    );
    expect(notices.length).toBeGreaterThan(0);
    expect(notices[0]?.body).toMatch(/no number that may send texts/);
  });
});

describe('workers in each other’s way', () => {
  const miss = (from: string): ReturnType<typeof twilioMiss> =>
    twilioMiss(shop.clock.now(), { from, to: SHOP.main, source: 'shop-twilio' }).slice(0, 1);
  const withSources = (byId: Pipeline['sources']['byId']): Pipeline => ({
    ...shop.pipeline,
    sources: { ...shop.pipeline.sources, byId },
  });

  it('lose a deadlock again and again, and no delivery is laid aside for it', async () => {
    await deliver(shop, miss(SHOP.caller));
    let lost = 0;
    const unlucky = withSources(async (id) => {
      lost += 1;
      if (lost <= 5) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return shop.pipeline.sources.byId(id);
    });
    await drainInbox(unlucky).catch(() => undefined);
    await drainInbox(unlucky);
    expect((await inboxStates()).map((row) => row.state)).toEqual(['done']);
  });

  it('lay aside the delivery that failed, not the one that happens to be next', async () => {
    await deliver(shop, [...miss(SHOP.caller), ...miss('+13125550143')]);
    const [bad, good] = await inboxStates();
    let failures = 0;
    let letGo: () => void = () => undefined;
    const released = new Promise<void>((done) => (letGo = done));
    let competitor: Promise<unknown> = Promise.resolve();
    const failing = withSources((id) => {
      failures += 1;
      // The batch fails, then the first of it alone; by then another worker waits for the very same delivery.
      if (failures === 2) {
        competitor = shop.pipeline.store.tx(ALL_TENANTS, async (tx) => {
          await sql`select id from inbox where id = ${bad?.id ?? 0} for update`.execute(tx);
          await released;
        });
        setTimeout(letGo, 500);
      }
      if (failures <= 2)
        return new Promise((_, fail) => setTimeout(() => fail(new Error('cannot read this')), 100));
      return shop.pipeline.sources.byId(id);
    });
    await drainInbox(failing);
    await competitor;
    expect(await inboxStates()).toEqual([
      { id: bad?.id, state: 'quarantined' },
      { id: good?.id, state: 'done' },
    ]);
  });

  it('do not undo what another learned of a call while they heard news of it', async () => {
    // Two products see one call; one of them hides the number, so its news is not filed under the caller.
    const [dial, status] = twilioMiss(shop.clock.now(), {
      from: SHOP.caller,
      to: SHOP.main,
      source: 'shop-twilio',
    });
    if (dial === undefined || status === undefined) throw new Error('two events expected');
    await deliver(shop, [dial]);
    await shop.settle();
    const hidden = new URLSearchParams(status.body);
    for (const key of ['From', 'Caller']) hidden.set(key, 'anonymous');
    await deliver(shop, [form('shop-twilio', Object.fromEntries(hidden))]);

    let drained: Promise<unknown> = Promise.resolve();
    await shop.pipeline.store.tx(tenantId, async (tx) => {
      await sql`update attempt set answer = 'held', answer_code = 'text-landline'`.execute(tx);
      drained = shop.plan.drainInbox(shop.pipeline).catch((error: unknown) => error);
      await expect
        .poll(async () => {
          const waits = await sql<{
            n: number;
          }>`select count(*)::int as n from pg_locks where not granted and locktype = 'transactionid'`.execute(
            tx,
          );
          return waits.rows[0]?.n;
        })
        .toBeGreaterThan(0);
    });
    await drained;
    expect(await attempts()).toHaveLength(1);
    expect((await attempts())[0]).toMatchObject({ answer: 'held', answer_code: 'text-landline' });
  });
});
