/**
 * If this fails: a person who told one brand STOP is texted by another of the same operator, START to a brand is held up
 * or wakes brands it was not said to, or the provider's own reading of a word is not on the ledger.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiveText } from '../../src/pipeline/reply.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

const OTHER = '+13125550110';

let shop: TestInstallation;
let tenantId: string;

beforeEach(async () => {
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  const one = shopConfig();
  const [banner] = one.banners;
  const [location] = banner?.locations ?? [];
  if (banner === undefined || location === undefined) throw new Error('the test shop has one location');
  const second = {
    ...banner,
    key: 'lakeside',
    name: 'Lakeside Detailing',
    legalEntity: 'Lakeside Detailing LLC',
    locations: [
      {
        ...location,
        key: 'lake-street',
        name: 'Lake Street',
        numbers: [{ number: OTHER, kind: 'main', sms: true }],
        ...(location.sender === undefined ? {} : { sender: { ...location.sender, number: OTHER } }),
      },
    ],
  };
  tenantId = await organise(shop, shopConfig({ banners: [second] }));
});
afterEach(() => shop.close());

const ledger = async () =>
  shop.pipeline.store.tx(tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('consent_event as c')
      .innerJoin('banner as b', 'b.id', 'c.banner_id')
      .select(['b.key', 'c.kind', 'c.proof'])
      .where('c.kind', 'in', ['opted-out', 're-opted-in'])
      .orderBy('c.seq')
      .execute();
    return rows.map((row) => `${row.key} ${row.kind}`);
  });

it('a STOP to one brand silences the other; START to that other brings its texts back, and only its', async () => {
  await missedCall(shop);
  await text(shop, 'STOP');
  const after = (await received(shop, tenantId)).length;
  await text(shop, 'how much is a hand wash?', { to: OTHER });
  expect(await received(shop, tenantId)).toHaveLength(after);

  await text(shop, 'START', { to: OTHER });
  expect((await received(shop, tenantId)).at(-1)).toMatch(/Lakeside.*Msg & data rates/s);
  await text(shop, 'so how much is the hand wash?', { to: OTHER });
  expect((await received(shop, tenantId)).at(-1)).toContain('$49');
  expect(await ledger()).toEqual(['harbor opted-out', 'lakeside re-opted-in']);

  const before = (await received(shop, tenantId)).length;
  await text(shop, 'how much is a hand wash?');
  expect(await received(shop, tenantId)).toHaveLength(before);
});

it('a STOP to the first brand after that START silences both again', async () => {
  await missedCall(shop);
  await text(shop, 'STOP');
  await text(shop, 'START', { to: OTHER });
  await shop.passTime(1000);
  await text(shop, 'unsubscribe');
  const after = (await received(shop, tenantId)).length;
  await text(shop, 'how much is a hand wash?', { to: OTHER });
  expect(await received(shop, tenantId)).toHaveLength(after);
});

it("the provider's STOP and START are on the ledger; its START for a mere YES is not", async () => {
  await missedCall(shop);
  const say = async (body: string, optOutType: 'STOP' | 'START', id: string) => {
    const source = (await shop.pipeline.sources.ofTenant(tenantId)).find(({ kind }) => kind === 'messaging');
    if (source === undefined) throw new Error('the test shop has a messaging source');
    await shop.pipeline.store.tx(tenantId, (tx) =>
      receiveText(tx, shop.pipeline, {
        source,
        from: SHOP.caller,
        to: SHOP.main,
        body,
        providerId: id,
        optOutType,
        at: shop.clock.now().toISOString(),
      }),
    );
    await shop.settle();
    await shop.passTime(1000);
  };
  await say('basta ya amigos', 'STOP', 'one');
  await say('YES', 'START', 'two');
  expect(await ledger()).toEqual(['harbor opted-out']);
  await say('UNSTOP', 'START', 'three');
  expect(await ledger()).toEqual(['harbor opted-out', 'harbor re-opted-in']);
});
