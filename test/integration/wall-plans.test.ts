/**
 * If this fails: a look-up that every call makes reads a whole table, because row-level security forbids its index. A
 * shop would notice nothing for weeks and then find that texts come late.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callersQuery } from '../../src/store/callers.ts';
import type { Tx } from '../../src/store/database.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const TENANT = '01a1fc94-6e4c-75ae-9b30-b18335985f93';

/** With whole-table reads made as dear as possible, one is left only where there is no other way. */
async function planOf(query: (tx: Tx) => ReturnType<typeof sql>): Promise<string> {
  return database.store.tx(TENANT, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    const rows = await sql<{ 'QUERY PLAN': string }>`explain ${query(tx)}`.execute(tx);
    return rows.rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}

const LOOK_UPS = {
  'calls by their ids': () => sql`select event_key from call_link where tenant_id = ${TENANT}
    and link_key = any(${['twilio:CA1', 'twilio:CA2']}::text[])`,
  'calls by caller and time': () => sql`select event_key from call_event where tenant_id = ${TENANT}
    and party = any(${['+13105550142']}::text[]) and occurred_at between ${new Date(0)} and ${new Date()}`,
  'what is known of callers': () => callersQuery(TENANT, ['+13105550142', '+13105550143']),
  'calls held as spam': () => sql`select id from attempt where tenant_id = ${TENANT}
    and answer_code = 'known-spam' and started_at >= ${new Date(0)}`,
  'keys of data subjects': () => sql`select subject_id from subject_key where tenant_id = ${TENANT}
    and subject_hash = any(${[Buffer.alloc(32)]}::bytea[])`,
  'texts by id': () =>
    sql`select id from message where tenant_id = ${TENANT} and id = any(${[TENANT]}::uuid[])`,
  'texts to a number': () => sql`select id from message where tenant_id = ${TENANT} and direction = 'outbound'
    and recipient = any(${['+13105550142']}::text[])`,
  'the consent ledger': () => sql`select seq from consent_event where tenant_id = ${TENANT}
    and phone = any(${['+13105550142']}::text[])`,
  'what waits in the inbox':
    () => sql`select id from inbox where state = 'new' and kind = any(${['voice']}::text[])
    order by id limit 100`,
  'due jobs': () =>
    sql`select id from job where kind = 'answer' and state = 'waiting' and due_at <= ${new Date()}`,
} as const;

it.each(Object.entries(LOOK_UPS))('finds %s by index beneath the wall', async (_, query) => {
  expect(await planOf(query)).not.toMatch(/Seq Scan/);
});

it('would see a look-up that cannot use its index', async () => {
  const plan = await planOf(() => sql`select id from inbox where detail -> 'links' ?| array['twilio:CA1']`);
  expect(plan).toMatch(/Seq Scan/);
});
