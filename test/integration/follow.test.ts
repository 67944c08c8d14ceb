/**
 * If this fails: people who have replied, booked, stopped or been called are nagged; or those who never answered are
 * forgotten instead of landing on the call-back list.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

let shop: TestInstallation;
let tenantId: string;
const HOUR = 3_600_000;

beforeEach(async () => {
  shop = await testInstallation({ at: '2026-11-18T16:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterEach(() => shop.close());

const texts = () => received(shop, tenantId);
const lead = () =>
  shop.pipeline.store.tx(tenantId, (tx) => tx.selectFrom('lead').selectAll().executeTakeFirstOrThrow());
const callbacks = () =>
  shop.pipeline.store.tx(tenantId, (tx) => tx.selectFrom('callback_item').selectAll().execute());
const hours = async (count: number): Promise<void> => {
  for (let hour = 0; hour < count; hour += 1) await shop.passTime(HOUR);
};

describe('nobody answers', () => {
  it('nudges later that day and the next, then leaves the rest to a person', async () => {
    await missedCall(shop);
    await hours(5);
    expect(await texts()).toHaveLength(2);
    expect((await texts())[1]).toMatch(/Harbor Detailing.*STOP/);
    await hours(24);
    expect(await texts()).toHaveLength(3);
    await hours(26);
    expect(await texts()).toHaveLength(3);
    expect((await lead()).outcome).toBe('contacted-no-reply');
    expect((await callbacks()).map((item) => item.reason_code)).toContain('no-reply');
    await hours(50);
    const kinds = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('consent_event').select('kind').execute(),
    );
    expect(kinds.map((row) => row.kind)).toContain('lapsed');
    expect(await texts()).toHaveLength(3);
  }, 120_000);

  it('waits for the morning when a nudge falls into the quiet hours', async () => {
    shop.clock.set('2026-11-19T00:30:00Z'); // 6:30 pm in Chicago, nudge due at 10:30 pm
    await missedCall(shop);
    await hours(6);
    expect(await texts()).toHaveLength(1);
    shop.clock.set('2026-11-19T15:00:00Z');
    await shop.settle();
    expect(await texts()).toHaveLength(2);
  });

  it('never nudges where no notice was heard: a nudge is not covered by the permission of the first text', async () => {
    await shop.close();
    shop = await testInstallation({ at: '2026-11-18T16:00:00Z' });
    tenantId = await organise(
      shop,
      shopConfig({
        location: {
          greetingNotice: undefined,
          counselApprovals: [
            { rule: 'tcpa-prior-express-consent', approvedBy: 'Counsel', approvedOn: '2026-01-01' },
          ],
        },
      }),
    );
    await missedCall(shop);
    const first = await texts();
    expect(first).toHaveLength(1);
    await hours(30);
    expect(await texts()).toEqual(first);
  }, 60_000);
});

describe.each([
  ['a reply', () => text(shop, 'who is this?')],
  ['STOP', () => text(shop, 'STOP')],
  [
    'a booking',
    async () => {
      await text(shop, 'hand wash friday 11am');
    },
  ],
  [
    'a person taking over',
    () =>
      shop.pipeline.store.tx(tenantId, async (tx) => {
        await tx.updateTable('thread').set({ holder: 'human' }).execute();
      }),
  ],
  [
    'a call-back',
    () =>
      shop.pipeline.store.tx(tenantId, async (tx) => {
        const attempt = await tx
          .selectFrom('attempt')
          .select(['id', 'location_id'])
          .executeTakeFirstOrThrow();
        await tx
          .insertInto('callback_item')
          .values({
            id: attempt.id,
            tenant_id: tenantId,
            location_id: attempt.location_id,
            attempt_id: attempt.id,
            reason_code: 'x',
            reason: 'x',
            state: 'done',
            handled_by: 'staff:sam',
            handled_at: shop.clock.now(),
            created_at: shop.clock.now(),
          })
          .execute();
      }),
  ],
])('after %s', (_, sign) => {
  it('no nudge goes out', async () => {
    await missedCall(shop);
    await sign();
    const before = await texts();
    await hours(30);
    const after = (await texts()).slice(before.length);
    expect(after).toEqual([]);
  }, 60_000);
});
