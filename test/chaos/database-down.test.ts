/**
 * If this fails: a webhook that a vendor was told we have is gone, because the database was away when it came.
 *
 * A database of its own (not the shared one of the other tests) is stopped under load,
 * stays away for a while and comes back. Every delivery that was answered 2xx must be in the inbox, once, and those of
 * one caller in the order in which they were answered. `RINGBACK_CHAOS_SECONDS=30` makes the long run of it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wire } from '../../src/installation.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { createServer, type RingbackServer } from '../../src/server/server.ts';
import { signTwilio } from '../../src/simulate/vendors/twilio.ts';
import { ALL_TENANTS, migrate, openStore } from '../../src/store/database.ts';
import { startEmbedded, type EmbeddedDatabase } from '../../src/store/embedded.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import { localSignal } from '../../src/store/signal.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const SECONDS = Number(process.env['RINGBACK_CHAOS_SECONDS'] ?? 2);
const PUBLIC = 'https://calls.example.test';
const PATH = '/hooks/voice/shop-twilio';
const CALLERS = 12;

let home: string;
let database: EmbeddedDatabase;
let pipeline: Pipeline;
let server: RingbackServer;
let port: number;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ringback-chaos-'));
  database = await startEmbedded(home);
  await migrate(database.url);
  const keeper = openKeeper(randomBytes(32));
  ({ pipeline } = wire({
    store: openStore(database.url),
    signal: localSignal(),
    keeper,
    settings: { publicUrl: PUBLIC },
    clock: systemClock,
  }));
  await pipeline.store.tx(ALL_TENANTS, (tx) => applyConfig(tx, keeper, shopConfig()));
  server = await start();
  port = await server.start(0);
});
afterAll(async () => {
  await server.stop();
  pipeline.sources.close();
  await pipeline.store.close();
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

const start = (): Promise<RingbackServer> =>
  createServer({
    pipeline,
    settings: { version: 'chaos', host: '127.0.0.1', dataDirectory: home, webRoot: null, adminKey: null },
  });

/** One caller after the other answer: each sends the next delivery when the last was answered. */
async function load(
  caller: number,
  until: () => boolean,
  answered: { caller: number; number: number }[],
  statuses: Map<number, number>,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let number = 0; !until(); number += 1) {
    const status = await send(agent, caller, number);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 200) answered.push({ caller, number });
  }
  agent.destroy();
}

function send(agent: Agent, caller: number, number: number): Promise<number> {
  const body = new URLSearchParams({
    CallSid: `CA${caller}-${number}`,
    From: SHOP.caller,
    To: SHOP.main,
    CallStatus: 'ringing',
    Direction: 'inbound',
  }).toString();
  const signed = signTwilio(
    { surface: 'twilio', at: new Date(), what: '', contentType: 'application/x-www-form-urlencoded', body },
    PUBLIC + PATH,
    SHOP.twilioToken,
  );
  return new Promise((done) => {
    const sent = request(
      { host: '127.0.0.1', port, path: PATH, method: 'POST', headers: signed.headers, agent },
      (response) => {
        response.resume();
        response.on('end', () => done(response.statusCode ?? 0));
      },
    );
    sent.on('error', () => done(0));
    sent.end(body);
  });
}

async function stored(): Promise<{ caller: number; number: number }[]> {
  const rows = await pipeline.store.tx(ALL_TENANTS, (tx) =>
    tx.selectFrom('inbox').select('body').orderBy('id').execute(),
  );
  return rows.map((row) => {
    const [caller = '', number = ''] = (new URLSearchParams(row.body.toString()).get('CallSid') ?? '')
      .slice(2)
      .split('-');
    return { caller: Number(caller), number: Number(number) };
  });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition().catch(() => false)); tries += 1) {
    if (tries > 600) throw new Error(`it never happened: ${what}`);
    await pause(50);
  }
}

const spoolFiles = async (): Promise<string[]> =>
  (await readdir(join(home, 'spool'))).filter((name) => name.endsWith('.spool'));

it(
  'loses no acknowledged webhook when the database goes away under load, and keeps their order',
  async () => {
    const answered: { caller: number; number: number }[] = [];
    const statuses = new Map<number, number>();
    let over = false;
    const callers = Array.from({ length: CALLERS }, (_, caller) =>
      load(caller, () => over, answered, statuses),
    );
    await pause(500);
    const before = answered.length;
    await database.stop();
    await pause(SECONDS * 1000);
    const during = answered.length - before;
    const ready = await server.fetch(new Request(`${PUBLIC}/readyz`));
    expect(ready.status).toBe(503);

    database = await startEmbedded(home, { port: database.port });
    await until('a spool that is drained', async () => (await spoolFiles()).length === 0);
    await pause(300);
    over = true;
    await Promise.all(callers);
    await until('everything in the inbox', async () => (await stored()).length >= answered.length);

    const rows = await stored();
    expect([...statuses.keys()], 'every delivery was taken').toEqual([200]);
    expect(before).toBeGreaterThan(0);
    expect(during, 'deliveries were taken while the database was away').toBeGreaterThan(0);
    const name = (each: { caller: number; number: number }): string => `${each.caller}-${each.number}`;
    expect(new Set(rows.map(name)).size).toBe(rows.length);
    expect(rows.map(name).toSorted()).toEqual(answered.map(name).toSorted());
    for (let caller = 0; caller < CALLERS; caller += 1) {
      const numbers = rows.filter((row) => row.caller === caller).map((row) => row.number);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  },
  60_000 + SECONDS * 3000,
);

it('keeps what is spooled over a restart of the server', async () => {
  await database.stop();
  const agent = new Agent({ keepAlive: true });
  expect(await send(agent, 100, 1)).toBe(200);
  expect(await send(agent, 100, 2)).toBe(200);
  agent.destroy();
  await server.stop();
  expect((await spoolFiles()).length).toBeGreaterThan(0);
  server = await start();
  port = await server.start(0);
  database = await startEmbedded(home, { port: database.port });
  await until(
    'the old deliveries in the inbox',
    async () => (await stored()).filter((row) => row.caller === 100).length === 2,
  );
  expect((await stored()).filter((row) => row.caller === 100).map((row) => row.number)).toEqual([1, 2]);
}, 60_000);
