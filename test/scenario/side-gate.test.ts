/**
 * If this fails: a caller is written into the records where the rules say no, a card number is stored, a recording is
 * shown that nobody may keep, or a decision beside the texts cannot be made again from its record.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/core/audit/decision-record.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { readRecords } from '../../src/store/audit-read.ts';
import { deliver, form, organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { shopConfig } from '../support/shop.ts';
import { missedCall, text } from '../support/texting.ts';

const CARD = '4111 1111 1111 1111';

let shop: TestInstallation;
let tenantId: string;

beforeAll(async () => {
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterAll(() => shop.close());

const records = (kind: string) =>
  shop.pipeline.store.tx(tenantId, (tx) => readRecords(tx, shop.pipeline.keeper, tenantId, { kind }));
const decisions = async (kind: string) =>
  (await records(kind)).map((record) => (outcomeOf(record) as { decision: string }).decision);

describe('beside the texts', () => {
  it('asks before a caller is written down, once per missed call', async () => {
    await missedCall(shop);
    expect(await decisions('decision.gate.write')).toEqual(['pass']);
  });

  it('cuts a card number out of a text before anything is stored, and says so', async () => {
    await text(shop, `my card is ${CARD} cvv 123, can you book me a wash tomorrow`);
    const rows = await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.selectFrom('message').select('body').where('direction', '=', 'inbound').execute(),
    );
    expect(rows.map((row) => row.body)).toEqual([
      expect.stringMatching(/^my card is \[PAN \*{4}1111\] .*can you book me a wash tomorrow$/),
    ]);
    const all = await shop.pipeline.store.tx(tenantId, (tx) =>
      readRecords(tx, shop.pipeline.keeper, tenantId, {}),
    );
    expect(JSON.stringify(all)).not.toMatch(/4111[ -]?1111/);
    expect((await records('redaction.card-data')).map((record) => record.body)).toEqual([
      { where: 'message', cardNumbers: 1, secrets: 1 },
    ]);
  });

  it('keeps the name of a caller to itself where counsel has to decide, and asks counsel once', async () => {
    const config = shopConfig({
      key: 'bay',
      location: {
        zone: 'America/Los_Angeles',
        address: { city: 'Oakland', state: 'CA', country: 'US' },
        numbers: [{ number: '+15105550100', kind: 'main', sms: true }],
        sender: undefined,
      },
    });
    const bay = await organise(shop, config);
    for (const [index, caller] of ['+15105550142', '+15105550143'].entries()) {
      await deliver(shop, [
        form('bay-twilio', {
          CallSid: `CA${String(900 + index).padStart(32, 'b')}`,
          AccountSid: `AC${'1'.repeat(32)}`,
          From: caller,
          To: '+15105550100',
          CallerName: 'ANA EXAMPLE',
          Direction: 'inbound',
          CallStatus: 'no-answer',
          Timestamp: shop.clock.now().toUTCString(),
        }),
      ]);
      await shop.settle();
    }
    const [contacts, items] = await shop.pipeline.store.tx(bay, async (tx) => [
      await tx.selectFrom('contact').select(['phone', 'name']).orderBy('phone').execute(),
      await tx
        .selectFrom('counsel_item')
        .select(['action', 'state'])
        .where('action', '=', 'crm.write')
        .execute(),
    ]);
    expect(contacts.map((contact) => contact.name)).toEqual([null, null]);
    expect(items).toEqual([{ action: 'crm.write', state: 'open' }]);
  });

  it('decides the same again from the records', async () => {
    const report = await replay(shop.pipeline, tenantId, {});
    expect(report.differences).toEqual([]);
    expect(report.checked).toBeGreaterThan(4);
  });
});
