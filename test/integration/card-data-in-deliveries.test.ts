/**
 * If this fails: a card number that a caller said into a voicemail stays in the database as the vendor sent it, which no
 * shop may keep; or cutting it out loses a delivery, or lets the same one in twice.
 */
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutDeliveries } from '../../src/pipeline/cut-deliveries.ts';
import { Health } from '../../src/server/api/schemas/health.ts';
import { SourceDetail } from '../../src/server/api/schemas/sources.ts';
import { ALL_TENANTS, type Tx } from '../../src/store/database.ts';
import { signTwilio } from '../../src/simulate/vendors/twilio.ts';
import { organise } from '../support/deliver.ts';
import { PUBLIC, served, type Answer, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const CARD = '4111 1111 1111 1111';
const BARE = CARD.replaceAll(' ', '');

let site: Served;
let tenantId: string;
let owner: Client;

beforeAll(async () => {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, shopConfig());
  owner = await site.as(tenantId, 'owner');
});
afterAll(() => site.close());

const all = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => site.pipeline.store.tx(ALL_TENANTS, work);

function callRail(body: string): Promise<Answer> {
  const signature = createHmac('sha1', SHOP.callrailKey).update(body).digest('base64');
  return site.raw('/hooks/voice/shop-callrail', {
    method: 'POST',
    headers: { 'content-type': 'application/json', signature },
    body,
  });
}

const voicemail = (id: string, transcription: string): string =>
  JSON.stringify({
    id,
    resource_id: `CAL${id}`,
    answered: false,
    call_type: 'voicemail',
    voicemail: true,
    customer_phone_number: SHOP.caller,
    tracking_phone_number: SHOP.tracking,
    business_phone_number: SHOP.main,
    direction: 'inbound',
    duration: '31',
    start_time: '2026-11-18T11:59:00.000-06:00',
    timestamp: '2026-11-18T17:59:00.000Z',
    transcription,
  });

/** The chore stays behind transactions of other test files on the same server: it comes as far when those have ended. */
async function cutAll(): Promise<void> {
  for (let tries = 0; tries < 5000; tries += 1) {
    await cutDeliveries(site.pipeline);
    const done = await all((tx) =>
      sql<{ done: boolean }>`select next_id > (select max(id) from inbox) as done from inbox_look`.execute(
        tx,
      ),
    );
    if (done.rows[0]?.done === true) return;
  }
  throw new Error('the look through the inbox does not come to its end');
}

