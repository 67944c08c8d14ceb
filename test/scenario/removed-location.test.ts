/**
 * If this fails: after a location is closed, callers who were promised something hear nothing and nobody knows, late news
 * of its calls vanish, or a STOP to its number is lost.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drainInbox } from '../../src/pipeline/hear.ts';
import { twilioDeliveries } from '../../src/simulate/vendors/twilio.ts';
import { deliver, organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

let shop: TestInstallation;
let tenantId: string;
beforeEach(async () => {
  // Before the moment at which these tests run: what is removed now was there then.
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(shop, shopConfig({ location: { calendar: { reminderMinutesBefore: [1440] } } }));
});
afterEach(() => shop.close());

const remove = async (): Promise<void> => {
  const config = shopConfig();
  await organise(shop, {
    ...config,
    banners: config.banners.map((banner) => ({ ...banner, locations: [] })),
  });
};
type Tx = Parameters<Parameters<TestInstallation['pipeline']['store']['tx']>[1]>[0];
const all = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => shop.pipeline.store.tx(tenantId, work);
const attempts = () =>
  all((tx) => tx.selectFrom('attempt').select(['answer', 'answer_code', 'state', 'caller']).execute());
const notices = async () =>
  (await all((tx) => tx.selectFrom('notification').select(['subject', 'body']).execute()))
    .map((row) => `${row.subject} ${row.body}`)
    .join('\n');
const records = async (kind: string) =>
  all((tx) =>
    tx.selectFrom('audit_record').select(['attempt_id', 'leaf']).where('kind', '=', kind).execute(),
  );
const call = (chatty: boolean) =>
  twilioDeliveries({
    id: '0123456789abcdef0123456789abcdef01234567',
    caller: SHOP.caller,
    main: SHOP.main,
    tracking: SHOP.tracking,
    desk: '+13125550109',
    startedAt: new Date(shop.clock.now().getTime() - 22_000),
    story: 'no-answer',
    ringSeconds: 22,
    talkSeconds: 0,
    attestation: null,
    chatty,
  }).map((each) => ({ source: 'shop-twilio', ...each }));

describe('what was under way at a location that is removed', () => {
  it('a text-back ends with a reason, and the caller is on the call-back list', async () => {
    await deliver(shop, call(false));
    await shop.settle();
    await remove();
    await shop.passTime(60_000);
    expect(await attempts()).toMatchObject([{ answer: 'held', answer_code: 'location-removed' }]);
    expect(await received(shop, tenantId)).toEqual([]);
    expect(await all((tx) => tx.selectFrom('callback_item').select('reason_code').execute())).toEqual([
      { reason_code: 'location-removed' },
    ]);
  });

  it('a follow-up ends with a decision on the timeline of its call', async () => {
    await missedCall(shop);
    await remove();
    await shop.passTime(5 * 3_600_000);
    expect(await received(shop, tenantId)).toHaveLength(1);
    const [decision, ...more] = await records('decision.follow');
    expect(decision?.attempt_id).not.toBeNull();
    expect(decision?.leaf).toContain('location-removed');
    expect(more).toEqual([]);
  });

  it('a text that was decided and not sent says that it was not', async () => {
    await text(shop, 'how much is a hand wash?', { settle: false });
    await drainInbox(shop.pipeline);
    await remove();
    await shop.settle();
    expect(await received(shop, tenantId)).toEqual([]);
    expect(
      await all((tx) =>
        tx.selectFrom('message').select(['state', 'code']).where('direction', '=', 'outbound').execute(),
      ),
    ).toEqual([{ state: 'rejected', code: 'location-removed' }]);
    expect(await all((tx) => tx.selectFrom('callback_item').select('id').execute())).toHaveLength(0);
  });

  it('a reminder tells people that a visit stands in nobody’s calendar', async () => {
    await text(shop, 'hand wash friday at 3pm');
    await remove();
    await shop.passTime(28 * 3_600_000);
    expect(await notices()).toMatch(
      /a visit is booked at a location that was removed .*reminder .* was not sent/,
    );
    expect((await records('decision.reminder')).at(-1)?.leaf).toContain('location-removed');
  });
});

describe('what arrives for a removed location', () => {
  it('late news of its call completes that call, found by its id', async () => {
    const [first, ...rest] = call(true);
    if (first === undefined || rest.length === 0) throw new Error('expected several webhooks');
    await deliver(shop, [first]);
    await shop.settle();
    await remove();
    await deliver(shop, rest);
    await shop.settle();
    await shop.passTime(60_000);
    expect(await attempts()).toMatchObject([
      { state: 'missed', answer: 'held', answer_code: 'location-removed', caller: SHOP.caller },
    ]);
    expect(await all((tx) => tx.selectFrom('call_event').select('event_key').execute())).toHaveLength(
      rest.length + 1,
    );
  });

  it('a call that began before the removal is found by the number', async () => {
    await remove();
    await deliver(shop, call(false));
    await shop.settle();
    await shop.passTime(60_000);
    expect(await attempts()).toMatchObject([
      { state: 'missed', answer: 'held', answer_code: 'location-removed' },
    ]);
  });

  it('a call that began after it is kept, unrouted, with what to do', async () => {
    await remove();
    shop.clock.set('2031-11-18T18:00:00Z');
    await deliver(shop, call(false));
    await shop.settle();
    expect(await attempts()).toEqual([]);
    const rows = await all((tx) => tx.selectFrom('inbox').select(['state', 'detail']).execute());
    expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'unrouted'));
    expect(JSON.stringify(rows)).toMatch(
      /belonged to Main Street, a location that was removed; give the number/,
    );
  });

  it('a STOP still counts, and a question reaches a person', async () => {
    await missedCall(shop);
    await remove();
    await text(shop, 'how much is a wash?');
    expect(await notices()).toMatch(/This location was removed from the organisation: the text is kept/);
    await text(shop, 'STOP');
    expect(
      (await all((tx) => tx.selectFrom('consent_event').select('kind').execute())).map((row) => row.kind),
    ).toContain('opted-out');
    expect(await received(shop, tenantId)).toHaveLength(1);
  });
});
