/**
 * If this fails: the records of a real story (missed call, text, conversation, booking, follow-up, STOP) could not be
 * proved, or the decisions in them could not be derived again from what was recorded.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replay } from '../../src/pipeline/replay.ts';
import { auditKey } from '../../src/pipeline/seal.ts';
import { readRecords, type AuditEntry } from '../../src/store/audit-read.ts';
import { eraseSubject } from '../../src/store/audit-erase.ts';
import { verifyLog } from '../../src/store/audit-verify.ts';
import { virtualCarrier } from '../../src/store/virtual-carrier.ts';
import { deliver, organise, twilioMiss } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let shop: TestInstallation;
let tenantId: string;

beforeAll(async () => {
  // A Wednesday, noon in Chicago.
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterAll(() => shop.close());

const callers = ['+13125550142', '+13125550143', '+13125550144', '+13125550145'] as const;
const minutes = (count: number): Promise<void> => shop.passTime(count * 60_000);

async function ring(from: string): Promise<void> {
  await deliver(shop, twilioMiss(shop.clock.now(), { from, to: SHOP.main, source: 'shop-twilio' }));
  await shop.settle();
  await shop.passTime(20_000);
}

async function text(from: string, body: string): Promise<void> {
  const carrier = virtualCarrier(shop.database.store, shop.clock);
  await carrier.fromHandset({ tenantId, from, to: SHOP.main, body, at: shop.clock.now().toISOString() });
  await shop.settle();
  await minutes(1);
}

async function everything(): Promise<AuditEntry[]> {
  return shop.database.store.tx(tenantId, (tx) =>
    readRecords(tx, shop.pipeline.keeper, tenantId, { limit: 10_000 }),
  );
}

it('replays a day of stories without a difference, and proves every record of it', async () => {
  for (const caller of callers) await ring(caller);
  const [booker, stopper, silent, curious] = callers;
  for (const words of [
    'Hi, do you do ceramic coating?',
    'It is a 2021 Honda Civic',
    'Friday at 10 works',
    'yes',
    'the first one',
    'Ana',
    'ok thanks',
  ]) {
    await text(booker, words);
  }
  for (const words of ['how much is a wash? \ud83d\ude97', 'are you a bot?', 'can I talk to a person'])
    await text(curious, words);
  await text(stopper, 'STOP');
  await text(stopper, 'START');
  await text(stopper, 'HELP');
  await ring(silent);
  // The night, the follow-ups of the next two days, reminders and what else is due.
  for (let step = 0; step < 18; step += 1) await minutes(240);

  const entries = await everything();
  const kinds = new Set(entries.map((entry) => entry.kind));
  for (const kind of [
    'detect',
    'answer',
    'gate',
    'compose.textback',
    'keyword',
    'converse',
    'conclude',
    'follow',
  ]) {
    expect(kinds, [...kinds].join(' ')).toContain(`decision.${kind}`);
  }
  const report = await replay(shop.pipeline, tenantId);
  expect(report).toMatchObject({
    differences: [],
    unknownKinds: {},
    unreadable: 0,
    erased: 0,
    otherVersions: {},
  });
  expect(report.checked).toBe(entries.filter((entry) => entry.kind.startsWith('decision.')).length);

  const key = auditKey(shop.pipeline.keeper, 'shop').verifierKey;
  const verified = await verifyLog(shop.database.store, { id: tenantId, key: 'shop' }, key);
  expect(verified).toMatchObject({ ok: true, size: entries.length, unsealed: 0 });
}, 120_000);

it('wrote nothing about the callers in the clear', async () => {
  const leaves = await shop.database.store.tx(tenantId, (tx) =>
    tx.selectFrom('audit_record').select(['kind', 'leaf']).execute(),
  );
  for (const { kind, leaf } of leaves) {
    expect(leaf, kind).not.toMatch(/312555014|Honda|ceramic coating\?|\bAna\b/);
  }
});

it('leaves nothing to read or to replay of an erased caller', async () => {
  const before = (await everything()).filter((entry) => entry.personalState === 'open').length;
  const erased = await shop.database.store.tx(tenantId, (tx) =>
    eraseSubject(tx, shop.pipeline.keeper, tenantId, callers[0], shop.clock.now()),
  );
  expect(erased.records).toBeGreaterThan(10);
  const entries = await everything();
  const gone = entries.filter((entry) => entry.personalState === 'erased');
  expect(gone.length).toBeGreaterThan(10);
  expect(entries.filter((entry) => entry.personalState === 'open')).toHaveLength(before - gone.length);
  const report = await replay(shop.pipeline, tenantId);
  expect(report.differenceCount).toBe(0);
  expect(report.erased).toBe(gone.filter((entry) => entry.kind.startsWith('decision.')).length);
  await shop.settle();
  const key = auditKey(shop.pipeline.keeper, 'shop').verifierKey;
  expect(await verifyLog(shop.database.store, { id: tenantId, key: 'shop' }, key)).toMatchObject({
    ok: true,
    unsealed: 0,
  });
});
