/**
 * If this fails: on the real pipeline (inbox, database, Gate, virtual carrier) a conversation says something other than
 * what is booked, a person is talked over, or a recorded decision cannot be derived again.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../src/ports/llm.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

let shop: TestInstallation;
let tenantId: string;
const [other, third] = ['+13125550143', '+13125550144'];

beforeEach(async () => {
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterEach(() => shop.close());

const query = <T>(
  work: (tx: Parameters<Parameters<TestInstallation['pipeline']['store']['tx']>[1]>[0]) => Promise<T>,
): Promise<T> => shop.pipeline.store.tx(tenantId, work);
const bookings = () =>
  query((tx) =>
    tx
      .selectFrom('booking')
      .select(['phone', 'state', 'resource'])
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );

describe('several callers', () => {
  it('want the same hour: two bays, two bookings, and the third hears so and books another', async () => {
    for (const phone of [SHOP.caller, other, third])
      await text(shop, 'hand wash friday at 11am', { from: phone });
    expect((await bookings()).map((row) => row.resource).sort()).toEqual(['bay-1', 'bay-2']);
    expect((await received(shop, tenantId, third))[0]).toMatch(/Nothing is free then/);
    await text(shop, 'the first one', { from: third });
    expect((await bookings()).filter((row) => row.state === 'confirmed')).toHaveLength(3);
  });

  it('never hear of a booking that is not in the calendar, and every decision replays alike', async () => {
    await missedCall(shop);
    const scripts = [
      ['how much is ceramic coating?', 'BMW X5', 'tomorrow morning', 'the first one', 'Ana'],
      ['book a wash', 'none of those', 'second', 'can we move it to friday 2pm', 'cancel my appointment'],
      ['hola cuanto cuesta', 'wash', 'mañana', '1', 'gracias', 'STOP'],
    ];
    const phones = [SHOP.caller, other, third];
    for (let turn = 0; turn < 6; turn += 1) {
      for (const [index, script] of scripts.entries()) {
        const words = script[turn];
        if (words !== undefined)
          await text(shop, words, { from: phones[index] ?? '', settle: index === scripts.length - 1 });
      }
      await shop.settle();
      shop.clock.advance(60_000);
    }
    const promised = await query((tx) =>
      tx
        .selectFrom('message')
        .select(['recipient', 'asserts', 'body'])
        .where('direction', '=', 'outbound')
        .where('body', '~', 'booked:|reservada')
        .execute(),
    );
    for (const message of promised) {
      const ids = (message.asserts as string[])
        .filter((id) => id.startsWith('booking:'))
        .map((id) => id.slice(8));
      const rows = await query((tx) =>
        tx.selectFrom('booking').select(['phone']).where('id', 'in', ids).execute(),
      );
      expect(
        rows.map((row) => row.phone),
        message.body,
      ).toEqual([message.recipient]);
    }
    expect(promised.length).toBeGreaterThanOrEqual(2);
    const report = await replay(shop.pipeline, tenantId, {
      from: '2026-11-18T00:00:00Z',
      to: '2026-11-20T00:00:00Z',
    });
    expect(report.differences).toEqual([]);
    expect(report.checked).toBeGreaterThan(30);
  });
});

describe('a person in the conversation', () => {
  it('is never talked over; after the hand-back the assistant answers again, from a clean start', async () => {
    await text(shop, 'I want to book a wash');
    await query((tx) => tx.updateTable('thread').set({ holder: 'human' }).execute());
    const before = (await received(shop, tenantId)).length;
    await text(shop, 'the first one');
    expect(await received(shop, tenantId)).toHaveLength(before);
    expect(await bookings()).toHaveLength(0);
    const row = await query((tx) => tx.selectFrom('thread').selectAll().executeTakeFirstOrThrow());
    const memory = {
      ...(row.assistant as Record<string, unknown>),
      handedBackAt: shop.clock.now().toISOString(),
    };
    await query((tx) =>
      tx
        .updateTable('thread')
        .set({ holder: 'assistant', assistant: JSON.stringify(memory) })
        .execute(),
    );
    // "The first one" of a list from before is not a choice any more.
    await text(shop, '1');
    expect(await bookings()).toHaveLength(0);
    await text(shop, 'hand wash tomorrow at 10am');
    expect(await bookings()).toHaveLength(1);
  });

  it('who closes a conversation leaves the next text to the assistant', async () => {
    await text(shop, 'can I talk to a person');
    await query((tx) => tx.updateTable('thread').set({ state: 'closed' }).execute());
    await text(shop, 'how much is a hand wash?');
    expect((await received(shop, tenantId)).at(-1)).toContain('$49');
  });
});

describe('with a language model', () => {
  const answers: string[] = [];
  let asked = 0;
  let meanwhile: (() => Promise<void>) | null = null;
  const model: LanguageModel = {
    kind: 'llm',
    meta: {
      id: 'openai-compatible',
      name: 'test',
      maturity: 'emulator',
      checkedHow: '',
      lastChecked: '2026-11-21',
      docs: [],
      setup: [],
    },
    config: { safeParse: (value: unknown) => ({ success: true, data: value }) } as LanguageModel['config'],
    check: () => Promise.resolve({ ok: true, detail: '' }),
    propose: async () => {
      asked += 1;
      await meanwhile?.();
      const words = answers.shift();
      if (words === undefined) throw new Error('the model died');
      return { status: 'answered', text: words, toolCalls: [], model: 'shop-model-1' };
    },
  };

  beforeEach(async () => {
    await shop.close();
    shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
    (shop.pipeline.connectors.llm as Map<string, LanguageModel>).set('openai-compatible', model);
    const config = shopConfig();
    tenantId = await organise(shop, {
      ...config,
      tenant: { ...config.tenant, simulated: false },
      assistant: {
        ...config.assistant,
        provider: 'openai-compatible',
        baseUrl: 'http://127.0.0.1:9/v1',
        model: 'm',
        trainingOff: true,
        zeroRetentionVerifiedOn: '2026-11-01',
      },
    });
    answers.length = 0;
    asked = 0;
    meanwhile = null;
  });

  it('sends its words when the record backs them, ours when it lies or dies; STOP never reaches it', async () => {
    answers.push('A hand wash is $49.', 'A hand wash is $29 today!');
    await text(shop, 'how much is a hand wash?');
    await text(shop, 'and what does a hand wash cost?');
    await text(shop, 'what are your hours?');
    await text(shop, 'STOP');
    const texts = await received(shop, tenantId);
    expect(texts).toHaveLength(4);
    expect(texts[0]).toMatch(/automated assistant.*A hand wash is \$49\./);
    expect(texts[1]).toContain('$49');
    expect(texts.join(' ')).not.toContain('$29');
    expect(texts[2]).toMatch(/Mon-Fri/);
    expect(asked).toBe(3);
    const kinds = await query((tx) =>
      tx.selectFrom('audit_record').select('kind').where('kind', '=', 'decision.converse.model').execute(),
    );
    expect(kinds).toHaveLength(3);
    const report = await replay(shop.pipeline, tenantId, {
      from: '2026-11-18T00:00:00Z',
      to: '2026-11-20T00:00:00Z',
    });
    expect(report.differences).toEqual([]);
  });

  it('says nothing when a person took over, or STOP came, while it was thinking', async () => {
    answers.push('A hand wash is $49.');
    meanwhile = async () => {
      meanwhile = null;
      await query((tx) => tx.updateTable('thread').set({ holder: 'human' }).execute());
    };
    await text(shop, 'how much is a hand wash?');
    expect(await received(shop, tenantId)).toHaveLength(0);
  });

  it('is not asked at all while nobody has confirmed that it keeps and learns nothing', async () => {
    const config = shopConfig();
    await organise(shop, {
      ...config,
      tenant: { ...config.tenant, simulated: false },
      assistant: {
        ...config.assistant,
        provider: 'openai-compatible',
        baseUrl: 'http://127.0.0.1:9/v1',
        model: 'm',
      },
    });
    await text(shop, 'how much is a hand wash?');
    expect(asked).toBe(0);
    expect((await received(shop, tenantId))[0]).toContain('$49');
  });
});
