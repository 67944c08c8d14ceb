/**
 * If this fails: Ringback misreads a real SIP server. A real Kamailio with its accounting in PostgreSQL stands between two
 * SIPp (Debian's packages, loopback only); the sample configuration, tables and forwarder of examples/kamailio and the
 * bridge carry the rows to Ringback's server and worker, which are processes of their own.
 */
import type { ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALL_TENANTS, openStore, type Store } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { databaseAt, exitOf, freshDatabase, LAB_SERVER, line, processes, ROOT, sql } from './processes.ts';

const missing = [
  '/usr/sbin/kamailio',
  '/usr/bin/sipp',
  '/usr/bin/psql',
  '/usr/share/kamailio/postgres/acc-create.sql',
].filter((path) => !existsSync(path));
if (process.env['CI'] === 'true' && missing.length > 0)
  throw new Error(
    `the lab lacks ${missing.join(', ')} (Debian: kamailio kamailio-postgres-modules sip-tester)`,
  );
if (LAB_SERVER !== '' && missing.length > 0)
  process.stderr.write(
    `sip lab skipped: no ${missing.join(', ')} (apt-get install kamailio kamailio-postgres-modules sip-tester)\n`,
  );

const TOKEN = 'access-token-of-the-sip-lab';
const key = Buffer.alloc(32, 9);
let data: string;
let store: Store;
let proxy: { readonly port: number; readonly calleePort: number };
const { run, stop } = processes();

describe.runIf(LAB_SERVER !== '' && missing.length === 0)('a real SIP proxy', () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringback-sip-'));
    await freshDatabase('ringback_lab_sip');
    const accounting = await freshDatabase('ringback_lab_kamailio');
    for (const file of [
      '/usr/share/kamailio/postgres/standard-create.sql',
      '/usr/share/kamailio/postgres/acc-create.sql',
      join(ROOT, 'examples/kamailio/ringback.sql'),
    ])
      await sql(accounting, await readFile(file, 'utf8'));

    expect(await exitOf(ringback('migrate'))).toBe(0);
    store = openStore(databaseAt('ringback_lab_sip'));
    const config = shopConfig({
      key: 'sip',
      textback: { delaySeconds: 0 },
      tenant: {
        sources: [
          { key: 'sip-kamailio', kind: 'voice', connector: 'kamailio', settings: { accessToken: TOKEN } },
          { key: 'sip-handset', kind: 'messaging', connector: 'handset' },
        ],
      },
    });
    await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, openKeeper(key), config));
    const listening = await line(ringback('server', '--port', '0'), /listening on (\S+)/);
    await line(ringback('worker'), /working/);

    proxy = { port: await freePort(), calleePort: await freePort() };
    await startKamailio(accounting);
    const bridge = run(
      process.execPath,
      [
        'src/main.ts',
        'bridge',
        '--stdin',
        '--to',
        `${/listening on (\S+)/.exec(listening)?.[1] ?? ''}/hooks/voice/sip-kamailio`,
        '--spool',
        join(data, 'bridge.spool'),
      ],
      {
        RINGBACK_BRIDGE_TOKEN: TOKEN,
      },
    );
    const rows = run('bash', ['examples/kamailio/forward.sh'], {
      KAMAILIO_DB: accounting,
      EVERY_SECONDS: '0.2',
    });
    if (rows.stdout === null || bridge.stdin === null) throw new Error('no pipe');
    rows.stdout.pipe(bridge.stdin);
  });
  afterAll(async () => {
    await stop();
    await store.close();
    await rm(data, { recursive: true, force: true });
  });

  it.each([
    ['a call that nobody takes', '13125550142', 'caller', 'callee-rings', 'no_answer', true],
    ['a call to a busy phone', '13125550143', 'caller', 'callee-busy', 'busy', true],
    ['a ring that the caller gives up', '13125550144', 'caller-cancels', 'callee-rings', 'canceled', true],
    ['a call that is answered', '13125550145', 'caller', 'callee-answers', 'answered', false],
  ] as const)('%s', async (_what, caller, callerActs, calleeActs, disposition, missed) => {
    await call(caller, callerActs, calleeActs);
    await expect.poll(() => heard(`+${caller}`), { timeout: 20_000, interval: 100 }).toContain(disposition);
    await expect
      .poll(() => attemptsOf(`+${caller}`), { timeout: 20_000, interval: 100 })
      .toMatchObject(missed ? [{ missed: true }] : [{ missed: false }]);
  });

  it('what Kamailio wrote down left its outbox', async () => {
    await expect
      .poll(() => sql(databaseAt('ringback_lab_kamailio'), 'select id from ringback_outbox'), {
        timeout: 10_000,
        interval: 100,
      })
      .toEqual([]);
  });
});

