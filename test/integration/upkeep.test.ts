/**
 * If this fails: a vendor that has to be asked is asked too often, too seldom, after it said no, or not any more; a
 * crash loses or doubles calls; a push subscription runs out unseen; or a simulated organisation reaches the outside.
 */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backOffMs, planUpkeep } from '../../src/pipeline/upkeep.ts';
import { poll } from '../../src/pipeline/poll.ts';
import { subscribe } from '../../src/pipeline/subscribe.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import type { TenantConfig } from '../../src/core/model/organisation.ts';
import { organise } from '../support/deliver.ts';
import { manualClock, testInstallation, type TestInstallation } from '../support/installation.ts';
import { polledVendor, type PolledVendor } from '../support/polled-vendor.ts';
import { shopConfig } from '../support/shop.ts';

const START = '2026-11-18T18:00:00.000Z';
const MINUTE = 60_000;
const KEY = 'key-number-one';

let shop: TestInstallation;
let vendor: PolledVendor;
let tenantId: string;

/** Only the polled source: the others of the shop have nothing to look for. */
function config(settings: Record<string, unknown> = { apiKey: KEY }, simulated = false): TenantConfig {
  return shopConfig({
    tenant: {
      tenant: { key: 'shop', name: 'Harbor Detailing', zone: 'America/Chicago', simulated },
      sources: [{ key: 'shop-polled', kind: 'voice', connector: 'polled', settings }],
    },
    location: { sender: undefined, textback: { mode: 'shadow' } },
  });
}

