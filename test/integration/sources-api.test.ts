/**
 * If this fails: an operator cannot connect a phone system from the dashboard, a secret typed there comes back out or is
 * lost when something else is edited, or Health hides that a vendor refuses us or says something nobody understands.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Health } from '../../src/server/api/schemas/health.ts';
import { Session } from '../../src/server/api/schemas/session.ts';
import {
  SourceDetail,
  SourceList,
  SurfaceDetail,
  SurfaceList,
} from '../../src/server/api/schemas/sources.ts';
import { voiceSurfaces } from '../../src/connectors/registry.generated.ts';
import { deliver, organise, twilioMiss } from '../support/deliver.ts';
import { polledVendor, type PolledVendor } from '../support/polled-vendor.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const TOKEN = 'a-token-that-must-never-come-back';
let site: Served;
let vendor: PolledVendor;
let tenantId: string;
let owner: Client;

beforeEach(async () => {
  vendor = polledVendor(() => site.clock.now());
  site = await served({
    at: '2026-11-18T18:00:00Z',
    fetch: (...args) => vendor.fetch(...args),
    connectors: { voice: new Map([...voiceSurfaces, ['polled', vendor.surface]]) },
  });
  tenantId = await organise(
    site,
    shopConfig({
      tenant: { tenant: { key: 'shop', name: 'Harbor', zone: 'America/Chicago', simulated: false } },
      location: { sender: undefined, textback: { mode: 'shadow' } },
    }),
  );
  owner = await site.as(tenantId, 'owner');
});
afterEach(() => site.close());

const detail = async (key: string) => SourceDetail.parse(await owner.ok('GET', `/api/v1/sources/${key}`));
const health = async () => Health.parse(await owner.ok('GET', '/api/v1/health'));
const create = (body: Record<string, unknown>) => owner.send('POST', '/api/v1/sources', body);

describe('voice products', () => {
  it('are listed with what to click, what is verified and a form for every setting', async () => {
    const list = SurfaceList.parse(await owner.ok('GET', '/api/v1/surfaces'));
    expect(list.publicUrl).toBe('https://calls.example.test');
    const one = async (id: string) =>
      SurfaceDetail.parse(await owner.ok('GET', `/api/v1/surfaces/${id}`)).surface;
    const callrail = await one('callrail');
    expect(callrail).toMatchObject({ family: 'call-tracking', delivery: 'webhook' });
    const key = callrail.settings.find((each) => each.name === 'signingKey');
    expect(key).toMatchObject({ kind: 'secret', authenticates: true });
    expect(callrail.settings.find((each) => each.name === 'replayWindowSeconds')).toMatchObject({
      kind: 'number',
      default: 3600,
      minimum: 0,
    });
    const ringcentral = await one('ringcentral');
    const kinds = new Map(ringcentral.settings.map((each) => [each.name, each.kind]));
    expect(kinds.get('extensionNumbers')).toBe('table');
    expect(kinds.get('platformExtensionIds')).toBe('list');
    // Every page calls the products what this list calls them.
    const { surfaceNames } = Session.parse(await owner.ok('GET', '/api/v1/session'));
    for (const { id, name } of list.items) expect(surfaceNames[id]).toBe(name);
    // What is nested tells its parts, to any depth.
    const mapping = (await one('mapped-http')).settings.find((each) => each.name === 'mapping')?.shape;
    expect(mapping?.kind === 'object' && mapping.fields.map((each) => each.shape.kind)).toEqual(
      expect.arrayContaining(['choice', 'object', 'map', 'one-of', 'text']),
    );
    // Every surface of the build can be shown: no schema breaks the page. The list carries no forms.
    expect(list.items).toHaveLength(voiceSurfaces.size + 1);
    for (const { id, name } of list.items) expect(await one(id)).toMatchObject({ id, name });
    expect(JSON.stringify(await owner.ok('GET', '/api/v1/surfaces')).length).toBeLessThan(100_000);
    expect((await owner.send('GET', '/api/v1/surfaces/nobody')).status).toBe(404);
  });
});

describe('a source', () => {
  it('is connected, receives, and keeps its secret to itself through every edit', async () => {
    await owner.ok('POST', '/api/v1/sources', {
      key: 'shop-new',
      connector: 'callrail',
      name: 'Tracking',
      settings: { signingKey: TOKEN, replayWindowSeconds: 60 },
    });
    expect(await detail('shop-new')).toMatchObject({
      settings: { replayWindowSeconds: 60 },
      secretsSet: ['signingKey'],
      problems: [],
      recent: [],
      source: { url: 'https://calls.example.test/hooks/voice/shop-new', lastEventAt: null },
    });
    await owner.ok('PATCH', '/api/v1/sources/shop-new', {
      name: null,
      location: 'main-street',
      settings: { replayWindowSeconds: null },
    });
    const after = await detail('shop-new');
    expect(after).toMatchObject({ location: 'main-street', settings: {}, secretsSet: ['signingKey'] });
    expect(after.source.name).toBeNull();
    const record = await site.pipeline.sources.byKey('shop-new');
    expect(record?.config).toEqual({ signingKey: TOKEN });
    for (const path of ['/api/v1/sources/shop-new', '/api/v1/sources', '/api/v1/health', '/api/v1/config'])
      expect((await owner.send('GET', path)).text).not.toContain(TOKEN);
    // The others were not touched by it.
    expect((await site.pipeline.sources.byKey('shop-twilio'))?.config).toEqual({
      authToken: SHOP.twilioToken,
    });
    const list = SourceList.parse(await owner.ok('GET', '/api/v1/sources'));
    expect(list.items.map((each) => each.key)).toEqual([
      'shop-callrail',
      'shop-new',
      'shop-ringcentral',
      'shop-twilio',
    ]);
  });

  it('shows its first delivery, how it was read, and why one was refused', async () => {
    await owner.ok('POST', '/api/v1/sources', {
      key: 'shop-polled',
      connector: 'polled',
      settings: { token: TOKEN },
    });
    const hook = await site.raw('/hooks/voice/shop-polled', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ calls: [{ id: 'a', status: 'missed', at: '2026-11-18T17:59:00Z' }] }),
    });
    expect(hook.status).toBe(200);
    await site.settle();
    expect((await detail('shop-polled')).recent).toEqual([
      { at: '2026-11-18T18:00:00.000Z', state: 'done', reason: null, redacted: null },
    ]);
    await site.raw('/hooks/voice/shop-callrail', { method: 'POST', body: '{}' });
    // Written about once a second, never on the way of a delivery.
    await vi.waitFor(
      async () => {
        expect((await detail('shop-callrail')).source.lastFailure?.code).toBe('signature-missing');
        expect((await detail('shop-polled')).source.lastEventAt).not.toBeNull();
      },
      { timeout: 20_000, interval: 100 },
    );
  });

  it('is refused with the field and the remedy when something is wrong with it', async () => {
    const cases: [body: Record<string, unknown>, path: string][] = [
      [{ key: 'shop-twilio', connector: 'twilio' }, 'key'],
      [{ key: 'Shop', connector: 'twilio' }, 'key'],
      [{ key: 'x', connector: 'twillio' }, 'connector'],
      [
        { key: 'x', connector: 'callrail', settings: { replayWindowSeconds: -1 } },
        'settings.replayWindowSeconds',
      ],
      [{ key: 'x', connector: 'callrail', settings: { signinKey: TOKEN } }, 'settings'],
    ];
    for (const [body, path] of cases) {
      const answer = await create(body);
      expect(answer.status).toBe(400);
      expect(errorOf(answer).issues?.[0]?.path).toContain(path);
      expect(answer.text).not.toContain(TOKEN);
    }
    expect((await create({ key: 'x', connector: 'twilio', location: 'nowhere' })).status).toBe(404);
    const viewer = await site.as(tenantId, 'viewer');
    expect((await viewer.send('POST', '/api/v1/sources', { key: 'x', connector: 'twilio' })).status).toBe(
      403,
    );
    expect((await owner.send('PATCH', '/api/v1/sources/shop-handset', {})).status).toBe(404);
  });

  it('stays what another organisation has: a key belongs to one', async () => {
    const other = await organise(
      site,
      shopConfig({ key: 'other', location: { numbers: [{ number: '+13125550188' }], sender: undefined } }),
    );
    const stranger = await site.as(other, 'owner');
    expect((await stranger.send('GET', '/api/v1/sources/shop-twilio')).status).toBe(404);
    expect((await stranger.send('DELETE', '/api/v1/sources/shop-twilio')).status).toBe(404);
    expect((await stranger.send('POST', '/api/v1/sources/shop-twilio/retry')).status).toBe(404);
    const taken = await stranger.send('POST', '/api/v1/sources', { key: 'shop-twilio', connector: 'twilio' });
    expect(errorOf(taken).code).toBe('invalid-config');
  });

  it('is disconnected: its address is unknown, what it brought stays', async () => {
    await owner.ok('DELETE', '/api/v1/sources/shop-callrail');
    expect((await site.raw('/hooks/voice/shop-callrail', { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await owner.send('GET', '/api/v1/sources/shop-callrail')).status).toBe(404);
  });
});

describe('Health', () => {
  const polled = async () => (await health()).sources.find((each) => each.key === 'shop-polled');
  const asking = async () => (await health()).checks.find((check) => check.name === 'Asking vendors');
  const connect = () =>
    owner.ok('POST', '/api/v1/sources', {
      key: 'shop-polled',
      connector: 'polled',
      settings: { apiKey: TOKEN },
    });

  it('shows the last look, the next one and when the subscription ends', async () => {
    vendor.pages = [['a']];
    await connect();
    await site.settle();
    expect(await polled()).toMatchObject({
      delivery: 'poll',
      lastEventAt: '2026-11-18T18:00:00.000Z',
      accepted: 1,
      poll: {
        role: 'primary',
        what: 'call log',
        state: 'going',
        lastSuccessAt: '2026-11-18T18:00:00.000Z',
        nextAt: '2026-11-18T18:01:00.000Z',
        lastFailure: null,
      },
      subscription: { active: true, endsAt: '2026-11-18T19:00:00.000Z' },
    });
    expect(await asking()).toMatchObject({ ok: true });
  });

  it('says when a vendor refuses and what to do, until somebody has it tried again', async () => {
    vendor.moods = ['refuse'];
    await connect();
    await site.settle();
    expect((await polled())?.poll).toMatchObject({
      state: 'refused',
      nextAt: null,
      lastFailure: { detail: 'The vendor refuses the API key.', remedy: 'Make a new key.' },
    });
    expect(await asking()).toMatchObject({
      ok: false,
      detail: 'shop-polled: The vendor refuses the API key.',
      remedy: 'Make a new key.',
    });
    vendor.pages = [['a']];
    await owner.ok('POST', '/api/v1/sources/shop-polled/retry');
    await site.settle();
    expect((await polled())?.poll).toMatchObject({ state: 'going', failures: 0 });
    expect(await asking()).toMatchObject({ ok: true });
  });

  it('names a subscription that a vendor does not let us end, until it is over by itself', async () => {
    const old = async () => (await health()).checks.find((check) => check.name === 'Old subscriptions');
    await connect();
    await site.settle();
    expect(await old()).toBeUndefined();
    vendor.moods = ['busy'];
    await owner.ok('DELETE', '/api/v1/sources/shop-polled');
    await site.settle();
    expect(await old()).toMatchObject({ ok: true });
    vendor.living.clear();
    await site.passTime(5 * 60_000);
    const check = await old();
    expect(check).toMatchObject({ ok: false });
    expect(check?.detail).toContain('Polled Vendor');
    expect(check?.remedy).toContain('sub-1');
    expect(JSON.stringify(await health())).not.toContain(TOKEN);
    site.clock.advance(3_600_000);
    expect(await old()).toBeUndefined();
  });

  it('shows statuses that nobody knows, and speaks up while they are new', async () => {
    vendor.pages = [['a', 'b']];
    vendor.status = 'gone fishing';
    await connect();
    await site.settle();
    expect((await polled())?.unknownStatuses).toEqual([
      { raw: 'gone fishing', seen: 2, lastAt: '2026-11-18T17:59:00.000Z' },
    ]);
    const check = async () => (await health()).checks.find((each) => each.name === 'Unknown statuses');
    expect((await check())?.detail).toContain('gone fishing');
    site.clock.advance(25 * 3_600_000);
    expect(await check()).toBeUndefined();
  });

  it('is silent about a status that says nothing when the call was told otherwise', async () => {
    // Twilio ends every call with `completed`, which does not say who answered; the Dial callback does.
    await deliver(
      site,
      twilioMiss(site.clock.now(), { from: '+13125550142', to: SHOP.main, source: 'shop-twilio' }),
    );
    await site.settle();
    const seen = await health();
    expect(seen.sources.find((each) => each.key === 'shop-twilio')).toMatchObject({ unknownStatuses: [] });
    expect(seen.checks.find((each) => each.name === 'Unknown statuses')).toBeUndefined();
  });
});
