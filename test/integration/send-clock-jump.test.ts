/**
 * If this fails: a simulated clock that jumps while a text is on its way makes Ringback ask too early, hear "absent", and
 * send the same text twice.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reconcile } from '../../src/pipeline/reconcile.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import { sendJobs } from '../../src/store/jobs.ts';
import { deliver, organise, twilioMiss } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let shop: TestInstallation;
let tenantId: string;

beforeAll(async () => {
  shop = await testInstallation();
  tenantId = await organise(shop, shopConfig());
});
afterAll(() => shop.close());

it('does not ask the provider while its own call may still be under way', async () => {
  const { pipeline, clock } = shop;
  await deliver(shop, twilioMiss(clock.now(), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }));
  await shop.passTime(20_000);
  const [message] = await pipeline.store.tx(tenantId, (tx) => tx.selectFrom('message').selectAll().execute());
  if (message === undefined) throw new Error('nothing was sent');
  // As it stands between handing the text over and hearing back, with the carrier's books still empty.
  const underWayUntil = new Date(clock.now().getTime() + 20_000).toISOString();
  await pipeline.store.tx(tenantId, async (tx) => {
    await tx.deleteFrom('handset_message').execute();
    await tx
      .updateTable('message')
      .set({ state: 'unknown', provider_id: null, accepted_at: null })
      .where('id', '=', message.id)
      .execute();
    await sendJobs(tx, [
      {
        tenantId,
        kind: 'reconcile',
        key: message.id,
        dueAt: clock.now().toISOString(),
        payload: { asked: 0, underWayUntil },
      },
    ]);
  });
  const submissions = (): Promise<number | undefined> =>
    pipeline.store
      .tx(tenantId, (tx) => tx.selectFrom('job').selectAll().where('kind', '=', 'send').execute())
      .then((jobs) => jobs.length);

  expect(await runDue(pipeline, 'reconcile', reconcile)).toBe(1);
  expect(await submissions()).toBe(0);
  clock.advance(180_000);
  expect(await runDue(pipeline, 'reconcile', reconcile)).toBe(1);
  expect(await submissions()).toBe(1);
});