async function open(rates?: Parameters<typeof polledVendor>[1], publicUrl?: string): Promise<void> {
  const clock = manualClock(START);
  vendor = polledVendor(() => shop.clock.now(), rates);
  shop = await testInstallation({
    at: clock.now().toISOString(),
    fetch: (...args) => vendor.fetch(...args),
    connectors: { voice: new Map([['polled', vendor.surface]]) },
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}

beforeEach(() => open());
afterEach(() => shop.close());

const calls = (): Promise<string[]> =>
  shop.pipeline.store.tx(tenantId, async (tx) =>
    (await tx.selectFrom('call_event').select('event').execute())
      .map((row) => (row.event as { callId: string }).callId)
      .sort(),
  );
const pagesKept = (): Promise<number> =>
  shop.pipeline.store.tx(
    tenantId,
    async (tx) => (await tx.selectFrom('inbox').select('id').execute()).length,
  );
const task = (kind: 'poll' | 'subscribe') =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('source_task').selectAll().where('kind', '=', kind).executeTakeFirstOrThrow(),
  );
const jobs = (): Promise<string[]> =>
  shop.pipeline.store.tx(tenantId, async (tx) =>
    (
      await tx
        .selectFrom('job')
        .select('kind')
        .where('kind', 'in', ['poll', 'subscribe', 'unsubscribe'])
        .execute()
    ).map((row) => row.kind),
  );
const looks = () => vendor.asked.filter((each) => each.path === '/calls');
const seconds = async (count: number, step = 1): Promise<void> => {
  for (let at = 0; at < count; at += step) await shop.passTime(step * 1000);
};

describe('looking for news', () => {
  it('reads page after page of one look, then comes again reaching back', async () => {
    vendor.pages = [['a', 'b'], ['c'], ['d']];
    tenantId = await organise(shop, config());
    await shop.settle();
    expect(looks()).toHaveLength(1);
    await seconds(3);
    expect(await calls()).toEqual(['a', 'b', 'c', 'd']);
    expect(looks().map((each) => each.cursor)).toEqual([null, '1', '2']);
    const [first, , last] = looks();
    expect(first).toMatchObject({ from: '2026-11-18T17:55:00.000Z', to: START });
    expect([last?.from, last?.to]).toEqual([first?.from, first?.to]);
    expect(await task('poll')).toMatchObject({ looked_until: START, failures: 0, page_mark: null });

    vendor.pages = [['d', 'e']];
    await seconds(70, 10);
    expect(looks()).toHaveLength(4);
    // From the end of the last look, minus what may be written late.
    expect(looks()[3]?.from).toBe('2026-11-18T17:55:00.000Z');
    expect(Date.parse(looks()[3]?.to ?? '')).toBeGreaterThan(Date.parse(START) + MINUTE);
    expect(await calls()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('keeps a page that comes twice once, and one event of two pages once', async () => {
    vendor.pages = [['a', 'b']];
    tenantId = await organise(shop, config());
    await shop.settle();
    await seconds(130, 10);
    expect(looks().length).toBeGreaterThan(2);
    expect(await pagesKept()).toBe(1);
    vendor.pages = [['b', 'c']];
    await seconds(70, 10);
    expect(await pagesKept()).toBe(2);
    expect(await calls()).toEqual(['a', 'b', 'c']);
  });

  it('neither loses nor doubles when it dies in the middle of a page, and goes on from the page mark', async () => {
    vendor.pages = [['a'], ['b'], ['c']];
    tenantId = await organise(shop, config());
    await shop.settle();
    expect(looks()).toHaveLength(1);
    // The second page is fetched, and the process dies before anything is stored.
    const { pipeline } = shop;
    let transactions = 0;
    const dying = {
      ...pipeline,
      store: {
        ...pipeline.store,
        tx: ((tenant, work) => {
          transactions += 1;
          return transactions === 2
            ? pipeline.store.tx(tenant, async (tx) => {
                await work(tx);
                throw Object.assign(new Error('Connection terminated'), { code: '57P01' });
              })
            : pipeline.store.tx(tenant, work);
        }) as typeof pipeline.store.tx,
      },
    };
    shop.clock.advance(1000);
    await expect(
      runDue(
        dying,
        'poll',
        poll(() => 0.5),
      ),
    ).rejects.toThrow('terminated');
    expect(looks()).toHaveLength(2);
    expect(await pagesKept()).toBe(1);
    // The lease runs out, another worker takes over.
    const { releaseExpired } = await import('../../src/store/jobs.ts');
    shop.clock.advance(31_000);
    expect(await releaseExpired(pipeline.store, shop.clock.now())).toBe(1);
    await seconds(4);
    expect(looks().map((each) => each.cursor)).toEqual([null, '1', '1', '2']);
    expect(await calls()).toEqual(['a', 'b', 'c']);
    expect(await pagesKept()).toBe(3);
  });

  it('stops when the vendor refuses, says so, and begins again when the settings change', async () => {
    tenantId = await organise(shop, config());
    vendor.moods = ['refuse', 'refuse'];
    await shop.settle();
    const asked = vendor.asked.length;
    expect(await task('poll')).toMatchObject({
      state: 'refused',
      failure_detail: 'The vendor refuses the API key.',
      failure_remedy: 'Make a new key.',
      next_due_at: null,
    });
    const notices = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('notification').select(['type', 'subject', 'body']).execute(),
    );
    expect(notices[0]).toMatchObject({ type: 'problem', subject: 'shop-polled: Polled Vendor refuses us' });
    expect(JSON.stringify(notices)).not.toContain(KEY);
    await shop.passTime(48 * 60 * MINUTE);
    expect(vendor.asked).toHaveLength(asked);
    expect(await jobs()).toEqual([]);
    // Another process starts: nothing changed, so nothing is asked.
    await planUpkeep({ ...shop.pipeline });
    expect(await jobs()).toEqual([]);

    await organise(shop, config({ apiKey: 'key-number-two' }));
    vendor.pages = [['late']];
    await shop.settle();
    expect(vendor.asked.at(-1)?.key).toBe('key-number-two');
    expect(await calls()).toEqual(['late']);
    // Nothing of the two days is left out.
    expect(looks().at(-1)?.from).toBe('2026-11-18T17:55:00.000Z');
    expect((await task('poll')).state).toBe('going');
  });

  it('waits longer after each failure, never less than the vendor asked for, and recovers', async () => {
    tenantId = await organise(shop, config());
    vendor.moods = ['busy', null];
    await shop.settle();
    expect(await task('poll')).toMatchObject({ failures: 1, failure_detail: 'too many requests' });
    await seconds(119, 7);
    expect(looks()).toHaveLength(1);
    vendor.moods = ['break', 'throw'];
    const failures = async (): Promise<number> => (await task('poll')).failures;
    for (let tries = 0; tries < 60 && (await failures()) < 3; tries += 1) await shop.passTime(5000);
    const failed = await task('poll');
    expect(failed.failures).toBe(3);
    expect(failed.failure_detail).toBe('the connector failed (RangeError)');
    expect(JSON.stringify(failed)).not.toContain(KEY);
    vendor.pages = [['a']];
    await seconds(300, 10);
    expect(await task('poll')).toMatchObject({ failures: 0 });
    expect(await calls()).toEqual(['a']);
  });

  it('waits for a report that is still being made without calling it a failure, and goes on after a restart', async () => {
    vendor.pages = [['a']];
    vendor.preparing = 2;
    tenantId = await organise(shop, config());
    await shop.settle();
    expect(await task('poll')).toMatchObject({ failures: 0, pages: 1, failure_detail: null });
    await seconds(9);
    expect(looks()).toHaveLength(1);
    // Another process goes on with the same mark.
    shop.clock.advance(2000);
    await runDue(
      { ...shop.pipeline },
      'poll',
      poll(() => 0.5),
    );
    expect(looks().map((each) => each.cursor)).toEqual([null, '0']);
    await seconds(12);
    expect(looks().map((each) => each.cursor)).toEqual([null, '0', '0']);
    expect(await calls()).toEqual(['a']);
    expect(await task('poll')).toMatchObject({ failures: 0, looked_until: START });
  });

  it('begins a look anew at once when the vendor says that its mark is lost', async () => {
    vendor.pages = [['a'], ['b']];
    tenantId = await organise(shop, config());
    await shop.settle();
    vendor.moods = ['forgot'];
    await seconds(60, 10);
    expect(looks().map((each) => each.cursor)).toEqual([null, '1', null, '1']);
    expect(await calls()).toEqual(['a', 'b']);
    expect(await task('poll')).toMatchObject({ failures: 0 });
  });

  it('begins a look anew when its page mark leads nowhere', async () => {
    vendor.pages = [['a'], ['b']];
    tenantId = await organise(shop, config());
    await shop.settle();
    vendor.moods = ['busy', 'same-mark', 'break'];
    await seconds(600, 10);
    expect(
      looks()
        .map((each) => each.cursor)
        .slice(0, 5),
    ).toEqual([null, '1', '1', '1', null]);
    expect(await calls()).toEqual(['a', 'b']);
  });

  it('keeps to the limit of the vendor, however many workers and restarts there are', async () => {
    await shop.close();
    await open({ everySeconds: 60, requestsPerMinute: 6, overlapSeconds: 0 });
    vendor.pages = Array.from({ length: 20 }, (_, page) => [`call-${page}`]);
    tenantId = await organise(shop, config());
    await shop.settle();
    for (let second = 0; second < 60; second += 1) {
      shop.clock.advance(1000);
      // What another worker with a memory of its own would do.
      const other = { ...shop.pipeline };
      await planUpkeep(other);
      await Promise.all([
        runDue(
          shop.pipeline,
          'poll',
          poll(() => 0),
        ),
        runDue(
          other,
          'poll',
          poll(() => 1),
        ),
      ]);
    }
    expect(looks()).toHaveLength(7);
    expect(new Set(looks().map((each) => each.cursor)).size).toBe(7);
  });

  it.each(['poll', 'subscribe'] as const)(
    'drops what it learned under settings that changed meanwhile: %s',
    async (kind) => {
      tenantId = await organise(shop, config());
      vendor.moods = ['refuse'];
      await planUpkeep(shop.pipeline);
      let changed = false;
      vendor.during = async () => {
        if (changed) return;
        changed = true;
        await organise(shop, config({ apiKey: 'key-number-two' }));
        await planUpkeep(shop.pipeline);
      };
      await runDue(
        shop.pipeline,
        kind,
        { poll, subscribe }[kind](() => 0.5),
      );
      expect((await task(kind)).state).toBe('going');
      vendor.pages = [['a']];
      await seconds(3);
      expect(await calls()).toEqual(['a']);
      expect((await task('subscribe')).subscription_id).toBe('sub-1');
    },
  );

  it('says what is missing when nobody gave it a key, without calling it a failure', async () => {
    tenantId = await organise(shop, config({}));
    await shop.settle();
    expect(looks()).toHaveLength(0);
    expect(await task('poll')).toMatchObject({
      state: 'not-configured',
      failures: 0,
      last_failure_at: null,
      failure_detail: 'The API key is missing.',
    });
  });

  it('ends with its source', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    const asked = vendor.asked.length;
    await organise(shop, { ...config(), sources: [] });
    await shop.passTime(30 * MINUTE);
    expect(vendor.asked.slice(asked).map((each) => each.path)).toEqual(['/subscriptions/sub-1']);
    expect(await jobs()).toEqual([]);
    const rows = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('source_task').selectAll().execute(),
    );
    expect(rows).toEqual([]);
  });

  it('never asks the outside for a simulated organisation', async () => {
    tenantId = await organise(shop, config({ apiKey: KEY }, true));
    await shop.settle();
    await shop.passTime(60 * MINUTE);
    expect(vendor.asked).toEqual([]);
    expect(await jobs()).toEqual([]);
    // Not even when a job of that kind is there.
    const source = await shop.pipeline.sources.byKey('shop-polled');
    const { sendJobs } = await import('../../src/store/jobs.ts');
    await shop.pipeline.store.tx(tenantId, (tx) =>
      sendJobs(
        tx,
        (['poll', 'subscribe'] as const).map((kind) => ({
          tenantId,
          kind,
          key: source?.id ?? '',
          dueAt: START,
        })),
      ),
    );
    await shop.settle();
    expect(vendor.asked).toEqual([]);
    expect(await jobs()).toEqual([]);
  });

  it('keeps page marks closed in the database', async () => {
    vendor.pages = [['a'], ['b']];
    tenantId = await organise(shop, config());
    await shop.settle();
    const { page_mark } = await task('poll');
    expect(page_mark?.length).toBeGreaterThan(20);
  });

  it('is ready again after its jobs were lost', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await shop.pipeline.store.tx(tenantId, (tx) => sql`delete from job`.execute(tx));
    await planUpkeep({ ...shop.pipeline });
    expect((await jobs()).sort()).toEqual(['poll', 'subscribe']);
  });

  it('counts statuses that nobody knows', async () => {
    vendor.pages = [['a', 'b']];
    vendor.status = 'gone fishing';
    tenantId = await organise(shop, config());
    await shop.settle();
    vendor.pages = [['a', 'b', 'c']];
    await seconds(70, 10);
    const rows = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('unknown_status').select(['raw', 'seen']).execute(),
    );
    expect(rows).toEqual([{ raw: 'gone fishing', seen: 3 }]);
  });
});

