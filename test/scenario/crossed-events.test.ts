/**
 * If this fails: a caller is texted twice, is never texted, or waits for ever with no word of why, because two things
 * happened to him at once: two calls in one night, calls that turn out to be one, a location that closes meanwhile.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../src/core/model/call-event.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import { contentHashOf, openInbox } from '../../src/store/inbox.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { received, text } from '../support/texting.ts';

let shop: TestInstallation;
let tenantId: string;

/** Noon and half past ten at night in Chicago. */
const NOON = '2026-11-18T18:00:00Z';
const NIGHT = '2026-11-19T04:30:00Z';
const MINUTE = 60_000;

const start = async (at: string, textback: Record<string, unknown> = {}): Promise<void> => {
  shop.clock.set(at);
  tenantId = await organise(shop, shopConfig({ textback: { nudges: [], ...textback } }));
};
beforeEach(async () => {
  shop = await testInstallation({ at: NOON });
});
afterEach(() => shop.close());

let serial = 0;
/** One event of a call that began so many minutes ago, told in our own format. */
async function heard(minutesAgo: number, over: Partial<CallEvent> = {}): Promise<void> {
  serial += 1;
  const at = new Date(shop.clock.now().getTime() - minutesAgo * MINUTE);
  const event = {
    surface: 'twilio',
    eventId: `event-${serial}`,
    callId: `call-${serial}`,
    linkedCallIds: [],
    direction: 'inbound',
    from: SHOP.caller,
    fromWithheld: false,
    to: SHOP.main,
    occurredAt: at.toISOString(),
    startedAt: at.toISOString(),
    timePrecision: 's',
    disposition: 'no_answer',
    ringSeconds: 24,
    attestation: 'A',
    verstat: 'TN-Validation-Passed-A',
    final: over.disposition !== 'in_progress',
    attribution: {},
    ...over,
  };
  const source = await shop.pipeline.sources.byKey('shop-twilio');
  if (source === null) throw new Error('no source');
  const body = Buffer.from(JSON.stringify(event));
  const inbox = openInbox(shop.database.store);
  await inbox.insert([
    {
      tenantId,
      sourceId: source.id,
      kind: 'call-events',
      contentHash: contentHashOf('POST', '/api/v1/call-events', body),
      method: 'POST',
      url: 'https://calls.example.test/api/v1/call-events',
      headers: { 'content-type': 'application/json' },
      body,
      receivedAt: shop.clock.now().toISOString(),
    },
  ]);
  await inbox.close();
}

const attempts = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('attempt').selectAll().where('merged_into', 'is', null).orderBy('started_at').execute(),
  );
const openCallbacks = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('callback_item').selectAll().where('state', '=', 'open').execute(),
  );
const jobs = () =>
  shop.pipeline.store.tx(tenantId, (tx) => tx.selectFrom('job').select(['kind', 'key']).execute());

describe('two calls that fall due at once', () => {
  it('are answered by one text, and the other says why', async () => {
    await start(NIGHT);
    await heard(0);
    await shop.passTime(MINUTE);
    await shop.passTime(60 * MINUTE);
    await heard(0);
    await shop.passTime(MINUTE);
    expect((await attempts()).map((attempt) => attempt.answer)).toEqual(['deferred', 'deferred']);
    await shop.passTime(10 * 60 * MINUTE);
    expect(await received(shop, tenantId)).toHaveLength(1);
    const after = await attempts();
    expect(after.map((attempt) => attempt.answer).sort()).toEqual(['held', 'sent']);
    expect(after.find((attempt) => attempt.answer === 'held')?.answer_reason).toBeTruthy();
  });
});

describe('a visitor who was shown two numbers of a pool that nobody listed', () => {
  it('rang one shop twice: one call, one text, and the pool on record', async () => {
    await start(NOON);
    const pooled = { surface: 'callrail', forwardedTo: SHOP.main, attribution: { dniPool: 'web' } };
    await heard(3, { ...pooled, to: '+13125550181' });
    await heard(1, { ...pooled, to: '+13125550182' });
    await shop.passTime(MINUTE);
    const all = await attempts();
    expect(all).toHaveLength(1);
    expect((all[0]?.view as { calls: readonly unknown[] }).calls).toHaveLength(2);
    expect(await received(shop, tenantId)).toHaveLength(1);
  });
});

describe('calls that turn out to be one', () => {
  it('keep the timer of the one that waited', async () => {
    await start(NIGHT);
    await heard(0, { disposition: 'answered', answeredBy: 'human', talkSeconds: 30 });
    await shop.settle();
    await shop.passTime(20 * MINUTE);
    await heard(0);
    await shop.passTime(MINUTE);
    expect((await attempts()).map((attempt) => attempt.answer)).toEqual(['cancelled', 'deferred']);
    // Late news of a call in between joins the two.
    await heard(11);
    await shop.settle();
    expect(await attempts()).toHaveLength(1);
    await shop.passTime(10 * 60 * MINUTE);
    expect((await attempts()).map((attempt) => attempt.answer)).toEqual(['sent']);
    expect(await received(shop, tenantId)).toHaveLength(1);
  });

  it('keep the follow-ups of the one that was texted', async () => {
    await start(NOON, { nudges: [{ afterMinutes: 240 }] });
    await heard(0, { disposition: 'answered', answeredBy: 'human', talkSeconds: 30 });
    await shop.settle();
    await shop.passTime(20 * MINUTE);
    await heard(0);
    await shop.passTime(MINUTE);
    expect(await received(shop, tenantId)).toHaveLength(1);
    await heard(11);
    await shop.settle();
    const all = await attempts();
    expect(all.map((attempt) => attempt.answer)).toEqual(['sent']);
    expect(await jobs()).toContainEqual({ kind: 'follow', key: `${all[0]?.id ?? ''}:1` });
  });
});