/** Every place of the database where these digits stand, separators or not. */
async function whereStill(digits: string): Promise<string[]> {
  return all(async (tx) => {
    const columns = await sql<{ t: string; c: string; type: string }>`
      select c.table_name as t, c.column_name as c, c.data_type as type from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
        and c.data_type in ('text', 'bytea', 'jsonb', 'json', 'ARRAY', 'character varying')`.execute(tx);
    expect(columns.rows.length).toBeGreaterThan(100);
    const found: string[] = [];
    for (const { t, c, type } of columns.rows) {
      const text = type === 'bytea' ? sql`encode(${sql.ref(c)}, 'escape')` : sql`${sql.ref(c)}::text`;
      const hits = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(t)}
        where regexp_replace(replace(${text}, '%20', ''), '[ +-]', '', 'g') like ${`%${digits}%`}`.execute(
        tx,
      );
      if ((hits.rows[0]?.n ?? 0) > 0) found.push(`${t}.${c}`);
    }
    return found;
  });
}

const deliveries = () =>
  all((tx) =>
    tx.selectFrom('inbox').select(['id', 'kind', 'state', 'body', 'url', 'redacted']).orderBy('id').execute(),
  );

describe('a delivery with card data', () => {
  it('keeps none of it once it was heard, anywhere in the database, and is recognised when it comes again', async () => {
    const body = voicemail('701', `é my card is ${CARD}, the cvv is 987, call me`);
    expect((await callRail(body)).status).toBe(200);
    expect(await whereStill(BARE)).toEqual(['inbox.body']);
    for (let turn = 0; turn < 3; turn += 1) await cutDeliveries(site.pipeline);
    expect(await whereStill(BARE)).toEqual(['inbox.body']);
    await site.settle();
    await cutAll();
    expect(await whereStill(BARE)).toEqual([]);
    const [row] = await deliveries();
    expect(row).toMatchObject({ state: 'done', redacted: { cardNumbers: 1, secrets: 1 } });
    expect(JSON.parse(row?.body.toString() ?? '')).toEqual({
      ...(JSON.parse(body) as object),
      transcription: 'é my card is [PAN ****1111], the cvv is [SAD removed], call me',
    });
    expect((await callRail(body)).status).toBe(200);
    expect((await deliveries()).filter((one) => one.kind === 'voice')).toHaveLength(1);
  });

  it('is on record, and shows where deliveries are looked at', async () => {
    const records = await all((tx) =>
      sql<{ body: unknown }>`select leaf::jsonb -> 'body' as body from audit_record
        where kind = 'redaction.card-data' and leaf::jsonb -> 'body' ->> 'where' = 'delivery'`.execute(tx),
    );
    expect(records.rows).toEqual([
      { body: { where: 'delivery', cardNumbers: 1, secrets: 1, inbox: expect.any(Number) as number } },
    ]);
    const { recent } = SourceDetail.parse(await owner.ok('GET', '/api/v1/sources/shop-callrail'));
    expect(recent[0]?.redacted).toMatchObject({ cardNumbers: 1 });
  });

  it('is cut when it could not be read, and can be read again as before', async () => {
    await callRail(`{"broken": "card ${CARD}`);
    await callRail(JSON.stringify({ id: '4111111111111111', transcription: `no ${CARD}` }));
    await site.settle();
    await cutAll();
    const rows = (await deliveries()).slice(-2);
    expect(rows.map((row) => row.state)).toEqual(['malformed', 'malformed']);
    expect(rows[0]?.body.toString()).toBe('{"broken": "card [PAN ****1111]');
    // The name of the call is not a card, though it could be one by its digits.
    expect(JSON.parse(rows[1]?.body.toString() ?? '')).toEqual({
      id: '4111111111111111',
      transcription: 'no [PAN ****1111]',
    });
    const { inbox } = Health.parse(await owner.ok('GET', '/api/v1/health'));
    expect(inbox.trouble.map((one) => one.redacted?.cardNumbers)).toEqual([1, 1]);
    expect(JSON.stringify(inbox.trouble)).not.toContain(CARD);
    await owner.ok('POST', `/api/v1/health/inbox/${rows[1]?.id ?? 0}/retry`);
    await site.settle();
    const again = (await deliveries()).at(-1);
    expect(again).toMatchObject({ state: 'malformed', redacted: { cardNumbers: 1 } });
  });

  it('is cut in forms and in the query too', async () => {
    const fields = new URLSearchParams({
      CallSid: `CA${'7'.repeat(32)}`,
      AccountSid: `AC${'1'.repeat(32)}`,
      From: SHOP.caller,
      To: SHOP.main,
      Direction: 'inbound',
      CallStatus: 'completed',
      DialCallStatus: 'no-answer',
      SpeechResult: 'my card 5555 5555 5555 4444 thanks',
      Timestamp: 'Wed, 18 Nov 2026 18:00:00 +0000',
    }).toString();
    const path = '/hooks/voice/shop-twilio?note=card+5555-5555-5555-4444';
    const signed = signTwilio(
      {
        surface: 'twilio',
        at: new Date(),
        what: '',
        contentType: 'application/x-www-form-urlencoded',
        body: fields,
      },
      PUBLIC + path,
      SHOP.twilioToken,
    );
    expect(
      (await site.raw(path, { method: 'POST', headers: signed.headers, body: signed.body })).status,
    ).toBe(200);
    await site.settle();
    await cutAll();
    expect(await whereStill('5555555555554444')).toEqual([]);
    const row = (await deliveries()).at(-1);
    expect(row).toMatchObject({ state: 'done', redacted: { cardNumbers: 2, secrets: 0 } });
    const kept = new URLSearchParams(row?.body.toString());
    expect(kept.get('SpeechResult')).toBe('my card [PAN ****4444] thanks');
    expect(kept.get('From')).toBe(SHOP.caller);
  });

  it('is not touched before it was heard, nor passed over because of an older one that waits', async () => {
    await callRail(voicemail('801', `first ${CARD}`));
    await site.settle();
    await callRail(voicemail('802', `second ${CARD}`));
    const [first, second] = (await deliveries()).slice(-2);
    await all((tx) => sql`update inbox set state = 'new' where id = ${first?.id ?? 0}`.execute(tx));
    await all((tx) => sql`update inbox set state = 'done' where id = ${second?.id ?? 0}`.execute(tx));
    for (let turn = 0; turn < 5; turn += 1) await cutDeliveries(site.pipeline);
    const body = async (at: number) => (await deliveries()).at(at)?.body.toString();
    expect(await body(-2)).toContain(CARD);
    await all((tx) => sql`update inbox set state = 'done' where id = ${first?.id ?? 0}`.execute(tx));
    await cutAll();
    expect(await body(-2)).not.toContain(CARD);
    expect(await body(-1)).not.toContain(CARD);
  });

  it('reads as the same call when it is given back to be heard', async () => {
    const calls = () =>
      all((tx) => sql<{ event: unknown }>`select event from call_event order by event::text`.execute(tx));
    const before = (await calls()).rows;
    const id = (await deliveries())[0]?.id ?? 0;
    await all((tx) => sql`update inbox set state = 'unrouted' where id = ${id}`.execute(tx));
    await owner.ok('POST', `/api/v1/health/inbox/${id}/retry`);
    await site.settle();
    expect((await deliveries())[0]).toMatchObject({ state: 'done', redacted: { cardNumbers: 1 } });
    expect((await calls()).rows).toEqual(before);
  });

  it('is found though its transaction ended after a later one was looked through', async () => {
    const template = (await deliveries())[0];
    const insert = (tx: Tx, hash: string) =>
      sql`
      insert into inbox (tenant_id, source_id, kind, content_hash, method, url, headers, body, received_at, state)
      select tenant_id, source_id, kind, ${Buffer.from(hash)}, method, url, '{}', ${Buffer.from(`late ${CARD}`)}, received_at, 'done'
      from inbox where id = ${template?.id ?? 0}`.execute(tx);
    await all(async (slow) => {
      await insert(slow, 'slow');
      await all((tx) => insert(tx, 'quick'));
      for (let turn = 0; turn < 5; turn += 1) await cutDeliveries(site.pipeline);
    });
    await cutAll();
    expect((await deliveries()).slice(-2).map((row) => row.body.toString())).toEqual([
      'late [PAN ****1111]',
      'late [PAN ****1111]',
    ]);
  });
});
