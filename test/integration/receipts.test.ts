/**
 * If this fails: a text shows "sent" for ever although it arrived, or "delivered" though it bounced, depending on which
 * webhook was faster; or somebody who opted out at the carrier is texted again.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { drainInbox } from '../../src/pipeline/hear.ts';
import { receiveMessagingEvents } from '../../src/pipeline/receipts.ts';
import { settleAccepted } from '../../src/pipeline/settle.ts';
import type { MessagingEvent } from '../../src/ports/messaging.ts';
import { foldConsent } from '../../src/core/gate/consent-fold.ts';
import { appendConsent, loadConsent } from '../../src/store/consent.ts';
import { retryConflicts } from '../../src/store/database.ts';
import { lockCaller } from '../../src/store/locks.ts';
import { lockTexts, markSubmitted } from '../../src/store/messages.ts';
import type { SourceRecord } from '../../src/store/sources.ts';
import { startFakeTwilio, type FakeTwilio } from '../support/fake-twilio.ts';
import { contentHashOf, openInbox } from '../../src/store/inbox.ts';
import { textingShop, type TextingShop } from '../support/texting-shop.ts';

type Receipt = Extract<MessagingEvent, { type: 'receipt' }>;

let fake: FakeTwilio;
let shop: TextingShop;
let source: SourceRecord;
let number = 0;

beforeAll(async () => {
  fake = await startFakeTwilio();
  shop = await textingShop({ twilio: fake.config });
  const found = await shop.pipeline.sources.byKey('shop-sms');
  if (found === null) throw new Error('no messaging source');
  source = found;
});
afterAll(async () => {
  await shop.close();
  await fake.close();
});

const caller = (): string => {
  number += 1;
  return `+1${String(212 + Math.floor(number / 100))}55501${String(number % 100).padStart(2, '0')}`;
};
const tx = <T>(work: Parameters<typeof shop.database.store.tx<T>>[1]) =>
  shop.database.store.tx(shop.tenantId, work);
const now = (): string => shop.clock.now().toISOString();

interface Sent {
  readonly to: string;
  readonly messageId: string;
  readonly attemptId: string;
  readonly providerId: string;
}

/** A text that was handed to the provider and whose answer is still on the way. */
async function submitted(): Promise<Sent> {
  const to = caller();
  const { messageId, attemptId } = await shop.intend({ to });
  await tx(async (t) => {
    await markSubmitted(t, shop.tenantId, [messageId], now());
    await t.deleteFrom('job').where('key', '=', messageId).execute();
  });
  return { to, messageId, attemptId, providerId: `SM${String(number).padStart(32, '0')}` };
}

const answer = (sent: Sent): Promise<unknown> =>
  retryConflicts(() =>
    tx(async (t) => {
      await lockCaller(t, shop.tenantId, sent.to);
      const organisation = await shop.pipeline.organisations.load(t, shop.tenantId);
      const [text] = await lockTexts(t, shop.tenantId, [sent.messageId]);
      if (text === undefined) throw new Error('the text is gone');
      return settleAccepted({ tx: t, pipeline: shop.pipeline, organisation, at: now() }, [
        {
          text,
          answer: { status: 'accepted', providerId: sent.providerId, state: 'accepted', segments: 1 },
          learnedBy: 'answer',
        },
      ]);
    }),
  );

/** As `drainInbox` does it: a receipt that loses a deadlock to another is heard again. */
const hear = (...receipts: Receipt[]): Promise<string | null> =>
  retryConflicts(() => tx((t) => receiveMessagingEvents(t, shop.pipeline, source, receipts, now())));

const receipt = (
  sent: Sent,
  state: Receipt['state'],
  reason?: Receipt['reason'],
  withReference = false,
): Receipt => ({
  type: 'receipt',
  providerId: sent.providerId,
  state,
  ...(reason === undefined
    ? {}
    : { reason, code: reason === 'landline' ? '30006' : reason === 'opted-out' ? '21610' : '30008' }),
  ...(withReference ? { messageId: sent.messageId } : {}),
});

