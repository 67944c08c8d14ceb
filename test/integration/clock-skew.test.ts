/**
 * If this fails: a phone system whose clock is minutes off makes two calls of one for ever, or what was learned of it
 * changes verdicts that were recorded before.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { learnClocks } from '../../src/pipeline/learn-clocks.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { fictionalNumber } from '../../src/simulate/demo-places.ts';
import { seededRandom } from '../../src/simulate/random.ts';
import { deliveriesOf } from '../../src/simulate/vendors/deliveries.ts';
import type { Ring } from '../../src/simulate/vendors/ring.ts';
import { readClockSkew, type StoredSkew } from '../../src/store/clock-skew.ts';
import { deliver, organise, type TestDelivery } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const AHEAD_MS = 240_000;
const random = seededRandom(5);
let shop: TestInstallation;
let tenantId: string;

beforeEach(async () => {
  shop = await testInstallation({ at: '2026-11-18T20:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterEach(() => shop.close());

/** The same ring as the call tracking tells it, and as a switchboard whose clock is four minutes fast does. */
function told(place: number, at: string, story: Ring['story'] = 'no-answer'): TestDelivery[] {
  const ring: Ring = {
    id: random.hex(40),
    caller: fictionalNumber('312', place),
    main: SHOP.main,
    tracking: SHOP.tracking,
    desk: '+13125550109',
    startedAt: new Date(at),
    story,
    ringSeconds: 20,
    talkSeconds: 0,
    attestation: 'A',
    chatty: false,
  };
  const fast = { ...ring, startedAt: new Date(Date.parse(at) + AHEAD_MS) };
  return [...deliveriesOf(ring, ['callrail']), ...deliveriesOf(fast, ['ringcentral'])].map((delivery) => ({
    source: `shop-${delivery.surface}`,
    body: delivery.body,
    contentType: delivery.contentType,
  }));
}
const skews = (): Promise<StoredSkew[]> =>
  shop.pipeline.store.tx(tenantId, (tx) => readClockSkew(tx, tenantId));
const callsOf = async (place: number): Promise<number[]> => {
  const rows = await shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('attempt').select('view').where('caller', '=', fictionalNumber('312', place)).execute(),
  );
  return rows.map((row) => (row.view as { calls: unknown[] }).calls.length);
};
const differences = async (): Promise<number> => (await replay(shop.pipeline, tenantId)).differenceCount;

it('is learned from forwarded calls, applied from then on, and named in the record', async () => {
  for (let place = 20; place < 45; place += 1) await deliver(shop, told(place, '2026-11-18T19:30:00Z'));
  await shop.settle();
  expect(await callsOf(30)).toEqual([2]);
  expect(await learnClocks(shop.pipeline)).toBe(1);
  const learned = new Map((await skews()).map((skew) => [skew.surface, skew]));
  expect(learned.size).toBe(2);
  const offsetMs = (learned.get('ringcentral')?.offsetMs ?? 0) - (learned.get('callrail')?.offsetMs ?? 0);
  expect(Math.abs(offsetMs - AHEAD_MS)).toBeLessThan(8000);

  await deliver(shop, told(50, '2026-11-18T19:58:00Z', 'voicemail-not-left'));
  await shop.settle();
  expect(await callsOf(50)).toEqual([1]);
  // What was judged before is not touched, and all of it can be derived again from its own facts.
  expect(await callsOf(30)).toEqual([2]);
  expect(await differences()).toBe(0);

  // Not asked again within the hour; then the same calls say the same.
  expect(await learnClocks(shop.pipeline)).toBe(0);
  const before = await skews();
  shop.clock.advance(3_600_000);
  expect(await learnClocks(shop.pipeline)).toBe(1);
  expect((await skews()).map((skew) => skew.offsetMs)).toEqual(before.map((skew) => skew.offsetMs));
});

it('is not learned from a handful of calls', async () => {
  for (let place = 20; place < 30; place += 1) await deliver(shop, told(place, '2026-11-18T19:30:00Z'));
  await shop.settle();
  expect(await learnClocks(shop.pipeline)).toBe(0);
  expect(await skews()).toEqual([]);
});
