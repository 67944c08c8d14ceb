/**
 * If this fails: a decision could be acted on without a readable record, personal content could lie in the clear, or
 * two steps meeting the same caller for the first time could lose each other's records.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/audit/canonical.ts';
import { decisionRecord, outcomeOf } from '../../src/core/audit/decision-record.ts';
import { appendRecords } from '../../src/store/audit.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { newId } from '../../src/store/ids.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
const keeper = openKeeper(new Uint8Array(32).fill(7));
const tenant = newId();
const at = '2026-11-20T18:42:00.000Z';

beforeAll(async () => {
  database = await freshDatabase();
  await database.store.tx(ALL_TENANTS, (tx) =>
    tx
      .insertInto('tenant')
      .values({ id: tenant, key: 'one', name: 'One', zone: 'America/Chicago', config: '{}' })
      .execute(),
  );
});
afterAll(() => database.drop());

describe('appending', () => {
  it('writes many records in one go, canonical, with nothing personal in the clear', async () => {
    const phone = '+13105550142';
    const ids = await database.store.tx(tenant, (tx) =>
      appendRecords(tx, keeper, tenant, [
        {
          kind: 'send.intent',
          phone,
          occurredAt: at,
          body: { z: 1, a: 'é' },
          personal: { text: 'Hi Ana', to: phone },
        },
        { kind: 'seal.note', occurredAt: '2026-11-20T18:42:01Z', body: {} },
      ]),
    );
    const rows = await database.store.tx(tenant, (tx) =>
      tx.selectFrom('audit_record').selectAll().orderBy('id').execute(),
    );
    expect(rows.map((row) => row.id)).toEqual(ids);
    for (const row of rows) {
      expect(row.leaf).toBe(canonicalJson(JSON.parse(row.leaf)));
      expect(row.leaf).not.toMatch(/Ana|3105550142/);
      expect(row.leaf_index).toBeNull();
    }
    expect(JSON.parse(rows[1]?.leaf ?? '')).toEqual({
      v: 1,
      id: ids[1],
      tenant,
      kind: 'seal.note',
      at: '2026-11-20T18:42:01.000Z',
      body: {},
    });
  });

  it('gives a caller one key however many steps meet them first at once', async () => {
    const phones = Array.from({ length: 20 }, (_, index) => `+131055501${String(index).padStart(2, '0')}`);
    await Promise.all(
      Array.from({ length: 8 }, (_, writer) =>
        database.store.tx(tenant, (tx) =>
          appendRecords(
            tx,
            keeper,
            tenant,
            (writer % 2 === 0 ? phones : phones.toReversed()).map((phone) => ({
              kind: 'race',
              phone,
              occurredAt: at,
              body: { writer },
            })),
          ),
        ),
      ),
    );
    const rows = await database.store.tx(tenant, (tx) =>
      tx.selectFrom('audit_record').select('subject_id').where('kind', '=', 'race').execute(),
    );
    expect(rows).toHaveLength(160);
    expect(new Set(rows.map((row) => row.subject_id)).size).toBe(20);
  });

  it('never loses a record to text that JSON cannot say', async () => {
    await database.store.tx(tenant, (tx) =>
      appendRecords(tx, keeper, tenant, [
        {
          kind: 'odd',
          occurredAt: at,
          body: { half: 'a\ud83d', nul: '\u0000', infinite: Infinity, nothing: undefined },
        },
      ]),
    );
    const row = await database.store.tx(tenant, (tx) =>
      tx.selectFrom('audit_record').select('leaf').where('kind', '=', 'odd').executeTakeFirstOrThrow(),
    );
    expect((JSON.parse(row.leaf) as { body: unknown }).body).toEqual({
      half: 'a\ufffd',
      nul: '\u0000',
      infinite: null,
    });
  });

  it('protects what is known of a caller without a number', async () => {
    const attemptId = newId();
    await database.store.tx(tenant, (tx) =>
      appendRecords(tx, keeper, tenant, [
        { kind: 'withheld', attemptId, occurredAt: at, body: {}, personal: { name: 'Ana' } },
      ]),
    );
    const row = await database.store.tx(tenant, (tx) =>
      tx.selectFrom('audit_record').selectAll().where('kind', '=', 'withheld').executeTakeFirstOrThrow(),
    );
    expect(row.leaf).not.toContain('Ana');
    expect(row.subject_id).not.toBeNull();
  });
});

describe('decision records', () => {
  const decision = {
    version: 3,
    facts: { n: 1 },
    confidence: 1,
    explanation: 'Because.',
    citations: ['47 CFR 64.1200'],
  };
  it('keeps a verdict readable and a message text under the key', () => {
    const gate = decisionRecord(
      { ...decision, kind: 'gate', outcome: { decision: 'pass' } },
      { occurredAt: at },
    );
    expect(gate.body['outcome']).toEqual({ decision: 'pass' });
    const compose = decisionRecord(
      { ...decision, kind: 'compose', outcome: { body: 'Hi Ana' } },
      { occurredAt: at },
    );
    expect(JSON.stringify(compose.body)).not.toContain('Ana');
    expect(outcomeOf({ body: compose.body, personal: compose.personal ?? null })).toEqual({ body: 'Hi Ana' });
    const quoting = decisionRecord(
      { ...decision, kind: 'gate', outcome: { reason: 'x +13105550142' } },
      { occurredAt: at },
    );
    expect(quoting.body).not.toHaveProperty('outcome');
  });
});