describe('a text that was withdrawn', () => {
  it('is not waited for when the caller is missed again', async () => {
    await start(NOON);
    await heard(0);
    await shop.settle();
    shop.clock.advance(20_000);
    await runDue(shop.pipeline, 'answer', shop.plan.steps.answer);
    await heard(0, { disposition: 'answered', answeredBy: 'human', talkSeconds: 30 });
    await shop.plan.drainInbox(shop.pipeline);
    await shop.settle();
    expect((await attempts()).map((attempt) => attempt.answer)).toEqual(['cancelled']);
    await shop.passTime(5 * MINUTE);
    await heard(0);
    await shop.passTime(5 * MINUTE);
    const [attempt] = await attempts();
    expect(attempt?.state).toBe('missed');
    expect(await received(shop, tenantId)).toHaveLength(0);
    expect(attempt?.answer).toBe('held');
    expect(attempt?.answer_reason).toBeTruthy();
    expect(await openCallbacks()).toHaveLength(1);
  });
});

describe('a caller who writes before the text was due', () => {
  it('leaves no call that seems to wait for ever', async () => {
    await start(NIGHT);
    await heard(0);
    await shop.passTime(MINUTE);
    expect((await attempts()).map((attempt) => attempt.answer)).toEqual(['deferred']);
    await text(shop, 'Do you do ceramic coating?');
    await shop.passTime(10 * 60 * MINUTE);
    const [attempt] = await attempts();
    expect(attempt?.answer).toBe('cancelled');
    expect(attempt?.answer_reason).toBeTruthy();
  });

  it('says so too when he has to be asked what he means', async () => {
    await start(NIGHT);
    await heard(0);
    await shop.passTime(MINUTE);
    await text(shop, 'stop it');
    await shop.passTime(10 * 60 * MINUTE);
    const [attempt] = await attempts();
    expect(['cancelled', 'held']).toContain(attempt?.answer);
    expect(attempt?.answer_reason).toBeTruthy();
  });
});

describe('a redial whose end nobody reports', () => {
  it('does not keep the missed call waiting for ever', async () => {
    await start(NOON);
    await heard(0);
    await heard(0, { disposition: 'in_progress', final: false });
    await shop.settle();
    for (let minute = 0; minute < 60; minute += 1) await shop.passTime(MINUTE);
    const [attempt] = await attempts();
    expect(attempt?.answer).toBe('held');
    expect(attempt?.answer_reason).toBeTruthy();
    expect(await openCallbacks()).toHaveLength(1);
    expect((await jobs()).filter((job) => job.kind === 'answer')).toEqual([]);
  });
});

describe('a location that is removed while a call waits', () => {
  it('closes the call with a reason', async () => {
    await start(NIGHT);
    await heard(0);
    await shop.passTime(MINUTE);
    await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.updateTable('location').set({ removed: true }).execute(),
    );
    await shop.passTime(10 * 60 * MINUTE);
    const [attempt] = await attempts();
    expect(attempt?.answer).toBe('held');
    expect(attempt?.answer_reason).toBeTruthy();
    expect(await received(shop, tenantId)).toHaveLength(0);
  });
});

describe('somebody who rings again after he was called back', () => {
  it('is on the callback list again', async () => {
    await start(NOON, { mode: 'off' });
    await heard(0);
    await shop.passTime(MINUTE);
    const [item] = await openCallbacks();
    expect(item).toBeDefined();
    await shop.passTime(2 * MINUTE);
    await shop.pipeline.store.tx(tenantId, (tx) =>
      tx
        .updateTable('callback_item')
        .set({
          state: 'done',
          outcome: 'reached',
          handled_by: 'Ann',
          handled_at: shop.clock.now().toISOString(),
        })
        .execute(),
    );
    await shop.passTime(2 * MINUTE);
    await heard(0);
    await shop.passTime(MINUTE);
    expect(await attempts()).toHaveLength(1);
    expect(await openCallbacks()).toHaveLength(1);
  });
});

describe('half a character', () => {
  it('does not swallow a STOP', async () => {
    await start(NOON);
    await heard(0);
    await shop.passTime(MINUTE);
    // The cut at 500 UTF-16 units would fall into the middle of one of these.
    await text(shop, `stop texting me ${'x'.repeat(1)}${'\u{1F600}'.repeat(600)}`);
    await text(shop, 'stop texting me\0 \ud83d', { from: '+13125550143' });
    const rows = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('inbox').select(['state', 'detail']).where('state', '=', 'quarantined').execute(),
    );
    expect(rows).toEqual([]);
  });

  it('does not swallow a call', async () => {
    await start(NOON);
    await heard(0, { callerName: 'ANN \ud83d\0' });
    await shop.passTime(MINUTE);
    expect(await received(shop, tenantId)).toHaveLength(1);
  });
});
