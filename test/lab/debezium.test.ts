/**
 * If this fails: an operator's own call table is misread. A real Debezium (from Maven Central, on the JDK) follows a table
 * of a real PostgreSQL by logical replication; what it prints goes through `ringback bridge` to Ringback's server and
 * worker, which are processes of their own.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_TENANTS, openStore, type Store } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { jarsOf } from './jars.ts';
import { databaseAt, exitOf, freshDatabase, LAB_SERVER, line, processes, ROOT, sql } from './processes.ts';

const missing = ['/usr/bin/mvn', '/usr/bin/javac'].filter((path) => !existsSync(path));
if (process.env['CI'] === 'true' && missing.length > 0)
  throw new Error(`the lab lacks ${missing.join(', ')} (Debian: maven default-jdk-headless)`);
if (LAB_SERVER !== '' && missing.length > 0)
  process.stderr.write(
    `debezium lab skipped: no ${missing.join(', ')} (apt-get install maven default-jdk-headless)\n`,
  );

const TOKEN = 'access-token-of-the-cdc-lab';
const key = Buffer.alloc(32, 11);
const { run, stop } = processes();
let data: string;
let store: Store;
let calls: string;

describe.runIf(LAB_SERVER !== '' && missing.length === 0)('a real Debezium', () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringback-debezium-'));
    await freshDatabase('ringback_lab_cdc');
    calls = await freshDatabase('ringback_lab_calls');
    await sql(
      calls,
      `create table calls (id int primary key generated always as identity, caller text, dialed text not null,
         began timestamptz not null, ended timestamptz, outcome text not null);
       create table staff (id int primary key, name text);
       insert into calls (caller, dialed, began, ended, outcome)
         values ('+13125550151', '${SHOP.main}', now() - interval '40 s', now() - interval '15 s', 'MISSED');`,
    );
    expect(await exitOf(ringback('migrate'))).toBe(0);
    store = openStore(databaseAt('ringback_lab_cdc'));
    const config = shopConfig({
      key: 'cdc',
      textback: { delaySeconds: 0 },
      tenant: {
        sources: [
          { key: 'cdc-calls', kind: 'voice', connector: 'cdc', settings: SETTINGS },
          { key: 'cdc-handset', kind: 'messaging', connector: 'handset' },
        ],
      },
    });
    await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, openKeeper(key), config));
    const listening = await line(ringback('server', '--port', '0'), /listening on (\S+)/);
    await line(ringback('worker'), /working/);
    const bridge = run(
      process.execPath,
      [
        ...['src/main.ts', 'bridge', '--stdin', '--spool', join(data, 'bridge.spool')],
        ...['--to', `${/listening on (\S+)/.exec(listening)?.[1] ?? ''}/hooks/voice/cdc-calls`],
      ],
      { RINGBACK_BRIDGE_TOKEN: TOKEN },
    );
    const capture = run('/usr/bin/java', [
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      ...[
        '-cp',
        `${await jarsOf('debezium', '3.2.0.Final')}/*`,
        join(ROOT, 'test/lab/debezium/Capture.java'),
      ],
    ]);
    if (capture.stdout === null || capture.stdin === null || bridge.stdin === null)
      throw new Error('no pipe');
    capture.stdout.pipe(bridge.stdin);
    capture.stdin.end(properties());
  }, 300_000);
  afterAll(async () => {
    await stop();
    await store.close();
    await rm(data, { recursive: true, force: true });
  });

  it('brings the rows that were there before it came', async () => {
    await expect.poll(() => heard('+13125550151'), POLL).toEqual(['no_answer']);
    await expect.poll(() => attemptsOf('+13125550151'), POLL).toMatchObject([{ missed: true }]);
  });

  it('brings a call that rings first and is missed later as one attempt', async () => {
    await sql(
      calls,
      `insert into calls (caller, dialed, began, outcome) values ('+13125550152', '${SHOP.main}', now(), 'RINGING')`,
    );
    await expect.poll(() => heard('+13125550152'), POLL).toEqual(['in_progress']);
    await sql(
      calls,
      `update calls set ended = now() + interval '20 s', outcome = 'MISSED' where caller = '+13125550152'`,
    );
    await expect.poll(() => heard('+13125550152'), POLL).toEqual(['in_progress', 'no_answer']);
    await expect.poll(() => attemptsOf('+13125550152'), POLL).toMatchObject([{ missed: true }]);
  });

  it('brings answered calls and withheld callers; deletes and other tables change nothing', async () => {
    await sql(
      calls,
      `insert into calls (caller, dialed, began, ended, outcome) values
         ('+13125550153', '${SHOP.main}', now(), now() + interval '90 s', 'TALKED'),
         (null, '${SHOP.main}', now(), now() + interval '20 s', 'MISSED');
       insert into staff values (1, 'Alma');
       delete from calls where caller = '+13125550151';`,
    );
    await expect.poll(() => attemptsOf('+13125550153'), POLL).toMatchObject([{ missed: false }]);
    await expect.poll(() => attemptsOf(null), POLL).toMatchObject([{ missed: true }]);
    await expect.poll(() => unread(), POLL).toEqual([]);
    expect(await heard('+13125550151')).toEqual(['no_answer']);
  });
});

const POLL = { timeout: 60_000, interval: 200 };
const SETTINGS = {
  accessToken: TOKEN,
  tables: ['calls'],
  mapping: {
    fields: {
      callId: 'id',
      from: 'caller',
      to: 'dialed',
      startedAt: 'began',
      endedAt: 'ended',
      status: 'outcome',
    },
    statuses: { MISSED: 'no_answer', TALKED: 'answered', RINGING: 'in_progress' },
  },
};

function properties(): string {
  const database = new URL(calls);
  return Object.entries({
    name: 'ringback-lab',
    'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
    'plugin.name': 'pgoutput',
    'publication.autocreate.mode': 'filtered',
    'table.include.list': 'public.calls,public.staff',
    'topic.prefix': 'lab',
    'database.hostname': database.hostname,
    'database.port': database.port,
    'database.user': database.username,
    'database.password': database.password,
    'database.dbname': database.pathname.slice(1),
    'offset.storage': 'org.apache.kafka.connect.storage.MemoryOffsetBackingStore',
    'slot.drop.on.stop': 'true',
    'slot.name': 'ringback_lab',
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function heard(caller: string): Promise<string[]> {
  const rows = await store.tx(ALL_TENANTS, (tx) =>
    tx.selectFrom('call_event').selectAll().orderBy('received_at').execute(),
  );
  return rows
    .map((row) => (row as unknown as { event: { from: string | null; disposition: string } }).event)
    .filter((event) => event.from === caller)
    .map((event) => event.disposition);
}

function attemptsOf(caller: string | null): Promise<unknown[]> {
  return store.tx(ALL_TENANTS, (tx) =>
    tx
      .selectFrom('attempt')
      .selectAll()
      .where('caller', caller === null ? 'is' : '=', caller)
      .execute(),
  );
}

function unread(): Promise<unknown[]> {
  return store.tx(ALL_TENANTS, (tx) =>
    tx
      .selectFrom('inbox')
      .select(['state', 'detail'])
      .where('state', 'in', ['new', 'malformed', 'unrouted'])
      .execute(),
  );
}

function ringback(...args: string[]): ReturnType<typeof run> {
  return run(process.execPath, ['src/main.ts', ...args], {
    DATABASE_URL: databaseAt('ringback_lab_cdc'),
    RINGBACK_SECRET_KEY: key.toString('hex'),
    RINGBACK_DATA: data,
    RINGBACK_ADMIN_KEY: 'lab-admin-key-0123456789',
    RINGBACK_LOG: 'error',
  });
}
