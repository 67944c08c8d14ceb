/**
 * If this fails: importing a configuration twice could change something, a secret could be stored or shown in the
 * clear, a thrown switch could be ignored, or a simulated organisation could find a way to the outside.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effectiveMode } from '../../src/core/model/directory.ts';
import { AppError } from '../../src/core/model/errors.ts';
import { TenantConfig } from '../../src/core/model/organisation.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { ALL_TENANTS, type Store } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import {
  applyConfig,
  organisationDirectory,
  readConfig,
  saveLocation,
  setLocationMode,
  setPaused,
} from '../../src/store/organisation.ts';
import { localSignal } from '../../src/store/signal.ts';
import { sourceDirectory } from '../../src/store/sources.ts';
import { manualClock } from '../support/manual-clock.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
const keeper = openKeeper(randomBytes(32));
const directory = organisationDirectory(keeper);
const env = { TWILIO_AUTH_TOKEN: 'a-token-nobody-may-read', HOOK_SECRET: 'whsec_aGVsbG8gd29ybGQgMTIz' };

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

function shop(key: string, number: string, mode: 'live' | 'shadow' | 'off' = 'live') {
  return {
    key,
    name: `Shop ${key}`,
    zone: 'America/Chicago',
    address: { city: 'Austin', state: 'TX' },
    numbers: [{ number }],
    hours: { mon: [{ open: '08:00', close: '18:00' }] },
    textback: { mode },
  };
}

function config(key: string, change: Record<string, unknown> = {}): TenantConfig {
  return TenantConfig.parse({
    tenant: { key, name: 'Acme Detailing' },
    banners: [
      {
        key: 'acme',
        name: 'Acme',
        legalEntity: 'Acme LLC',
        locations: [shop('one', '+15125550101'), shop('two', '+15125550102')],
      },
    ],
    sources: [
      {
        key: `${key}-twilio`,
        kind: 'voice',
        connector: 'twilio',
        settings: { authToken: '${TWILIO_AUTH_TOKEN}', note: 'plain' },
      },
    ],
    notify: { webhook: { url: 'https://example.com/hook', secret: '${HOOK_SECRET}' } },
    ...change,
  });
}

const apply = (wanted: TenantConfig, options: Parameters<typeof applyConfig>[3] = { env }) =>
  database.store.tx(ALL_TENANTS, (tx) => applyConfig(tx, keeper, wanted, options));

describe('applyConfig', () => {
  it('creates everything once; the same again, its export, and the export without the environment change nothing', async () => {
    const first = await apply(config('twice'));
    expect(first.changes.map((change) => `${change.action} ${change.what} ${change.key}`)).toEqual([
      'create organisation twice',
      'create banner acme',
      'create location one',
      'create location two',
      'create source twice-twilio',
    ]);
    expect((await apply(config('twice'))).changes).toEqual([]);
    const exported = await database.store.tx(first.tenantId, (tx) => readConfig(tx, first.tenantId));
    expect(TenantConfig.parse(exported)).toEqual(config('twice'));
    expect((await apply(exported, { env: {} })).changes).toEqual([]);
  });

  it('seals secrets, says only that they changed, and refuses a reference nobody set', async () => {
    const { tenantId } = await apply(config('sealed'));
    const rows = await database.store.tx(tenantId, async (tx) => [
      await tx.selectFrom('tenant').select(['config', 'secrets']).execute(),
      await tx.selectFrom('source').select(['settings', 'secrets']).execute(),
    ]);
    for (const secret of Object.values(env)) {
      expect(JSON.stringify(rows)).not.toContain(secret);
      expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('base64'));
    }
    const changed = await apply(config('sealed'), { env: { ...env, TWILIO_AUTH_TOKEN: 'another-token' } });
    expect(changed.changes).toHaveLength(1);
    expect(changed.changes[0]?.fields).toEqual([
      {
        path: 'sources.sealed-twilio.authToken',
        label: 'secret authToken',
        before: '(hidden)',
        after: '(changed)',
      },
    ]);
    expect(JSON.stringify(changed)).not.toContain('another-token');
    const refused = await apply(config('unset'), { env: {} }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect((refused as AppError).issues.map((issue) => issue.path).sort()).toEqual([
      'notify.webhook.secret',
      'sources.unset-twilio.authToken',
    ]);
  });

  it('takes a secret written in the clear out of the stored configuration', async () => {
    const clear = config('clear', {
      sources: [
        {
          key: 'clear-twilio',
          kind: 'voice',
          connector: 'twilio',
          settings: { authToken: 'written-in-the-clear' },
        },
      ],
    });
    const { tenantId } = await apply(clear);
    const exported = await database.store.tx(tenantId, (tx) => readConfig(tx, tenantId));
    expect(exported.sources[0]?.settings).toEqual({
      authToken: '${RINGBACK_SOURCES_CLEAR_TWILIO_AUTH_TOKEN}',
    });
    const signal = localSignal();
    const sources = sourceDirectory({ store: database.store, keeper, clock: systemClock, signal });
    expect((await sources.byKey('clear-twilio'))?.config).toEqual({ authToken: 'written-in-the-clear' });
  });

  it('removes a location but keeps its row, and moves a number between two locations in one import', async () => {
    const { tenantId } = await apply(config('moves'));
    const swapped = config('moves', {
      banners: [
        {
          key: 'acme',
          name: 'Acme',
          legalEntity: 'Acme LLC',
          locations: [shop('one', '+15125550102'), shop('three', '+15125550101')],
        },
      ],
    });
    const { changes } = await apply(swapped);
    expect(changes.map((change) => `${change.action} ${change.key}`)).toEqual([
      'update one',
      'create three',
      'remove two',
    ]);
    expect(changes[1]?.danger).toContain('live at once');
    const organisation = await database.store.tx(tenantId, (tx) => directory.load(tx, tenantId));
    expect([...organisation.locationsByKey.keys()]).toEqual(['one', 'three']);
    expect(organisation.numbers.get('+15125550102')?.locationId).toBe(
      organisation.locationsByKey.get('one')?.id,
    );
    const kept = await database.store.tx(tenantId, (tx) =>
      tx.selectFrom('location').select('key').where('removed', '=', true).execute(),
    );
    expect(kept).toEqual([{ key: 'two' }]);
    expect((await apply(config('moves'))).changes.map((change) => `${change.action} ${change.key}`)).toEqual([
      'update one',
      'create two',
      'remove three',
    ]);
  });

  it("refuses another organisation's file and a change between simulated and real", async () => {
    const { tenantId } = await apply(config('mine'));
    await expect(
      database.store.tx(tenantId, (tx) => applyConfig(tx, keeper, config('theirs'), { env, tenantId })),
    ).rejects.toThrow(/another organisation/);
    await expect(
      apply(config('mine', { tenant: { key: 'mine', name: 'Acme', simulated: true } })),
    ).rejects.toThrow(/stays|cannot become/);
    await expect(
      database.store.tx(tenantId, (tx) =>
        tx.updateTable('tenant').set({ simulated: true }).where('id', '=', tenantId).execute(),
      ),
    ).rejects.toThrow(/cannot change between simulated and real/);
  });
});

describe('the directory', () => {
  it('sees a thrown switch in the next transaction, and never caches what was rolled back', async () => {
    const { tenantId } = await apply(config('switches'));
    const modeOf = (key: string) =>
      database.store.tx(tenantId, async (tx) => {
        const organisation = await directory.load(tx, tenantId);
        const location = organisation.locationsByKey.get(key);
        if (location === undefined) throw new Error('no such location');
        return effectiveMode(organisation, location);
      });
    expect(await modeOf('one')).toBe('live');
    await database.store.tx(tenantId, (tx) => setLocationMode(tx, tenantId, 'one', 'shadow'));
    expect(await modeOf('one')).toBe('shadow');
    await database.store.tx(tenantId, (tx) =>
      setPaused(tx, tenantId, { scope: 'banner', key: 'acme' }, true),
    );
    expect(await modeOf('two')).toBe('off');
    await database.store.tx(tenantId, (tx) =>
      setPaused(tx, tenantId, { scope: 'banner', key: 'acme' }, false),
    );
    await database.store
      .tx(tenantId, async (tx) => {
        await setPaused(tx, tenantId, { scope: 'location', key: 'two' }, true);
        await directory.load(tx, tenantId);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await modeOf('two')).toBe('live');
    await database.store.tx(tenantId, (tx) => setPaused(tx, tenantId, { scope: 'tenant' }, true));
    expect(await modeOf('two')).toBe('off');
  });

  it('saves one location only on the version that was read, and not with a number of another', async () => {
    const { tenantId } = await apply(config('edits'));
    const [one] = config('edits').banners[0]?.locations ?? [];
    if (one === undefined) throw new Error('no location');
    const save = (change: object, version: number) =>
      database.store.tx(tenantId, (tx) => saveLocation(tx, tenantId, { ...one, ...change }, version));
    expect(await save({ name: 'Renamed' }, 1)).toBe(2);
    await expect(save({ name: 'Too late' }, 1)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      save({ numbers: [{ number: '+15125550102', kind: 'main', sms: false }] }, 2),
    ).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('a simulated organisation', () => {
  it('has no way out, whatever its configuration says', async () => {
    const { tenantId } = await apply(
      config('inside', {
        tenant: { key: 'inside', name: 'Demo', simulated: true },
        sources: [
          {
            key: 'inside-sms',
            kind: 'messaging',
            connector: 'twilio',
            settings: { authToken: '${TWILIO_AUTH_TOKEN}' },
          },
        ],
        assistant: {
          provider: 'openai-compatible',
          baseUrl: 'https://example.com',
          apiKey: '${HOOK_SECRET}',
        },
      }),
    );
    const organisation = await database.store.tx(tenantId, (tx) => directory.load(tx, tenantId));
    expect(organisation.tenant.config.notify).toEqual({});
    expect(organisation.tenant.config.assistant).toEqual({
      provider: 'deterministic',
      timeoutMs: 8000,
      trainingOff: false,
    });
    const sources = sourceDirectory({ store: database.store, keeper, clock: systemClock });
    expect(await sources.byKey('inside-sms')).toMatchObject({
      connector: 'handset',
      config: {},
      simulated: true,
    });
  });
});

describe('the source directory', () => {
  it('learns of a new source at once when woken, and forgets a removed one', async () => {
    const signal = localSignal();
    const sources = sourceDirectory({
      store: database.store,
      keeper,
      clock: { now: () => new Date(0) },
      signal,
    });
    expect(await sources.byKey('later-twilio')).toBeNull();
    await apply(config('later'));
    expect(await sources.byKey('later-twilio')).toBeNull();
    signal.wake('organisation');
    expect(await sources.byKey('later-twilio')).toMatchObject({
      connector: 'twilio',
      zone: 'America/New_York',
      simulated: false,
    });
    await apply(config('later', { sources: [] }));
    signal.wake('organisation');
    expect(await sources.byKey('later-twilio')).toBeNull();
  });

  it('forgets a removed source at once, also when it was reading its copy just then', async () => {
    const signal = localSignal();
    const clock = manualClock('2026-11-18T18:00:00Z');
    // The look that began before the change comes back after it, with what was true before.
    let hold: Promise<void> | null = null;
    let reading = (): void => undefined;
    const read = new Promise<void>((done) => (reading = done));
    const store: Store = {
      ...database.store,
      tx: async (tenant, work) => {
        const waits = hold;
        const found = await database.store.tx(tenant, work);
        if (waits !== null) reading();
        await waits;
        return found;
      },
    };
    await apply(config('leaving'));
    const sources = sourceDirectory({ store, keeper, clock, signal });
    expect(await sources.byKey('leaving-twilio')).not.toBeNull();
    let release = (): void => undefined;
    hold = new Promise((done) => (release = done));
    clock.advance(5000);
    expect(await sources.byKey('leaving-twilio')).not.toBeNull();
    await read;
    await apply(config('leaving', { sources: [] }));
    hold = null;
    signal.wake('organisation');
    const asked = [sources.byKey('leaving-twilio'), sources.byKey('leaving-twilio')];
    release();
    expect(await Promise.all(asked)).toEqual([null, null]);
    sources.close();
  });

  it('gives nobody its old copy while the new one is being read', async () => {
    const signal = localSignal();
    let hold: Promise<void> | null = null;
    let reading = (): void => undefined;
    const read = new Promise<void>((done) => (reading = done));
    const store: Store = {
      ...database.store,
      tx: async (tenant, work) => {
        if (hold !== null) reading();
        await hold;
        return database.store.tx(tenant, work);
      },
    };
    await apply(config('going'));
    const sources = sourceDirectory({
      store,
      keeper,
      clock: manualClock('2026-11-18T18:00:00Z'),
      signal,
    });
    expect(await sources.byKey('going-twilio')).not.toBeNull();
    await apply(config('going', { sources: [] }));
    let release = (): void => undefined;
    hold = new Promise((done) => (release = done));
    signal.wake('organisation');
    const first = sources.byKey('going-twilio');
    await read;
    const second = sources.byKey('going-twilio');
    release();
    expect(await Promise.all([first, second])).toEqual([null, null]);
    sources.close();
  });

  it('knows the source of a stored delivery at once, also when another process made it a moment ago', async () => {
    const sources = sourceDirectory({
      store: database.store,
      keeper,
      clock: { now: () => new Date(0) },
    });
    expect(await sources.byKey('sudden-twilio')).toBeNull();
    const { tenantId } = await apply(config('sudden'));
    const made = await database.store.tx(tenantId, (tx) =>
      tx.selectFrom('source').select('id').where('key', '=', 'sudden-twilio').executeTakeFirstOrThrow(),
    );
    expect(await sources.byId(made.id)).toMatchObject({ key: 'sudden-twilio' });
  });

  it('knows in which country the numbers of a source are national ones', async () => {
    const abroad = (key: string, number: string, country: string) => ({
      ...shop(key, number),
      zone: 'Europe/Paris',
      address: { city: 'Lyon', state: 'ARA', country },
    });
    const pbx = (key: string, location?: string) => ({
      key,
      kind: 'voice' as const,
      connector: 'asterisk',
      ...(location === undefined ? {} : { location }),
      settings: {},
    });
    const banner = { key: 'acme', name: 'Acme', legalEntity: 'Acme SAS' };
    await apply(
      config('lyon', {
        banners: [{ ...banner, locations: [abroad('one', '+33199000101', 'FR')] }],
        sources: [pbx('lyon-pbx')],
      }),
    );
    await apply(
      config('both', {
        banners: [
          {
            ...banner,
            locations: [abroad('one', '+33199000102', 'FR'), abroad('two', '+3225550102', 'BE')],
          },
        ],
        sources: [pbx('both-pbx'), pbx('both-belgian', 'two')],
      }),
    );
    const sources = sourceDirectory({ store: database.store, keeper, clock: systemClock });
    expect((await sources.byKey('lyon-pbx'))?.country).toBe('FR');
    expect((await sources.byKey('both-pbx'))?.country).toBeNull();
    expect((await sources.byKey('both-belgian'))?.country).toBe('BE');
  });
});
