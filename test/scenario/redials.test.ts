/**
 * If this fails: a caller who keeps trying gets several texts, or becomes several leads, or some of his tries are lost
 * from view; or all that hangs on the order in which vendors happen to deliver.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/simulate/random.ts';
import { deliveriesOf } from '../../src/simulate/vendors/deliveries.ts';
import type { Delivery, Ring } from '../../src/simulate/vendors/ring.ts';
import { deliver, organise, type TestDelivery } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const REDIALS = 10;
const FIRST = Date.parse('2026-11-18T18:00:00Z');
/** Ten tries in two minutes, each seen by the tracking number's vendor and by the carrier behind it. */
const RINGS: readonly Ring[] = Array.from({ length: REDIALS }, (_, index) => ({
  id: String(index).repeat(40),
  caller: SHOP.caller,
  main: SHOP.main,
  tracking: SHOP.tracking,
  desk: '+13125550109',
  startedAt: new Date(FIRST + index * 12_000),
  story: 'no-answer' as const,
  ringSeconds: 9,
  talkSeconds: 0,
  attestation: 'A' as const,
  chatty: index % 3 === 0,
}));
const ALL: readonly Delivery[] = RINGS.flatMap((ring) => deliveriesOf(ring, ['twilio', 'callrail'])).sort(
  (a, b) => a.at.getTime() - b.at.getTime(),
);
const asTest = ({ surface, body, contentType }: Delivery): TestDelivery => ({
  source: `shop-${surface}`,
  body,
  contentType,
});

interface Outcome {
  readonly attempts: readonly unknown[];
  readonly texts: readonly unknown[];
  readonly leads: number;
  readonly contacts: number;
}

async function outcome(shop: TestInstallation, tenantId: string): Promise<Outcome> {
  return shop.pipeline.store.tx(tenantId, async (tx) => {
    const attempts = await tx.selectFrom('attempt').selectAll().where('merged_into', 'is', null).execute();
    const events = await tx.selectFrom('call_event').select('attempt_id').execute();
    return {
      attempts: attempts.map((row) => {
        const view = row.view as {
          calls: readonly {
            callKey: string;
            startedAt: string;
            outcome: string;
            surfaces: readonly string[];
          }[];
          classes: readonly { class: string }[];
        };
        return {
          caller: row.caller,
          state: row.state,
          primaryClass: row.primary_class,
          answer: row.answer,
          classes: view.classes.map((finding) => finding.class),
          calls: view.calls.map((call) => [call.callKey, call.outcome, [...call.surfaces].sort().join('+')]),
          events: events.filter((event) => event.attempt_id === row.id).length,
        };
      }),
      texts: (
        await tx
          .selectFrom('handset_message')
          .select(['recipient', 'sender', 'body'])
          .where('direction', '=', 'to-handset')
          .execute()
      ).map((text) => `${text.sender} ${text.recipient} ${text.body}`),
      leads: (await tx.selectFrom('lead').select('id').execute()).length,
      contacts: (await tx.selectFrom('contact').select('id').execute()).length,
    };
  });
}

describe('ten redials in two minutes over two vendors', () => {
  let shop: TestInstallation;
  let tenantId: string;
  beforeAll(async () => {
    shop = await testInstallation({ at: new Date(FIRST).toISOString() });
    tenantId = await organise(shop, shopConfig({ textback: { delaySeconds: 10, nudges: [] } }));
  });
  afterAll(() => shop.close());

  it('are one text, one lead and one attempt that shows every call', async () => {
    for (const delivery of ALL) {
      const wait = delivery.at.getTime() - shop.clock.now().getTime();
      if (wait > 0) await shop.passTime(wait);
      await deliver(shop, [asTest(delivery)]);
      await shop.settle();
    }
    await shop.passTime(120_000);
    const found = await outcome(shop, tenantId);
    expect(found).toMatchObject({ leads: 1, contacts: 1, attempts: [{ state: 'missed', answer: 'sent' }] });
    expect(found.texts).toHaveLength(1);
    const [attempt] = found.attempts as { calls: readonly unknown[][]; events: number }[];
    expect(attempt?.calls).toHaveLength(REDIALS);
    expect(attempt?.calls.every((call) => call[1] === 'missed' && call[2] === 'callrail+twilio')).toBe(true);
  });
});

describe('the same webhooks in any order, some of them twice', () => {
  it('end in the same attempts, classes and texts', { timeout: 120_000 }, async () => {
    const outcomes: Outcome[] = [];
    for (const seed of [0, 1, 2, 3, 4]) {
      const random = seededRandom(seed);
      const shop = await testInstallation({ at: new Date(FIRST + 130_000).toISOString() });
      try {
        const tenantId = await organise(shop, shopConfig({ textback: { delaySeconds: 60, nudges: [] } }));
        const doubled = [...ALL, ...ALL.filter(() => random.chance(0.4))];
        const order = seed === 0 ? doubled : random.shuffled(doubled);
        // In bursts, as they would come: what one burst decided the next may have to revise.
        for (let at = 0; at < order.length; at += 7) {
          await deliver(shop, order.slice(at, at + 7).map(asTest));
          await shop.settle();
        }
        await shop.passTime(120_000);
        outcomes.push(await outcome(shop, tenantId));
      } finally {
        await shop.close();
      }
    }
    const [first, ...others] = outcomes;
    expect(first?.texts).toHaveLength(1);
    expect(first?.leads).toBe(1);
    for (const other of others) expect(other).toEqual(first);
  });
});