describe('keeping a subscription', () => {
  const renewals = () => vendor.subscribed.map((each) => each.current);

  it('makes one that delivers to the address of the source and renews it before it runs out', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    expect(vendor.subscribed).toEqual([
      { current: null, url: 'https://calls.example.test/hooks/voice/shop-polled', changed: false },
    ]);
    expect(await task('subscribe')).toMatchObject({
      subscription_id: 'sub-1',
      subscription_ends_at: '2026-11-18T19:00:00.000Z',
      next_due_at: '2026-11-18T18:50:00.000Z',
    });
    await seconds(49 * 60, 60);
    expect(renewals()).toEqual([null]);
    await seconds(2 * 60, 60);
    expect(renewals()).toEqual([null, 'sub-1']);
    expect((await task('subscribe')).subscription_ends_at).toBe('2026-11-18T19:50:00.000Z');
  });

  it('says that settings changed, so that a vendor whose subscriptions cannot be changed makes a new one', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await organise(shop, config({ apiKey: KEY, token: 'another' }));
    await shop.settle();
    expect(vendor.subscribed.map((each) => each.changed)).toEqual([false, true]);
  });

  it('makes a new one when the old one ran out unseen', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await shop.passTime(3 * 60 * MINUTE);
    expect(renewals()).toEqual([null, null]);
    expect((await task('subscribe')).subscription_id).toBe('sub-2');
  });

  it('tries again while there is still time, and looks at one without an end now and then', async () => {
    tenantId = await organise(shop, config());
    await planUpkeep(shop.pipeline);
    vendor.moods = ['busy'];
    await runDue(
      shop.pipeline,
      'subscribe',
      subscribe(() => 0),
    );
    expect((await task('subscribe')).next_due_at).toBe('2026-11-18T18:02:00.000Z');
    vendor.lifetimeSeconds = null;
    await shop.passTime(2 * MINUTE);
    expect(await task('subscribe')).toMatchObject({ subscription_ends_at: null, failures: 0 });
    await seconds(11 * 60, 60);
    expect(renewals()).toEqual([null, null, 'sub-1']);
  });

  it('keeps the subscription when a setting changes, so that the vendor can be told of it', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await organise(shop, config({ apiKey: KEY, token: 'another' }));
    await shop.settle();
    expect(renewals()).toEqual([null, 'sub-1']);
  });
});

