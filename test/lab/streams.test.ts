/**
 * If this fails: calls that an operator publishes on Kafka or NATS are lost, come twice, or stop behind one bad message. A
 * real Kafka with a real Debezium in Kafka Connect, and a real nats-server, each behind TLS and a login; bridge, server and
 * worker are processes of their own and are killed in the middle of their work.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nanos, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { Producer } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_TENANTS, openStore, type Store } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { databaseAt, exitOf, freshDatabase, LAB_SERVER, line, processes, sql } from './processes.ts';
import { CALL_TABLE, CALL_TABLE_SQL, callersOf, change } from './streams/calls.ts';
import { ended, logOf, startBridge, type Bridge } from './streams/bridges.ts';
import { attemptsOf, handedOver, heard, heardOf, spooled, unread } from './streams/outcome.ts';
import {
  freePort,
  makeTopic,
  makeCertificate,
  startConnect,
  startKafka,
  startNats,
  type Certificate,
  type Kafka,
} from './streams/brokers.ts';

const missing = ['/usr/bin/mvn', '/usr/bin/java', '/usr/sbin/nats-server', '/usr/bin/openssl'].filter(
  (path) => !existsSync(path),
);
if (process.env['CI'] === 'true' && missing.length > 0)
  throw new Error(
    `the lab lacks ${missing.join(', ')} (Debian: maven default-jdk-headless nats-server openssl)`,
  );
if (LAB_SERVER !== '' && missing.length > 0)
  process.stderr.write(
    `streams lab skipped: no ${missing.join(', ')} (apt-get install maven default-jdk-headless nats-server openssl)\n`,
  );

const TOKEN = 'access-token-of-the-streams-lab';
const KAFKA = { user: 'bridge', scram: 'scram-secret-of-the-lab', plain: 'plain-secret-of-the-lab' };
const NATS = { user: 'bridge', password: 'nats-secret-of-the-lab' };
const ADMIN_KEY = 'lab-admin-key-0123456789';
const POLL = { timeout: 60_000, interval: 200 };
const nkey = nkeys.createUser();
const key = Buffer.alloc(32, 12);
const children = processes();
const logs = new Set<string>();
let data: string;
let store: Store;
let operator: string;
let certificate: Certificate;
let kafka: Kafka;
let natsPort: number;
let natsServer: ChildProcess;
let nats: NatsConnection;
let producer: Producer<Buffer, Buffer | null>;
let server: ChildProcess;
let serverPort: number;

describe.runIf(LAB_SERVER !== '' && missing.length === 0)('a real Kafka and a real NATS', () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringback-streams-'));
    certificate = await makeCertificate(data);
    natsPort = await freePort();
    serverPort = await freePort();
    await Promise.all([startBrokers(), startRingback()]);
  }, 300_000);
  afterAll(async () => {
    await producer.close();
    await nats.close();
    await children.stop();
    await store.close();
    await rm(data, { recursive: true, force: true });
  });

  it('brings what a real Debezium wrote through Kafka, over TLS with SCRAM', async () => {
    const bridge = overKafka('debezium', ['--topic', 'lab.public.calls', '--topic', 'lab.public.staff']);
    await expect.poll(() => heard(store, '+13125550151'), POLL).toEqual(['no_answer']);
    await sql(
      operator,
      `insert into calls (caller, dialed, began, outcome) values ('+13125550152', '${SHOP.main}', now(), 'RINGING');
       update calls set ended = now() + interval '20 s', outcome = 'MISSED' where caller = '+13125550152';
       insert into calls (caller, dialed, began, ended, outcome)
         values ('+13125550153', '${SHOP.main}', now(), now() + interval '90 s', 'TALKED');
       insert into staff values (2, 'Bela');
       delete from calls where caller = '+13125550151';
       insert into calls (caller, dialed, began, ended, outcome)
         values ('+13125550154', '${SHOP.main}', now(), now() + interval '20 s', 'MISSED');`,
    );
    await expect.poll(() => attemptsOf(store, ['+13125550154']), POLL).toEqual([['+13125550154', true]]);
    expect(await attemptsOf(store, ['+13125550151', '+13125550152', '+13125550153'])).toEqual([
      ['+13125550151', true],
      ['+13125550152', true],
      ['+13125550153', false],
    ]);
    expect(await heard(store, '+13125550152')).toEqual(['in_progress', 'no_answer']);
    expect(await unread(store)).toEqual([]);
    // A tombstone followed the delete; the bridge says so when it ends, and leaves nothing behind.
    expect(await ended(bridge)).toMatch(/0 wait, .*1 empty or tombstones\n/);
  });

  it('sets aside what is no JSON or too large, and reads on', async () => {
    await makeTopic(kafka, 'poison', 1);
    const avro = Buffer.from([0, 0, 0, 0, 7, 2, 0x9e, 0xff, 0x10]);
    const large = change(9001, '+12125550101', { note: 'x'.repeat(1_200_000) });
    await publish('poison', [
      avro,
      Buffer.from('Call 0000017,00:00:12'),
      Buffer.concat([Buffer.from([0, 0, 0, 0, 9]), Buffer.from(change(9002, '+12125550102'))]),
      Buffer.from(large),
      Buffer.from(`[${change(9003, '+12125550103')},\n${change(9004, '+12125550104')}]`),
      null,
      Buffer.from(change(9005, '+12125550105')),
    ]);
    const callers = ['+12125550102', '+12125550103', '+12125550104', '+12125550105'];
    // This group logs in with PLAIN, and is told everything by its environment.
    const bridge = overKafka('poison', ['--with-key'], {
      RINGBACK_BRIDGE_TOPIC: 'poison',
      RINGBACK_BRIDGE_SASL: 'plain',
      RINGBACK_BRIDGE_SECRET: KAFKA.plain,
    });
    await expect
      .poll(() => attemptsOf(store, callers), POLL)
      .toEqual(callers.map((caller) => [caller, true]));
    expect(await ended(bridge)).toMatch(/0 wait.* 1 empty or tombstones, 3 set aside/);
    const aside = (await readFile(join(data, 'poison.spool.set-aside'), 'utf8'))
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as { reason: string; from: object; text?: string; base64?: string });
    expect(aside).toMatchObject([
      { from: { topic: 'poison', partition: 0, offset: 0 }, base64: avro.toString('base64') },
      { from: { offset: 1 }, text: 'Call 0000017,00:00:12' },
      { reason: 'HTTP 413 body-too-large' },
    ]);
    expect(aside[0]?.reason).toContain('schema 7');
    expect(aside[2]?.text).toContain(large);
  });

  it('loses nothing and doubles nothing when the bridge is killed in the middle', async () => {
    await makeTopic(kafka, 'many', 3);
    const callers = callersOf(['213', '214'], 75);
    let sent = 0;
    const send = async (count: number): Promise<void> => {
      const some = callers.slice(sent, sent + count);
      await publish(
        'many',
        some.map((caller, index) => Buffer.from(change(1000 + sent + index, caller))),
      );
      sent += some.length;
    };
    const killed = overKafka('many', ['--topic', 'many']);
    await send(60);
    await expect.poll(() => heardOf(store, callers), POLL).toBeGreaterThan(0);
    // Another member of the group takes over; what the dead one had in its spool waits for it to come back.
    const other = overKafka('many-other', ['--topic', 'many', '--group', 'ringback-many']);
    await send(50);
    killed.child.kill('SIGKILL');
    await exitOf(killed.child);
    await send(40);
    const bridge = overKafka('many', ['--topic', 'many']);
    await expect
      .poll(() => attemptsOf(store, callers), POLL)
      .toEqual(callers.map((caller) => [caller, true]));
    expect(await heardOf(store, callers)).toBe(150);
    await Promise.all([ended(bridge), ended(other)]);
    // Another group reads everything once more: a redelivery of every message.
    const again = overKafka('again', ['--topic', 'many']);
    await expect.poll(() => handedOver(join(data, 'again.spool')), POLL).toBe(150);
    expect(await ended(again)).toContain('150 messages read, 150 records taken by Ringback, 0 wait');
    await expect.poll(() => unread(store), POLL).toEqual([]);
    expect(await heardOf(store, callers)).toBe(150);
    expect(await attemptsOf(store, callers)).toHaveLength(150);
  });

  it('keeps what comes while Ringback is away', async () => {
    await makeTopic(kafka, 'away', 1);
    const bridge = overKafka('away', ['--topic', 'away']);
    server.kill('SIGTERM');
    await exitOf(server);
    const callers = callersOf(['215'], 20);
    await publish(
      'away',
      callers.map((caller, index) => Buffer.from(change(2000 + index, caller))),
    );
    await expect.poll(() => spooled(join(data, 'away.spool')), POLL).toBe(20);
    // It ends meanwhile as well, and the broker believes that all was read: the spool is the only memory.
    expect(await ended(bridge)).toContain('20 records wait in the spool for the next run');
    await startServer();
    const next = overKafka('away', ['--topic', 'away']);
    await expect
      .poll(() => attemptsOf(store, callers), POLL)
      .toEqual(callers.map((caller) => [caller, true]));
    expect(await heardOf(store, callers)).toBe(20);
    await ended(next);
  });

  it('reads a durable of JetStream, over TLS with a user, through kills and redeliveries', async () => {
    const manager = await jetstreamManager(nats);
    await manager.streams.add({ name: 'CDC', subjects: ['cdc.>'] });
    await manager.consumers.add('CDC', {
      durable_name: 'ringback',
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(1_500),
    });
    const callers = callersOf(['216'], 60);
    const send = (from: number, to: number): Promise<unknown> =>
      Promise.all(
        callers
          .slice(from, to)
          .map((caller, index) =>
            jetstream(nats).publish('cdc.public.calls', change(3000 + from + index, caller)),
          ),
      );
    await send(0, 30);
    // Someone took five and died: they come again.
    const taken = await jetstream(nats).consumers.get('CDC', 'ringback');
    const kept: number[] = [];
    for await (const message of await taken.fetch({ max_messages: 5, expires: 2_000 }))
      kept.push(message.seq);
    expect(kept).toEqual([1, 2, 3, 4, 5]);
    const args = ['--subject', 'cdc.>', '--stream', 'CDC', '--durable', 'ringback'];
    const bridge = overNats('jetstream', args);
    await expect.poll(() => heardOf(store, callers), POLL).toBeGreaterThan(0);
    bridge.child.kill('SIGKILL');
    await exitOf(bridge.child);
    await send(30, 60);
    const next = overNats('jetstream', args);
    await expect
      .poll(() => attemptsOf(store, callers), POLL)
      .toEqual(callers.map((caller) => [caller, true]));
    expect(await heardOf(store, callers)).toBe(60);
    await expect
      .poll(async () => (await manager.consumers.info('CDC', 'ringback')).num_ack_pending, POLL)
      .toBe(0);
    expect((await manager.consumers.info('CDC', 'ringback')).num_pending).toBe(0);
    await ended(next);
  });

  it('comes back when NATS was away, with an nkey and a durable of its own', async () => {
    const callers = callersOf(['217'], 12);
    const manager = await jetstreamManager(nats);
    await manager.streams.add({ name: 'OTHER', subjects: ['other.>'] });
    const bridge = overNats('nkey', ['--subject', 'other.calls', '--durable', 'ringback'], 'nkey');
    await jetstream(nats).publish('other.staff', 'not for us');
    await jetstream(nats).publish('other.calls', 'poison');
    await jetstream(nats).publish('other.calls', change(4000, callers[0] ?? ''));
    await expect.poll(() => heardOf(store, callers), POLL).toBe(1);
    await nats.close();
    natsServer.kill('SIGTERM');
    await exitOf(natsServer);
    await startNatsServer();
    for (const [index, caller] of callers.entries())
      if (index > 0) await jetstream(nats).publish('other.calls', change(4000 + index, caller));
    await expect
      .poll(() => attemptsOf(store, callers), POLL)
      .toEqual(callers.map((caller) => [caller, true]));
    expect(await heardOf(store, callers)).toBe(12);
    expect(await ended(bridge)).toMatch(/13 messages read, .*1 set aside/);
  });

  it('tells no broker "done" for what the disk did not take', async () => {
    await makeTopic(kafka, 'full', 1);
    const callers = ['+12195550101', '+12195550102'];
    await publish('full', [Buffer.from(change(5001, '+12195550101'))]);
    const manager = await jetstreamManager(nats);
    await manager.streams.add({ name: 'FULL', subjects: ['full.>'] });
    await manager.consumers.add('FULL', {
      durable_name: 'ringback',
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(1_500),
    });
    await jetstream(nats).publish('full.calls', change(5002, '+12195550102'));
    const args = ['--subject', 'full.>', '--stream', 'FULL', '--durable', 'ringback'];
    const full = ['--spool', '/dev/full'];
    const bridges = [
      overKafka('full', ['--topic', 'full', ...full]),
      overNats('full-nats', [...args, ...full]),
    ];
    for (const bridge of bridges) {
      await expect.poll(() => bridge.log(), POLL).toContain('ENOSPC');
      await ended(bridge);
    }
    expect(await heardOf(store, callers)).toBe(0);
    const next = [overKafka('full', ['--topic', 'full']), overNats('full-nats', args)];
    await expect
      .poll(() => attemptsOf(store, callers), POLL)
      .toEqual(callers.map((caller) => [caller, true]));
    await Promise.all(next.map(ended));
  });

  it('hands calls that are normalised already from plain NATS to the API', async () => {
    const bridge = overNats('core', ['--subject', 'calls.*'], 'user', {
      RINGBACK_BRIDGE_TO: `http://127.0.0.1:${serverPort}/api/v1/call-events`,
      RINGBACK_BRIDGE_TOKEN: ADMIN_KEY,
    });
    await expect.poll(() => bridge.log(), POLL).toContain('Core NATS keeps nothing');
    nats.publish('calls.one', JSON.stringify({ surface: 'ours', nonsense: true }));
    const occurredAt = new Date(Date.now() - 20_000).toISOString();
    nats.publish(
      'calls.one',
      JSON.stringify({
        ...{ surface: 'ours', eventId: 'e-1', callId: 'c-1', linkedCallIds: [], direction: 'inbound' },
        ...{ from: '+12185550101', fromWithheld: false, to: SHOP.main, occurredAt, timePrecision: 'ms' },
        ...{ final: true, disposition: 'no_answer', attribution: {} },
      }),
    );
    await expect.poll(() => attemptsOf(store, ['+12185550101']), POLL).toEqual([['+12185550101', true]]);
    expect(await ended(bridge)).toMatch(/2 messages read, 1 records taken by Ringback.*1 set aside/);
  });

  it('names no secret in what it says', async () => {
    const said = (await Promise.all([...logs].map((path) => readFile(path, 'utf8')))).join('');
    expect(said).toContain('messages read');
    for (const secret of [TOKEN, ADMIN_KEY, KAFKA.scram, KAFKA.plain, NATS.password, '555'])
      expect(said).not.toContain(secret);
  });
});

async function startBrokers(): Promise<void> {
  operator = await freshDatabase('ringback_lab_stream_calls');
  await sql(operator, CALL_TABLE_SQL);
  kafka = await startKafka(data, certificate, KAFKA, children);
  const database = new URL(operator);
  await startConnect(
    data,
    kafka,
    {
      name: 'ringback-streams',
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
      'slot.drop.on.stop': 'true',
      'slot.name': 'ringback_streams',
    },
    children,
  );
  producer = new Producer({ clientId: 'lab', bootstrapBrokers: [kafka.open] });
  await startNatsServer();
}

async function startNatsServer(): Promise<void> {
  natsServer = await startNats(data, natsPort, certificate, { ...NATS, nkey: nkey.getPublicKey() }, children);
  nats = await connect({
    servers: `localhost:${natsPort}`,
    user: NATS.user,
    pass: NATS.password,
    tls: { caFile: certificate.certFile },
  });
}

async function startRingback(): Promise<void> {
  await freshDatabase('ringback_lab_streams');
  expect(await exitOf(ringback('migrate'))).toBe(0);
  store = openStore(databaseAt('ringback_lab_streams'));
  const config = shopConfig({
    key: 'streams',
    textback: { delaySeconds: 0 },
    tenant: {
      sources: [
        {
          key: 'streams-calls',
          kind: 'voice',
          connector: 'cdc',
          settings: { ...CALL_TABLE, accessToken: TOKEN },
        },
        { key: 'streams-handset', kind: 'messaging', connector: 'handset' },
      ],
    },
  });
  await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, openKeeper(key), config));
  await startServer();
  await line(ringback('worker'), /working/);
}

async function startServer(): Promise<void> {
  server = ringback('server', '--port', String(serverPort));
  await line(server, /listening on (\S+)/);
}

function overKafka(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Bridge {
  return bridgeOf(name, ['--kafka', kafka.guarded, '--group', `ringback-${name}`, ...args], {
    RINGBACK_BRIDGE_SASL: 'scram-sha-512',
    RINGBACK_BRIDGE_USER: KAFKA.user,
    RINGBACK_BRIDGE_SECRET: KAFKA.scram,
    ...env,
  });
}

function overNats(
  name: string,
  args: readonly string[],
  login: 'user' | 'nkey' = 'user',
  env: Readonly<Record<string, string>> = {},
): Bridge {
  const seed = join(data, 'nkey.seed');
  writeFileSync(seed, nkey.getSeed(), { mode: 0o600 });
  return bridgeOf(name, ['--nats', `tls://localhost:${natsPort}`, ...args], {
    ...(login === 'nkey'
      ? { RINGBACK_BRIDGE_NKEY: seed }
      : { RINGBACK_BRIDGE_USER: NATS.user, RINGBACK_BRIDGE_SECRET: NATS.password }),
    ...env,
  });
}

function bridgeOf(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Bridge {
  logs.add(logOf(data, name));
  return startBridge(
    data,
    name,
    ['--tls-ca', certificate.certFile, ...args],
    {
      RINGBACK_BRIDGE_TO: `http://127.0.0.1:${serverPort}/hooks/voice/streams-calls`,
      RINGBACK_BRIDGE_TOKEN: TOKEN,
      ...env,
    },
    children,
  );
}

async function publish(name: string, values: readonly (Buffer | null)[]): Promise<void> {
  await producer.send({
    messages: values.map((value, index) => ({ topic: name, key: Buffer.from(`{"id":${index}}`), value })),
  });
}

function ringback(...args: string[]): ChildProcess {
  return children.run(process.execPath, ['src/main.ts', ...args], {
    DATABASE_URL: databaseAt('ringback_lab_streams'),
    RINGBACK_SECRET_KEY: key.toString('hex'),
    RINGBACK_DATA: data,
    RINGBACK_ADMIN_KEY: ADMIN_KEY,
    RINGBACK_LOG: 'error',
  });
}