/** Everything that a person could see afterwards. */
async function outcome(sent: Sent): Promise<Record<string, unknown>> {
  return tx(async (t) => {
    const message = await t
      .selectFrom('message')
      .select(['state', 'reason', 'code', 'provider_id', 'submissions'])
      .where('id', '=', sent.messageId)
      .executeTakeFirstOrThrow();
    const attempt = await t
      .selectFrom('attempt')
      .select(['answer', 'answer_code'])
      .where('id', '=', sent.attemptId)
      .executeTakeFirstOrThrow();
    const facts = await t
      .selectFrom('number_fact')
      .select('line_type')
      .where('phone', '=', sent.to)
      .execute();
    const callbacks = await t
      .selectFrom('callback_item')
      .select('reason_code')
      .where('attempt_id', '=', sent.attemptId)
      .where('state', '=', 'open')
      .execute();
    const consent = ((await loadConsent(t, shop.tenantId, [sent.to])).get(sent.to) ?? [])
      .map((event) => event.kind)
      .toSorted();
    const waiting = await t.selectFrom('job').select('kind').where('key', '=', sent.messageId).execute();
    return {
      ...message,
      provider_id: message.provider_id === sent.providerId,
      attempt,
      facts,
      callbacks,
      consent,
      waiting,
    };
  });
}

describe('the order of receipts', () => {
  it(
    'does not matter: any order, any repetition, before and after the answer',
    { timeout: 120_000 },
    async () => {
      const kinds = [
        ['sent', undefined],
        ['delivered', undefined],
        ['read', undefined],
        ['undelivered', 'landline'],
        ['undelivered', 'unreachable'],
        ['failed', 'opted-out'],
        ['failed', 'unknown'],
        ['accepted', undefined],
      ] as const;
      const chosen = fc.uniqueArray(fc.constantFrom(...kinds), {
        minLength: 1,
        maxLength: 4,
        selector: ([state]) => state,
      });
      await fc.assert(
        fc.asyncProperty(
          chosen,
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
          fc.boolean(),
          async (receipts, chance, withReference) => {
            const straight = await submitted();
            await answer(straight);
            for (const [state, reason] of receipts) await hear(receipt(straight, state, reason));
            const expected = await outcome(straight);

            const mixed = await submitted();
            const events = [...receipts, ...receipts.slice(0, 2), 'answer' as const]
              .map((event, index) => ({ event, key: chance[index] ?? 0 }))
              .sort((a, b) => a.key - b.key)
              .map(({ event }) => event);
            for (const event of events) {
              if (event === 'answer') await answer(mixed);
              else await hear(receipt(mixed, event[0], event[1], withReference));
            }
            expect(await outcome(mixed)).toEqual(expected);
          },
        ),
        { numRuns: 30 },
      );
    },
  );

  it('does not matter when receipt and answer are stored in the same moment', async () => {
    const texts: Sent[] = [];
    for (let index = 0; index < 25; index += 1) texts.push(await submitted());
    await Promise.all(
      texts.flatMap((sent) => [answer(sent), hear(receipt(sent, 'delivered')), hear(receipt(sent, 'sent'))]),
    );
    for (const sent of texts)
      expect(await outcome(sent)).toMatchObject({ state: 'delivered', provider_id: true });
  });
});

