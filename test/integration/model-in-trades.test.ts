/**
 * If this fails: what a patient or a child wrote reaches a language model that may not see it, or a clinic with every
 * agreement on file is denied the model all the same; or a model's absence silences the shop.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AssistantTurn, LanguageModel } from '../../src/ports/llm.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { shopConfig } from '../support/shop.ts';
import { received, text } from '../support/texting.ts';

const HOST = 'models.example.test';
const WROTE = 'Yes, we have parking behind the house.';
const AGREEMENTS = ['sms', 'llm', 'crm', 'voice', 'storage'].map((use) => ({
  use,
  vendor: 'A vendor',
  signedOn: '2026-01-01',
}));
const ZERO_RETENTION = { vendor: HOST, verifiedOn: '2026-11-10', trainingOff: true };

let shop: TestInstallation;
let tenantId: string;
let asked: AssistantTurn[];
afterEach(() => shop.close());

async function open(vertical: string, attestations: Record<string, unknown>): Promise<void> {
  asked = [];
  const model: LanguageModel = {
    kind: 'llm',
    meta: {
      id: 'openai-compatible',
      name: 'A model',
      maturity: 'emulator',
      checkedHow: 'this test',
      lastChecked: '2026-11-21',
      docs: [],
      setup: [],
    },
    config: z.unknown(),
    propose: (turn) => {
      asked.push(turn);
      return Promise.resolve({ status: 'answered', text: WROTE, toolCalls: [], model: 'm' });
    },
    check: () => Promise.resolve({ ok: true, detail: '' }),
  };
  shop = await testInstallation({
    at: '2026-11-18T18:00:00Z',
    connectors: { llm: new Map([['openai-compatible', model]]) },
  });
  tenantId = await organise(
    shop,
    shopConfig({
      location: { vertical, attestations },
      tenant: {
        tenant: { key: 'shop', name: 'Harbor', zone: 'America/Chicago' },
        assistant: { provider: 'openai-compatible', baseUrl: `https://${HOST}/v1`, model: 'm' },
      },
    }),
  );
}

const gateRecords = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('audit_record').select('kind').where('kind', '=', 'decision.gate.model').execute(),
  );

describe('a model in a trade with rules of its own', () => {
  it('answers for a clinic whose agreements and attestation are on file', async () => {
    await open('healthcare', { baa: AGREEMENTS, zeroRetention: [ZERO_RETENTION] });
    await text(shop, 'do you have parking?');
    expect(asked).toHaveLength(1);
    expect((await received(shop, tenantId)).at(-1)).toContain(WROTE);
    expect(await gateRecords()).toHaveLength(1);
  });

  it.each([
    [
      'no agreement for the model',
      { baa: AGREEMENTS.filter(({ use }) => use !== 'llm'), zeroRetention: [ZERO_RETENTION] },
    ],
    [
      'an agreement that ended',
      {
        baa: AGREEMENTS.map((one) => ({ ...one, expiresOn: '2026-11-17' })),
        zeroRetention: [ZERO_RETENTION],
      },
    ],
    [
      'an attestation of long ago',
      { baa: AGREEMENTS, zeroRetention: [{ ...ZERO_RETENTION, verifiedOn: '2026-10-01' }] },
    ],
    ['no attestation', { baa: AGREEMENTS }],
    ['nothing at all', {}],
  ])('is never asked for a clinic with %s', async (_, attestations) => {
    await open('healthcare', attestations);
    await text(shop, 'do you have parking?');
    expect(asked).toHaveLength(0);
  });

  it('leaves the answer to our own words where only the attestation is too old', async () => {
    await open('healthcare', {
      baa: AGREEMENTS,
      zeroRetention: [{ ...ZERO_RETENTION, verifiedOn: '2026-10-01' }],
    });
    await text(shop, 'what are your hours?');
    expect(asked).toHaveLength(0);
    expect((await received(shop, tenantId)).at(-1)).toMatch(/Mon-Fri 9 AM-6 PM/);
  });

  it('never sees what a child wrote, earlier in the conversation included', async () => {
    await open('kids', { zeroRetention: [ZERO_RETENTION] });
    await text(shop, 'do you have a slide?');
    expect(asked).toHaveLength(1);
    await text(shop, 'i am 9 years old');
    await text(shop, 'is there a pool too?');
    expect(asked).toHaveLength(1);
  });

  it('answers for an ordinary shop as before', async () => {
    await open('general', { zeroRetention: [ZERO_RETENTION] });
    await text(shop, 'do you have parking?');
    expect((await received(shop, tenantId)).at(-1)).toContain(WROTE);
  });
});
