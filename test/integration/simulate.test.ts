/**
 * If this fails: the demo would open empty, moving the simulated clock could lose or double a text, a real organisation
 * could be simulated in, or `ringback simulate` could report agreement where there is none.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TenantConfig } from '../../src/core/model/organisation.ts';
import { wire } from '../../src/installation.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { drain, startWorker, type Worker, type WorkerPlan } from '../../src/pipeline/worker.ts';
import { createServer, type RingbackServer } from '../../src/server/server.ts';
import { moveClock, settle, tenantNow } from '../../src/simulate/clock.ts';
import { demoOrganisation } from '../../src/simulate/demo-organisation.ts';
import { callerOf } from '../../src/simulate/callers.ts';
import { openSimulator } from '../../src/simulate/desk.ts';
import { drive } from '../../src/simulate/drive.ts';
import { openHands } from '../../src/simulate/hands.ts';
import { HISTORY_CALLERS, STAGE_CALLERS } from '../../src/simulate/wording.ts';
import { playHistory, type HistoryState } from '../../src/simulate/history.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import { localSignal } from '../../src/store/signal.ts';
import { middayAbroad } from '../chaos/midday.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

const ADMIN = 'an-admin-key-for-this-test';

interface House {
  readonly database: TestDatabase;
  readonly pipeline: Pipeline;
  readonly plan: WorkerPlan;
  readonly tenantId: string;
}

async function house(): Promise<House> {
  const database = await freshDatabase();
  const keeper = openKeeper(randomBytes(32));
  const { pipeline, plan } = wire({
    store: database.store,
    signal: localSignal(),
    keeper,
    settings: { publicUrl: null },
    clock: { now: () => new Date() },
    // A simulated organisation that tried to reach the outside would fail here.
    fetch: () => Promise.reject(new Error('the outside was called')),
  });
  const config = demoOrganisation({
    today: '2026-11-21',
    secret: () => randomBytes(18).toString('base64url'),
  });
  const { tenantId } = await database.store.tx(ALL_TENANTS, (tx) => applyConfig(tx, keeper, config));
  pipeline.signal.wake('organisation');
  return { database, pipeline, plan, tenantId };
}

describe("a user's own call while the history plays", () => {
  it(
    'is answered by nobody but the user, on a phone of the page and on one of the history alike',
    { timeout: 180_000 },
    async () => {
      const home = await house();
      const { pipeline, plan, tenantId, database } = home;
      const hands = openHands();
      const desk = openSimulator(pipeline, hands);
      // Somebody of the history who would book, had nobody picked up the phone.
      const persona = Array.from({ length: HISTORY_CALLERS }, (_, place) => callerOf('512', place)).find(
        (caller) => caller.manner === 'asks-price',
      );
      const onThePage = STAGE_CALLERS.filter((caller) => caller.manner !== 'silent').slice(0, 4);
      const mine = [...onThePage.map((caller) => caller.number), persona?.number ?? ''];
      const options = { plan, hands, attempts: 30, days: 3, seed: 5 };
      const stopping = new AbortController();
      await playHistory(pipeline, 'demo', {
        ...options,
        signal: stopping.signal,
        onProgress: (line) => {
          if (/ [4-9]0%/.test(line)) stopping.abort();
        },
      });
      const { locations } = await desk.state(tenantId);
      const shop = locations.find((location) => location.mode === 'live');
      await Promise.all(
        mine.map((caller) =>
          desk.ring(
            tenantId,
            { locationKey: shop?.key ?? '', caller, class: 'no-answer', surfaces: ['call-events'] },
            () => Promise.resolve({ status: 500 }),
          ),
        ),
      );
      await playHistory(pipeline, 'demo', options);
      const rows = await database.store.tx(tenantId, (tx) =>
        tx
          .selectFrom('handset_message')
          .select(['direction', 'sender', 'recipient'])
          .where((eb) => eb.or([eb('sender', 'in', mine), eb('recipient', 'in', mine)]))
          .execute(),
      );
      expect(
        new Set(rows.flatMap((row) => (row.direction === 'to-handset' ? [row.recipient] : []))).size,
      ).toBe(mine.length);
      expect(rows.filter((row) => row.direction !== 'to-handset')).toEqual([]);
      await database.drop();
    },
  );
});

describe('the generated history', () => {
  let home: House;
  beforeAll(async () => {
    home = await house();
  });
  afterAll(() => home.database.drop());

  it(
    'passes through the real pipeline in its own time, can be stopped and carried on, and ends at now',
    { timeout: 180_000 },
    async () => {
      const { pipeline, plan, tenantId, database } = home;
      const stopping = new AbortController();
      const lines: string[] = [];
      const options = {
        plan,
        attempts: 30,
        days: 3,
        seed: 5,
        onProgress: (line: string) => void lines.push(line),
      };
      await playHistory(pipeline, 'demo', {
        ...options,
        signal: stopping.signal,
        onProgress: (line) => {
          if (/ [4-9]0%/.test(line)) stopping.abort();
        },
      });
      const state = async (): Promise<HistoryState> =>
        (
          await database.store.tx(tenantId, (tx) =>
            tx.selectFrom('tenant').select('history').executeTakeFirstOrThrow(),
          )
        ).history as HistoryState;
      const half = await state();
      expect(half.done).toBe(false);
      expect((await tenantNow(pipeline, tenantId)).getTime()).toBeLessThan(Date.parse(half.to) - 3_600_000);

      // As in `ringback start`: a worker runs beside the history and takes jobs out of its hands.
      const worker = startWorker(pipeline, plan);
      await playHistory(pipeline, 'demo', options);
      await worker.stop();
      expect((await state()).done).toBe(true);
      expect(lines.at(-1)).toBe('simulated history: done');
      const { attempts, late, texts, offset } = await database.store.tx(tenantId, async (tx) => ({
        attempts: await tx
          .selectFrom('attempt')
          .select(['simulated', 'started_at', 'answer'])
          .where('merged_into', 'is', null)
          .execute(),
        late: await tx
          .selectFrom('inbox')
          .select('id')
          .where('state', 'in', ['new', 'malformed', 'unrouted', 'quarantined'])
          .execute(),
        texts: await tx
          .selectFrom('message')
          .select(['intended_at', 'accepted_at', 'kind', 'state'])
          .where('direction', '=', 'outbound')
          .execute(),
        offset: (await tx.selectFrom('tenant').select('clock_offset_ms').executeTakeFirstOrThrow())
          .clock_offset_ms,
      }));
      expect(offset).toBe(0);
      expect(late).toEqual([]);
      expect(attempts.length).toBeGreaterThan(20);
      expect(attempts.every((attempt) => attempt.simulated)).toBe(true);
      const days = new Set(attempts.map((attempt) => attempt.started_at.slice(0, 10)));
      expect(days.size).toBeGreaterThanOrEqual(3);
      expect(attempts.filter((attempt) => attempt.answer === 'sent').length).toBeGreaterThan(5);
      // Each text left when it was due: nothing was jumped over.
      for (const text of texts.filter((each) => each.accepted_at !== null)) {
        expect(Math.abs(Date.parse(text.accepted_at ?? '') - Date.parse(text.intended_at))).toBeLessThan(
          60_000,
        );
      }
      await playHistory(pipeline, 'demo', options);
      expect(
        (
          await database.store.tx(tenantId, (tx) =>
            tx.selectFrom('attempt').select('id').where('merged_into', 'is', null).execute(),
          )
        ).length,
      ).toBe(attempts.length);
    },
  );

  it('moves waiting jobs together with the clock', async () => {
    const { pipeline, plan, tenantId, database } = home;
    await settle(pipeline, plan, tenantId);
    const due = () =>
      database.store.tx(tenantId, (tx) =>
        tx.selectFrom('job').select(['key', 'due_at']).where('state', '=', 'waiting').orderBy('id').execute(),
      );
    const before = await due();
    await database.store.tx(tenantId, (tx) => moveClock(tx, tenantId, 3_600_000));
    const after = await due();
    expect(after.map((job) => Date.parse(job.due_at) + 3_600_000)).toEqual(
      before.map((job) => Date.parse(job.due_at)),
    );
    await database.store.tx(tenantId, (tx) => moveClock(tx, tenantId, -3_600_000));
  });

  it('seals everything it recorded', async () => {
    await drain(home.pipeline, home.plan);
    const left = await home.database.store.tx(home.tenantId, (tx) =>
      tx.selectFrom('audit_record').select('id').where('leaf_index', 'is', null).execute(),
    );
    expect(left).toEqual([]);
  });
});

describe('a running server', () => {
  let home: House;
  let server: RingbackServer;
  let worker: Worker;
  let directory: string;
  let url: string;
  beforeAll(async () => {
    home = await house();
    directory = await mkdtemp(join(tmpdir(), 'ringback-simulate-'));
    server = await createServer({
      pipeline: home.pipeline,
      simulator: openSimulator(home.pipeline),
      settings: {
        version: '0.0.0',
        host: '127.0.0.1',
        dataDirectory: directory,
        webRoot: null,
        adminKey: ADMIN,
      },
    });
    url = `http://127.0.0.1:${await server.start(0)}`;
    worker = startWorker(home.pipeline, home.plan);
  });
  afterAll(async () => {
    await worker.stop();
    await server.stop();
    await home.database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  const api = async (
    method: string,
    path: string,
    body?: unknown,
    tenant = 'demo',
  ): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN}`,
        'x-ringback-tenant': tenant,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };

  it('rings a shop, shows the text on the phone and takes the answer', { timeout: 120_000 }, async () => {
    const ring = {
      surfaces: ['twilio', 'callrail'],
      locationKey: 'austin-south-lamar',
      caller: '+15125550192',
      class: 'no-answer',
    };
    const rung = await api('POST', '/api/v1/simulator/calls', ring);
    expect(rung).toMatchObject({ status: 200, body: { attemptIds: [expect.any(String)] } });
    const { deliveries } = rung.body as { deliveries: { status: number; surface: string }[] };
    expect(deliveries.length).toBeGreaterThanOrEqual(3);
    expect(deliveries.every((delivery) => delivery.status === 200)).toBe(true);
    // Until tomorrow evening: whatever the hour of this test, a lawful one comes by.
    await api('POST', '/api/v1/simulator/fast-forward', { seconds: 16 * 3600 });
    await expect
      .poll(async () => (await api('GET', '/api/v1/simulator')).body, { timeout: 60_000 })
      .toMatchObject({ forwarding: { running: false, progress: 1 } });
    const phone = `/api/v1/simulator/handsets/${encodeURIComponent('+15125550192')}`;
    const read = await api('GET', phone);
    const [text] = (read.body as { messages: { from: string; body: string }[] }).messages;
    expect(text?.body).toMatch(/Copperline/);
    const answered = await api('POST', `${phone}/messages`, { to: text?.from, body: 'STOP' });
    expect(answered.status).toBe(200);
    await expect
      .poll(
        () =>
          home.database.store.tx(home.tenantId, (tx) =>
            tx.selectFrom('consent_event').select('kind').where('kind', '=', 'opted-out').execute(),
          ),
        { timeout: 10_000 },
      )
      .not.toEqual([]);
  });

  it('says in words what cannot be simulated', async () => {
    const ring = {
      surfaces: ['ringcentral'],
      locationKey: 'austin-south-lamar',
      caller: '+15125550192',
      class: 'ivr-drop',
    };
    expect(await api('POST', '/api/v1/simulator/calls', ring)).toMatchObject({
      status: 400,
      body: {
        error: { issues: [{ path: 'surfaces', remedy: 'Add CallRail or Front desk (CallEvents API).' }] },
      },
    });
    expect(
      await api('POST', '/api/v1/simulator/calls', { ...ring, class: 'no-answer', locationKey: 'nowhere' }),
    ).toMatchObject({ status: 400 });
  });

  it('refuses everything for a real organisation', async () => {
    const real = TenantConfig.parse({
      tenant: { key: 'real', name: 'Real' },
      banners: [{ key: 'real', name: 'Real', legalEntity: 'Real LLC' }],
    });
    await home.database.store.tx(ALL_TENANTS, (tx) => applyConfig(tx, home.pipeline.keeper, real));
    for (const [method, path, body] of [
      ['GET', '/api/v1/simulator', undefined],
      ['POST', '/api/v1/simulator/fast-forward', { seconds: 60 }],
      ['GET', '/api/v1/simulator/sources', undefined],
      ['GET', '/api/v1/simulator/carrier', undefined],
    ] as const) {
      expect(await api(method, path, body, 'real'), path).toMatchObject({
        status: 409,
        body: { error: { code: 'simulated-only' } },
      });
    }
  });

  it(
    'sends exactly the texts that the truth demands, whatever is repeated or out of order',
    { timeout: 180_000 },
    async () => {
      // Wherever the tests before have left the clock: noon of a working day in the middle of the country.
      const now = await tenantNow(home.pipeline, home.tenantId);
      const noon = middayAbroad(new Date(now.getTime() + 7 * 86_400_000));
      await home.database.store.tx(home.tenantId, (tx) =>
        moveClock(tx, home.tenantId, noon.getTime() - now.getTime()),
      );
      const report = await drive({
        url,
        key: ADMIN,
        tenant: 'demo',
        attempts: 60,
        seed: 11,
        rate: 0,
        duplicates: 0.3,
        shuffle: true,
        patienceSeconds: 60,
        say: () => undefined,
      });
      expect(report.differences).toEqual({ missing: [], unexpected: [], repeated: [] });
      expect(report.texts.counted).toBe(report.texts.expected);
      expect(report.webhooks.refused).toBe(0);
      expect(report.agrees).toBe(true);
    },
  );
});
