/**
 * If this fails: a caller gets the same text twice after a crash or a lost answer, a text vanishes without anybody
 * knowing, or somebody who said STOP in the last second is texted all the same.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { send } from '../../src/pipeline/send.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import { appendConsent, loadConsent } from '../../src/store/consent.ts';
import { setLocationMode, setPaused } from '../../src/store/organisation.ts';
import { startFakeTwilio, type FakeTwilio } from '../support/fake-twilio.ts';
import { breakableStore, textingShop, type TextingShop } from '../support/texting-shop.ts';

let fake: FakeTwilio;
let shop: TextingShop;
let number = 0;

beforeAll(async () => {
  fake = await startFakeTwilio();
  shop = await textingShop({ twilio: fake.config });
  fake.now = shop.clock.now;
});
afterAll(async () => {
  await shop.close();
  await fake.close();
});
beforeEach(() => {
  fake.taken.length = 0;
  fake.faults.length = 0;
  fake.listFaults.length = 0;
  // Far enough from the last test that nothing of it is still due or limited.
  shop.clock.advance(3 * 86_400_000);
});

/** A caller of his own for each text, so that tests do not meet. */
const caller = (): string => {
  number += 1;
  return `+1${String(212 + Math.floor(number / 100))}55501${String(number % 100).padStart(2, '0')}`;
};
const tx = <T>(work: Parameters<typeof shop.database.store.tx<T>>[1]) =>
  shop.database.store.tx(shop.tenantId, work);