/** One call through the proxy: the callee waits first, both must end as their scenario says. */
async function call(caller: string, callerActs: string, calleeActs: string): Promise<void> {
  const common = ['-m', '1', '-nostdin', '-i', '127.0.0.1', '-timeout', '25s', '-timeout_error'];
  const scenario = (name: string): string => join(ROOT, `test/lab/sipp/${name}.xml`);
  const callee = run(
    'sipp',
    ['-sf', scenario(calleeActs), '-p', String(proxy.calleePort), ...common],
    {},
    true,
  );
  const calleeEnd = exitOf(callee);
  await expect.poll(() => isTaken(proxy.calleePort), { timeout: 10_000, interval: 50 }).toBe(true);
  const target = `127.0.0.1:${proxy.port}`;
  const to = SHOP.main.slice(1);
  const from = run(
    'sipp',
    [
      target,
      '-sf',
      scenario(callerActs),
      '-s',
      to,
      '-key',
      'caller',
      caller,
      '-p',
      String(await freePort()),
      ...common,
    ],
    {},
    true,
  );
  expect(await exitOf(from)).toBe(0);
  expect(await calleeEnd).toBe(0);
}

async function startKamailio(database: string): Promise<void> {
  const defines = [`DBURL="${database}"`, `PBX="sip:127.0.0.1:${proxy.calleePort}"`, 'RING_MS=3000'];
  const child = run(
    '/usr/sbin/kamailio',
    [
      ...['-f', 'examples/kamailio/kamailio.cfg', '-DD', '-E', '-Y', data, '-P', join(data, 'kamailio.pid')],
      ...['-l', `udp:127.0.0.1:${proxy.port}`, '-m', '32', '-M', '4'],
      ...defines.flatMap((define) => ['-A', define]),
    ],
    {},
    true,
  );
  const ended = exitOf(child);
  const up = vi.waitFor(
    async () => {
      if (!(await isTaken(proxy.port))) throw new Error('Kamailio does not listen yet');
    },
    { timeout: 15_000, interval: 100 },
  );
  const end = await Promise.race([up.then(() => 'up'), ended.then((code) => `Kamailio ended with ${code}`)]);
  expect(end).toBe('up');
}

function heard(caller: string): Promise<string[]> {
  return store
    .tx(ALL_TENANTS, (tx) => tx.selectFrom('call_event').selectAll().execute())
    .then((rows) =>
      rows
        .map((row) => (row as unknown as { event: { from: string | null; disposition: string } }).event)
        .filter((event) => event.from === caller)
        .map((event) => event.disposition),
    );
}

function attemptsOf(caller: string): Promise<unknown[]> {
  return store.tx(ALL_TENANTS, (tx) =>
    tx.selectFrom('attempt').selectAll().where('caller', '=', caller).execute(),
  );
}

function ringback(...args: string[]): ChildProcess {
  return run(process.execPath, ['src/main.ts', ...args], {
    DATABASE_URL: databaseAt('ringback_lab_sip'),
    RINGBACK_SECRET_KEY: key.toString('hex'),
    RINGBACK_DATA: data,
    RINGBACK_ADMIN_KEY: 'lab-admin-key-0123456789',
    RINGBACK_LOG: 'error',
  });
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(closed));
  return port;
}

function isTaken(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((done) => {
    socket.once('error', () => done(true));
    socket.bind(port, '127.0.0.1', () => socket.close(() => done(false)));
  });
}