describe('ending a subscription', () => {
  const ended = () =>
    shop.pipeline.store.tx(tenantId, (tx) => tx.selectFrom('ended_subscription').selectAll().execute());
  const removeSource = () => organise(shop, { ...config(), sources: [] });

  it('cancels it at the vendor when its source is removed, with the settings it was made under', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await removeSource();
    await shop.settle();
    expect(vendor.cancelled).toEqual([{ id: 'sub-1', key: KEY }]);
    expect(await ended()).toEqual([]);
    expect(await jobs()).toEqual([]);
  });

  it('cancels it also when the source was removed while nothing ran', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await removeSource();
    // Another process starts and has never seen the source.
    await planUpkeep({ ...shop.pipeline });
    expect(await jobs()).toContain('unsubscribe');
    await shop.settle();
    expect(vendor.cancelled.map((each) => each.id)).toEqual(['sub-1']);
  });

  it('cancels the old one when other credentials made a new one, and asks with the old credentials', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await organise(shop, config({ apiKey: 'key-of-another-account' }));
    await shop.settle();
    expect((await task('subscribe')).subscription_id).toBe('sub-2');
    expect(vendor.cancelled).toEqual([{ id: 'sub-1', key: KEY }]);
    expect([...(vendor.living.get('key-of-another-account') ?? [])]).toEqual(['sub-2']);
  });

  it('ends one that was made while its source was being removed', async () => {
    tenantId = await organise(shop, config());
    await planUpkeep(shop.pipeline);
    let removed = false;
    vendor.during = async () => {
      if (removed) return;
      removed = true;
      await removeSource();
      await planUpkeep(shop.pipeline);
    };
    await runDue(
      shop.pipeline,
      'subscribe',
      subscribe(() => 0.5),
    );
    await shop.settle();
    expect(vendor.cancelled.map((each) => each.id)).toEqual(['sub-1']);
  });

  it('comes again while the vendor is away, and survives a restart', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await removeSource();
    vendor.moods = ['busy', 'break'];
    await shop.settle();
    expect(vendor.cancelled).toEqual([]);
    const [row] = await ended();
    expect(row).toMatchObject({ subscription_id: 'sub-1', failures: 1, failure_detail: 'too many requests' });
    // Sealed, not readable.
    expect(row?.made_with?.toString('latin1')).not.toContain(KEY);
    await seconds(300, 10);
    expect(vendor.cancelled).toEqual([{ id: 'sub-1', key: KEY }]);
    expect(await ended()).toEqual([]);
  });

  it('tells a person what to delete when the vendor will not let us, and forgets the settings', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    vendor.living.clear();
    await removeSource();
    await shop.settle();
    const [row] = await ended();
    expect(row).toMatchObject({ state: 'left', made_with: null });
    expect(row?.failure_remedy).toContain('sub-1');
    expect(await jobs()).toEqual([]);
    const notices = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('notification').select(['type', 'subject', 'body']).execute(),
    );
    expect(notices[0]).toMatchObject({
      type: 'problem',
      subject: 'Polled Vendor goes on delivering to a source that does not want it',
    });
    expect(JSON.stringify(notices)).not.toContain(KEY);
    const asked = vendor.asked.length;
    await seconds(3600, 600);
    expect(vendor.asked).toHaveLength(asked);
  });

  it('lets one run out that is over by itself', async () => {
    tenantId = await organise(shop, config());
    await shop.settle();
    await removeSource();
    vendor.moods = Array.from({ length: 40 }, () => 'break' as const);
    await seconds(2 * 3600, 300);
    expect(vendor.cancelled).toEqual([]);
    expect(await ended()).toEqual([]);
    expect(await jobs()).toEqual([]);
  });
});

describe('waits after failures', () => {
  it('double up to half an hour, are spread, and respect the vendor', () => {
    expect([1, 2, 3, 20].map((failures) => backOffMs(failures, () => 1))).toEqual([
      30_000, 60_000, 120_000, 1_800_000,
    ]);
    expect(backOffMs(2, () => 0)).toBe(30_000);
    expect(backOffMs(1, () => 0, 500_000)).toBe(500_000);
  });
});