describe('what a receipt means', () => {
  it('"accepted" is never shown as "delivered"', async () => {
    const sent = await submitted();
    await answer(sent);
    await hear(receipt(sent, 'accepted'), receipt(sent, 'sent'));
    expect(await outcome(sent)).toMatchObject({ state: 'sent', attempt: { answer: 'sent' } });
    const row = await shop.message(sent.messageId);
    expect(row['delivered_at']).toBeNull();
  });

  it('an undelivered text asks nobody to call back who got through meanwhile', async () => {
    const sent = await submitted();
    await answer(sent);
    await tx((t) =>
      t
        .updateTable('attempt')
        .set({ state: 'recovered-by-caller' })
        .where('id', '=', sent.attemptId)
        .execute(),
    );
    await hear(receipt(sent, 'undelivered', 'landline'));
    expect(await outcome(sent)).toMatchObject({ state: 'undelivered', callbacks: [] });
  });

  it('an undelivered text puts the caller on the callback list, in plain words', async () => {
    const sent = await submitted();
    await answer(sent);
    await hear(receipt(sent, 'undelivered', 'landline'));
    expect(await outcome(sent)).toMatchObject({
      state: 'undelivered',
      reason: 'landline',
      code: '30006',
      attempt: { answer: 'held', answer_code: 'text-landline' },
      facts: [{ line_type: 'landline' }],
      callbacks: [{ reason_code: 'text-landline' }],
    });
    const item = await tx((t) =>
      t
        .selectFrom('callback_item')
        .select('reason')
        .where('attempt_id', '=', sent.attemptId)
        .executeTakeFirstOrThrow(),
    );
    expect(item.reason).toBe('The number is a landline or its carrier does not take texts.');
  });

  it('settles a text whose answer was lost, when it brings our own id back', async () => {
    const sent = await submitted();
    await hear(receipt(sent, 'delivered', undefined, true));
    expect(await outcome(sent)).toMatchObject({
      state: 'delivered',
      provider_id: true,
      attempt: { answer: 'sent' },
      consent: ['text-sent'],
      waiting: [],
    });
  });

  it('of a text nobody knows is kept', async () => {
    await hear({ type: 'receipt', providerId: 'SMnobody', state: 'delivered' });
    const kept = await tx((t) =>
      t.selectFrom('receipt').select('state').where('provider_id', '=', 'SMnobody').execute(),
    );
    expect(kept).toEqual([{ state: 'delivered' }]);
  });

  it('is recorded once, however often it comes', async () => {
    const sent = await submitted();
    await answer(sent);
    for (let index = 0; index < 3; index += 1) await hear(receipt(sent, 'delivered'));
    const records = await tx((t) =>
      t
        .selectFrom('audit_record')
        .select('leaf')
        .where('kind', '=', 'send.receipt')
        .where('attempt_id', '=', sent.attemptId)
        .execute(),
    );
    expect(records).toHaveLength(1);
    expect(records[0]?.leaf).not.toContain(sent.to);
  });
});

it('goes the whole way: sent to Twilio, signed receipt through the inbox, delivered', async () => {
  fake.now = shop.clock.now;
  const { messageId } = await shop.intend({ to: caller() });
  await shop.run();
  const taken = fake.taken.at(-1);
  if (taken === undefined) throw new Error('nothing was sent');
  const request = fake.receipt(taken.sid, 'delivered');
  const inbox = openInbox(shop.database.store);
  await inbox.insert([
    {
      tenantId: shop.tenantId,
      sourceId: source.id,
      kind: 'messaging',
      contentHash: contentHashOf('POST', request.url, Buffer.from(request.body)),
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: Buffer.from(request.body),
      receivedAt: now(),
    },
  ]);
  await inbox.close();
  await drainInbox(shop.pipeline);
  expect(await shop.message(messageId)).toMatchObject({ state: 'delivered' });
});

describe('an opt-out at the carrier', () => {
  it('that a late receipt tells of does not outlive the START that came after it', async () => {
    const sent = await submitted();
    await answer(sent);
    const said = (kind: 'opted-out' | 're-opted-in') =>
      tx((t) =>
        appendConsent(t, shop.tenantId, [
          {
            bannerId: shop.bannerId,
            phone: sent.to,
            kind,
            occurredAt: now(),
            source: 'sms',
            proof: {},
            factKey: kind,
          },
        ]),
      );
    shop.clock.advance(30_000);
    await said('opted-out');
    shop.clock.advance(30_000);
    await said('re-opted-in');
    shop.clock.advance(30_000);
    await hear(receipt(sent, 'undelivered', 'opted-out'));
    const ledger = (await tx((t) => loadConsent(t, shop.tenantId, [sent.to]))).get(sent.to) ?? [];
    expect(ledger.map((event) => event.source)).toContain('provider');
    expect(foldConsent(ledger, now())).toMatchObject({ state: 'RE_OPTED_IN', optOut: null });
  });
});
