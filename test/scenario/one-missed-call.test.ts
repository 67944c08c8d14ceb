/**
 * If this fails: a missed call is not texted, is texted twice, or is texted when it must not be, and nobody can say why.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver, form, organise, twilioMiss } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let shop: TestInstallation;
let tenantId: string;

beforeAll(async () => {
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterAll(() => shop.close());

const carried = (): Promise<{ recipient: string; body: string }[]> =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx
      .selectFrom('handset_message')
      .select(['recipient', 'body'])
      .where('direction', '=', 'to-handset')
      .orderBy('id')
      .execute(),
  );
const attempts = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('attempt').selectAll().where('merged_into', 'is', null).orderBy('started_at').execute(),
  );

describe('one Twilio missed call', () => {
  it('is texted once, twenty seconds after the miss, with one contact and one lead', async () => {
    await deliver(
      shop,
      twilioMiss(shop.clock.now(), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }),
    );
    await shop.settle();
    expect(await carried()).toHaveLength(0);
    expect((await attempts()).map((attempt) => [attempt.state, attempt.answer])).toEqual([
      ['missed', 'scheduled'],
    ]);

    await shop.passTime(20_000);
    const texts = await carried();
    expect(texts.map((text) => text.recipient)).toEqual([SHOP.caller]);
    expect(texts[0]?.body).toMatch(/Harbor Detailing/);
    expect(texts[0]?.body).toMatch(/STOP/);
    expect((await attempts()).map((attempt) => attempt.answer)).toEqual(['sent']);
    const [contacts, leads] = await shop.pipeline.store.tx(tenantId, async (tx) => [
      await tx.selectFrom('contact').selectAll().execute(),
      await tx.selectFrom('lead').selectAll().execute(),
    ]);
    expect(contacts).toHaveLength(1);
    expect(leads).toHaveLength(1);
  });

  it('records what was decided, on what, by which rule', async () => {
    const kinds = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('audit_record').select('kind').orderBy('id').execute(),
    );
    const seen = new Set(kinds.map((row) => row.kind));
    for (const kind of [
      'decision.detect',
      'decision.answer',
      'decision.compose.textback',
      'decision.gate',
      'send.intent',
      'send.started',
      'send.answer',
    ]) {
      expect(seen).toContain(kind);
    }
  });

  it('is not texted again for redials in the next minutes', async () => {
    for (let redial = 0; redial < 4; redial += 1) {
      await shop.passTime(25_000);
      await deliver(
        shop,
        twilioMiss(shop.clock.now(), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }),
      );
      await shop.settle();
    }
    await shop.passTime(120_000);
    expect(await carried()).toHaveLength(1);
    expect(await attempts()).toHaveLength(1);
  });

  it('is refused by the Gate for a second call on the same day, and lands on the callback list', async () => {
    await shop.passTime(2 * 3_600_000);
    await deliver(
      shop,
      twilioMiss(shop.clock.now(), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }),
    );
    await shop.passTime(30_000);
    const all = await attempts();
    expect(all).toHaveLength(2);
    expect(all[1]).toMatchObject({ answer: 'held', answer_code: 'frequency-cap' });
    expect(await carried()).toHaveLength(1);
    const callbacks = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('callback_item').selectAll().execute(),
    );
    expect(callbacks.map((item) => item.attempt_id)).toContain(all[1]?.id);
  });

  it('is not texted when somebody calls back before the text is due', async () => {
    const caller = '+13125550163';
    await deliver(shop, twilioMiss(shop.clock.now(), { from: caller, to: SHOP.main, source: 'shop-twilio' }));
    await shop.passTime(8_000);
    const fields = {
      CallSid: `CA${'9'.repeat(32)}`,
      AccountSid: `AC${'1'.repeat(32)}`,
      From: SHOP.main,
      To: caller,
      Direction: 'outbound-api',
      CallStatus: 'ringing',
      Timestamp: shop.clock.now().toUTCString().replace('GMT', '+0000'),
      SequenceNumber: '1',
      CallbackSource: 'call-progress-events',
    };
    await deliver(shop, [form('shop-twilio', fields)]);
    await shop.passTime(30_000);
    const mine = (await attempts()).find((attempt) => attempt.caller === caller);
    expect(mine).toMatchObject({ answer: 'cancelled', answer_code: 'called-back' });
    expect((await carried()).map((text) => text.recipient)).not.toContain(caller);
  });
});