const attempt = (id: string) =>
  tx((t) => t.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
const jobs = () => tx((t) => t.selectFrom('job').select(['kind', 'key', 'due_at', 'state']).execute());
const callbacks = (id: string) =>
  tx((t) => t.selectFrom('callback_item').selectAll().where('attempt_id', '=', id).execute());
const consent = async (phone: string) =>
  (await tx((t) => loadConsent(t, shop.tenantId, [phone]))).get(phone) ?? [];
const minutes = (count: number): number => count * 60_000;

describe('a text that goes well', () => {
  it('is handed over once and every trace of it is there', async () => {
    const to = caller();
    const { messageId, attemptId } = await shop.intend({ to });
    await shop.run();
    expect(fake.taken.map((text) => text.to)).toEqual([to]);
    expect(await shop.message(messageId)).toMatchObject({
      state: 'accepted',
      provider_id: fake.taken[0]?.sid,
      submissions: 1,
      segments: 1,
    });
    expect(await attempt(attemptId)).toMatchObject({ answer: 'sent', answer_code: null });
    expect((await consent(to)).map((event) => event.kind)).toEqual(['text-sent']);
    expect((await shop.auditKinds()).filter((kind) => kind.startsWith('send.')).slice(-3)).toEqual([
      'send.intent',
      'send.started',
      'send.answer',
    ]);
    expect(await jobs()).toEqual([]);
    await shop.run();
    expect(fake.taken).toHaveLength(1);
  });

  it('goes once although two workers take part', async () => {
    const texts = await Promise.all(Array.from({ length: 20 }, () => shop.intend({ to: caller() })));
    const [first] = texts;
    // The same job in two hands, as after a lease that ran out.
    const job = {
      id: 0,
      tenantId: shop.tenantId,
      kind: 'send' as const,
      key: first?.messageId ?? '',
      dueAt: '',
      payload: {},
      tries: 1,
    };
    await Promise.all([
      runDue(shop.pipeline, 'send', send, 10),
      runDue(shop.pipeline, 'send', send, 10),
      send(shop.pipeline, [job]),
      send(shop.pipeline, [job]),
    ]);
    await shop.run();
    expect(fake.taken).toHaveLength(20);
    expect(new Set(fake.taken.map((text) => text.to)).size).toBe(20);
  });

  it('does not wait for one that hangs', async () => {
    const texts = await Promise.all(Array.from({ length: 12 }, () => shop.intend({ to: caller() })));
    fake.faults.push('hang');
    await runDue(shop.pipeline, 'send', send);
    const states = await Promise.all(
      texts.map(async (text) => (await shop.message(text.messageId))['state']),
    );
    expect(states.filter((state) => state === 'accepted')).toHaveLength(11);
    expect(states.filter((state) => state === 'unknown')).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  it.each(['lose-answer', 'error-after-taking', 'garbage-after-taking'] as const)(
    'after %s is found again at the provider, not sent again',
    async (fault) => {
      const { messageId, attemptId } = await shop.intend({ to: caller() });
      fake.faults.push(fault);
      await shop.run();
      expect(await shop.message(messageId)).toMatchObject({ state: 'unknown', provider_id: null });
      expect(await attempt(attemptId)).toMatchObject({ answer: 'sending' });
      shop.clock.advance(minutes(3));
      await shop.run();
      expect(await shop.message(messageId)).toMatchObject({
        state: 'accepted',
        provider_id: fake.taken[0]?.sid,
        submissions: 1,
      });
      expect(fake.taken).toHaveLength(1);
      expect(await attempt(attemptId)).toMatchObject({ answer: 'sent' });
    },
  );

  it('that never arrived is submitted once more, and then it is there', async () => {
    const { messageId } = await shop.intend({ to: caller() });
    fake.faults.push('drop-before');
    await shop.run();
    shop.clock.advance(minutes(3));
    await shop.run();
    expect(await shop.message(messageId)).toMatchObject({ state: 'accepted', submissions: 2 });
    expect(fake.taken).toHaveLength(1);
  });

  it('that never arrived four times ends with a person, never with a fifth try', async () => {
    const { messageId, attemptId } = await shop.intend({ to: caller() });
    fake.faults.push('drop-before', 'drop-before', 'drop-before', 'drop-before');
    for (let round = 0; round < 10; round += 1) {
      await shop.run();
      shop.clock.advance(minutes(3));
    }
    expect(fake.taken).toHaveLength(0);
    expect(await shop.message(messageId)).toMatchObject({
      state: 'failed',
      code: 'never-taken',
      submissions: 4,
    });
    expect(await callbacks(attemptId)).toMatchObject([{ state: 'open', reason_code: 'text-unknown' }]);
    expect(await attempt(attemptId)).toMatchObject({ answer: 'held' });
  });

  it('that the provider cannot explain for a day is given to a person and never sent again', async () => {
    const { messageId, attemptId } = await shop.intend({ to: caller() });
    fake.faults.push('lose-answer');
    await shop.run();
    for (let hour = 0; hour < 30; hour += 1) {
      fake.listFaults.push(...Array.from({ length: 40 }, () => ({ status: 500 })));
      shop.clock.advance(3_600_000);
      await shop.run();
    }
    expect(fake.taken).toHaveLength(1);
    expect(await shop.message(messageId)).toMatchObject({ state: 'failed', code: 'unconfirmed' });
    expect(await callbacks(attemptId)).toHaveLength(1);
    const notices = await tx((t) =>
      t
        .selectFrom('notification')
        .select('type')
        .where('dedupe_key', '=', `unconfirmed:${messageId}`)
        .execute(),
    );
    expect(notices).toEqual([{ type: 'problem' }]);
  });

  it('of two texts with the same words are told apart', async () => {
    const to = caller();
    const first = await shop.intend({ to, kind: 'reply', body: 'We open at 9.' });
    const second = await shop.intend({ to, kind: 'reply', body: 'We open at 9.' });
    fake.faults.push('lose-answer', 'lose-answer');
    await shop.run();
    shop.clock.advance(minutes(3));
    await shop.run();
    const ids = [await shop.message(first.messageId), await shop.message(second.messageId)].map(
      (message) => message['provider_id'],
    );
    // One is settled at once; if both asked in the same moment the other asks again.
    shop.clock.advance(minutes(3));
    await shop.run();
    const settled = [await shop.message(first.messageId), await shop.message(second.messageId)].map(
      (message) => message['provider_id'],
    );
    expect(ids.filter((id) => id !== null).length).toBeGreaterThanOrEqual(1);
    expect(settled.toSorted()).toEqual(fake.taken.map((text) => text.sid).toSorted());
    expect(fake.taken).toHaveLength(2);
  });
});

describe('a process that dies', () => {
  it('between the call and storing its answer leads to a question, never to a second text', async () => {
    const { messageId } = await shop.intend({ to: caller() });
    let dead = false;
    const dying = {
      ...shop.pipeline,
      store: breakableStore(shop.pipeline.store, () => dead),
      fetch: (async (...args: Parameters<typeof fetch>) => {
        const answer = await fetch(...args);
        dead = true;
        return answer;
      }) as typeof fetch,
    };
    await runDue(dying, 'send', send);
    expect(fake.taken).toHaveLength(1);
    expect(await shop.message(messageId)).toMatchObject({ state: 'unknown', provider_id: null });
    // Whoever comes next finds the text in the state `unknown` and asks.
    await send(shop.pipeline, [
      { id: 0, tenantId: shop.tenantId, kind: 'send', key: messageId, dueAt: '', payload: {}, tries: 2 },
    ]);
    await shop.run();
    expect(fake.taken).toHaveLength(1);
    shop.clock.advance(minutes(3));
    await shop.run();
    expect(await shop.message(messageId)).toMatchObject({
      state: 'accepted',
      provider_id: fake.taken[0]?.sid,
    });
    expect(fake.taken).toHaveLength(1);
  });

  it('before the call leaves the text to whoever comes next', async () => {
    const { messageId } = await shop.intend({ to: caller() });
    const dying = {
      ...shop.pipeline,
      fetch: (() => new Promise(() => undefined)) as unknown as typeof fetch,
    };
    await runDue(dying, 'send', send);
    expect(fake.taken).toHaveLength(0);
    shop.clock.advance(minutes(3));
    await shop.run();
    expect(fake.taken).toHaveLength(1);
    expect(await shop.message(messageId)).toMatchObject({ state: 'accepted', submissions: 2 });
  });
});

describe('a refusal', () => {
  it('because of STOP at the carrier suppresses the person here too', async () => {
    const to = caller();
    const { messageId, attemptId } = await shop.intend({ to });
    fake.faults.push({ status: 400, code: 21610 });
    await shop.run();
    expect(await shop.message(messageId)).toMatchObject({
      state: 'rejected',
      reason: 'opted-out',
      code: '21610',
    });
    expect(await consent(to)).toMatchObject([{ kind: 'opted-out', source: 'provider' }]);
    expect(await attempt(attemptId)).toMatchObject({ answer: 'held', answer_code: 'text-opted-out' });
    // The next text is already under way when the refusal is learned.
    await shop.intend({ to, kind: 'nudge' });
    await shop.run();
    expect(fake.taken).toHaveLength(0);
  });

  it('because of a landline is remembered, and the caller is to be called back', async () => {
    const to = caller();
    const { attemptId } = await shop.intend({ to });
    fake.faults.push({ status: 400, code: 21614 });
    await shop.run();
    const facts = await tx((t) =>
      t.selectFrom('number_fact').select(['line_type']).where('phone', '=', to).execute(),
    );
    expect(facts).toEqual([{ line_type: 'landline' }]);
    expect(await callbacks(attemptId)).toMatchObject([{ state: 'open', reason_code: 'text-landline' }]);
  });

  it('because of a missing registration tells the operator once a day, not once a call', async () => {
    await Promise.all([
      shop.intend({ to: caller() }),
      shop.intend({ to: caller() }),
      shop.intend({ to: caller() }),
    ]);
    fake.faults.push(
      { status: 400, code: 30034 },
      { status: 400, code: 30034 },
      { status: 400, code: 30034 },
    );
    await shop.run();
    const notices = await tx((t) =>
      t
        .selectFrom('notification')
        .select(['subject', 'body'])
        .where('dedupe_key', 'like', 'texts-blocked:%')
        .execute(),
    );
    expect(notices).toHaveLength(1);
    expect(notices[0]?.body).toContain('10DLC');
  });

  it('because of speed waits as long as it was told, for every text of that sender', async () => {
    const first = await shop.intend({ to: caller() });
    fake.faults.push({ status: 429, code: 20429, retryAfter: '7' });
    await shop.run();
    expect(await shop.message(first.messageId)).toMatchObject({ state: 'intent', submissions: 0 });
    const second = await shop.intend({ to: caller() });
    shop.clock.advance(6_000);
    await shop.run();
    expect(fake.taken).toHaveLength(0);
    shop.clock.advance(1_500);
    await shop.run();
    expect(fake.taken).toHaveLength(2);
    expect(await shop.message(first.messageId)).toMatchObject({ state: 'accepted', submissions: 1 });
    expect(await shop.message(second.messageId)).toMatchObject({ state: 'accepted', submissions: 1 });
  });

  it('that goes on ends with a person', async () => {
    const { messageId, attemptId } = await shop.intend({ to: caller() });
    for (let round = 0; round < 20; round += 1) {
      fake.faults.push({ status: 429, code: 20429, retryAfter: '60' });
      await shop.run();
      shop.clock.advance(61_000);
    }
    expect(fake.taken).toHaveLength(0);
    expect((await shop.message(messageId))['state']).toBe('rejected');
    expect(await callbacks(attemptId)).toHaveLength(1);
  });
});

describe('what changed between decision and sending', () => {
  const optOut = (phone: string) =>
    tx((t) =>
      appendConsent(t, shop.tenantId, [
        {
          bannerId: shop.bannerId,
          phone,
          kind: 'opted-out',
          occurredAt: shop.clock.now().toISOString(),
          source: 'sms',
          proof: { text: 'STOP' },
          factKey: `stop:${phone}`,
        },
      ]),
    );
  const rejectedAs = async (id: string) => {
    const message = await shop.message(id);
    return `${String(message['state'])}:${String(message['code'])}`;
  };

  it('STOP wins, and its own confirmation still goes out', async () => {
    const to = caller();
    const text = await shop.intend({ to });
    shop.clock.advance(1000);
    await optOut(to);
    const confirm = await shop.intend({ to, kind: 'optout-confirm', body: 'You are unsubscribed.' });
    await shop.run();
    expect(await rejectedAs(text.messageId)).toBe('rejected:opted-out');
    expect(await shop.message(confirm.messageId)).toMatchObject({ state: 'accepted' });
    expect(fake.taken.map((each) => each.body)).toEqual(['You are unsubscribed.']);
    expect(await shop.auditKinds()).toContain('decision.send');
  });

  it('a caller who got through is not texted', async () => {
    const { messageId, attemptId } = await shop.intend({ to: caller() });
    await tx((t) =>
      t.updateTable('attempt').set({ state: 'recovered-by-caller' }).where('id', '=', attemptId).execute(),
    );
    await shop.run();
    expect(await rejectedAs(messageId)).toBe('rejected:recovered-by-caller');
    expect(await attempt(attemptId)).toMatchObject({ answer: 'cancelled' });
    expect(await callbacks(attemptId)).toEqual([]);
  });

  it('a switch that was thrown holds', async () => {
    const paused = await shop.intend({ to: caller() });
    await tx((t) => setPaused(t, shop.tenantId, { scope: 'tenant' }, true));
    await shop.run();
    await tx((t) => setPaused(t, shop.tenantId, { scope: 'tenant' }, false));
    const shadowed = await shop.intend({ to: caller() });
    await tx((t) => setLocationMode(t, shop.tenantId, 'main-street', 'shadow'));
    await shop.run();
    await tx((t) => setLocationMode(t, shop.tenantId, 'main-street', 'live'));
    expect(await rejectedAs(paused.messageId)).toBe('rejected:texting-off');
    expect(await rejectedAs(shadowed.messageId)).toBe('rejected:shadow');
    expect(await callbacks(paused.attemptId)).toHaveLength(1);
    expect(fake.taken).toHaveLength(0);
  });

  it('a text that comes too late becomes a call', async () => {
    const { messageId, attemptId } = await shop.intend({ to: caller() });
    shop.clock.advance(minutes(11));
    await shop.run();
    expect(await rejectedAs(messageId)).toBe('rejected:too-late');
    expect(await callbacks(attemptId)).toMatchObject([{ reason_code: 'too-late' }]);
    expect(fake.taken).toHaveLength(0);
  });
});

describe('a simulated organisation', () => {
  it('never reaches a real provider, whatever its source says', async () => {
    const inside = await textingShop({ twilio: fake.config, simulated: true });
    try {
      const real = {
        id: '',
        tenantId: inside.tenantId,
        connector: 'twilio',
        key: 'shop-sms',
        kind: 'messaging' as const,
        name: null,
        unsigned: false,
        config: fake.config,
        locationId: null,
        zone: 'UTC',
        country: null,
        simulated: true,
      };
      // The store's own guard is switched off here: the send step must hold by itself.
      const lying = {
        ...inside.pipeline,
        sources: { ...inside.pipeline.sources, byId: (id: string) => Promise.resolve({ ...real, id }) },
      };
      const { messageId } = await inside.intend();
      await inside.run(lying);
      expect(await inside.message(messageId)).toMatchObject({ state: 'rejected', reason: 'not-configured' });
      expect(fake.taken).toHaveLength(0);
    } finally {
      await inside.close();
    }
  });

  it('texts its on-screen phone, counted by the carrier, whatever gets lost on the way', async () => {
    const lost = new Set<string>();
    const inside = await textingShop({
      simulated: true,
      faults: (message) => {
        if (lost.has(message.clientReference)) return null;
        lost.add(message.clientReference);
        return lost.size % 3 === 0 ? { loseAnswer: true } : lost.size % 3 === 1 ? { dropBefore: true } : null;
      },
    });
    try {
      const texts = await Promise.all(Array.from({ length: 30 }, () => inside.intend({ to: caller() })));
      for (let round = 0; round < 3; round += 1) {
        await inside.run();
        inside.clock.advance(minutes(2.5));
      }
      await inside.run();
      const air = await inside.database.store.tx(inside.tenantId, (t) =>
        t.selectFrom('handset_message').select('client_reference').execute(),
      );
      expect(air.map((row) => row.client_reference).toSorted()).toEqual(
        texts.map((text) => text.messageId).toSorted(),
      );
      const states = await Promise.all(
        texts.map(async (text) => (await inside.message(text.messageId))['state']),
      );
      expect(new Set(states)).toEqual(new Set(['accepted']));
    } finally {
      await inside.close();
    }
  });
});
