/**
 * If this fails: somebody gets in who should not, a forged page can act for a logged-in person, a role may do what it
 * must not, or one organisation can see another's callers.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routesOf } from '../../src/server/app.ts';
import type { Role } from '../../src/server/api/schemas/common.ts';
import { createLoginToken } from '../../src/server/server.ts';
import { deliver, organise, twilioMiss } from '../support/deliver.ts';
import { ADMIN_KEY, errorOf, PUBLIC, served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let site: Served;
let mine: string;
let theirs: string;

beforeAll(async () => {
  site = await served();
  mine = await organise(site, shopConfig());
  theirs = await organise(site, shopConfig({ key: 'other' }));
  await deliver(
    site,
    twilioMiss(new Date('2026-11-18T17:59:30Z'), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }),
  );
  await deliver(
    site,
    twilioMiss(new Date('2026-11-18T17:59:30Z'), {
      from: '+13125550188',
      to: SHOP.main,
      source: 'other-twilio',
    }),
  );
  await site.passTime(60_000);
});
afterAll(() => site.close());

const login = (body: unknown, headers: Record<string, string> = {}) =>
  site.raw('/api/v1/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the one-time login link', () => {
  it('works once, within its time, and opens a session that JavaScript cannot read', async () => {
    const { token } = await createLoginToken(site.pipeline.store, site.clock, { tenantId: mine });
    const first = await login({ token });
    expect(first.status).toBe(200);
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Secure/i);
    expect(errorOf(await login({ token })).code).toBe('unauthorized');
    const session = await site.raw('/api/v1/session', { headers: { cookie: cookie.split(';', 1)[0] ?? '' } });
    expect(session.json).toMatchObject({
      account: { role: 'owner' },
      tenant: { key: 'shop', simulated: true },
    });
  });

  it('runs out', async () => {
    const { token } = await createLoginToken(site.pipeline.store, site.clock, {
      tenantId: mine,
      ttlMs: 1000,
    });
    site.clock.advance(1001);
    expect(errorOf(await login({ token })).code).toBe('unauthorized');
  });

  it('is won by one of many browsers', async () => {
    const { token } = await createLoginToken(site.pipeline.store, site.clock, { tenantId: mine });
    const answers = await Promise.all(Array.from({ length: 10 }, () => login({ token })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('stores no token in the clear', async () => {
    const { token } = await createLoginToken(site.pipeline.store, site.clock, { tenantId: mine });
    const rows = await site.pipeline.store.tx(mine, (tx) =>
      tx.selectFrom('credential').selectAll().execute(),
    );
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.every((row) => !Buffer.from(row.hash).toString().includes(token.slice(4)))).toBe(true);
  });
});

describe('a session', () => {
  it('ends at logout, and after two weeks without use, but lives on while it is used', async () => {
    const browser = await site.browser(mine);
    for (let day = 0; day < 20; day += 1) {
      site.clock.advance(86_400_000);
      await browser.ok('GET', '/api/v1/session');
    }
    await browser.ok('POST', '/api/v1/logout');
    expect((await browser.send('GET', '/api/v1/session')).status).toBe(401);
    const idle = await site.browser(mine);
    site.clock.advance(14 * 86_400_000 + 1);
    expect((await idle.send('GET', '/api/v1/session')).status).toBe(401);
  });

  it('cannot be used for writes by a page of another site', async () => {
    const { cookie } = await site.browser(mine);
    const write = (headers: Record<string, string>) =>
      site.raw('/api/v1/notifications/read', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: '{"ids":"all"}',
      });
    expect((await write({ origin: PUBLIC })).status).toBe(200);
    expect(errorOf(await write({ origin: 'https://evil.example' })).code).toBe('forbidden');
    expect(errorOf(await write({ origin: 'null' })).code).toBe('forbidden');
    expect(errorOf(await write({})).code).toBe('forbidden');
    expect(errorOf(await write({ 'sec-fetch-site': 'cross-site' })).code).toBe('forbidden');
  });
});

describe('passwords', () => {
  it('log in after an owner set them, and tries are limited', async () => {
    const owner = await site.as(mine, 'owner');
    await owner.ok('POST', '/api/v1/accounts', {
      email: 'Ana@Example.test',
      name: 'Ana',
      role: 'agent',
      password: 'correct horse battery',
    });
    const good = await login({ email: 'ana@example.test', password: 'correct horse battery' });
    expect(good.status).toBe(200);
    expect(errorOf(await login({ email: 'ana@example.test', password: 'wrong' })).code).toBe('unauthorized');
    expect(errorOf(await login({ email: 'nobody@example.test', password: 'wrong' })).code).toBe(
      'unauthorized',
    );
    for (let tries = 0; tries < 9; tries += 1) await login({ email: 'ana@example.test', password: 'wrong' });
    const limited = await login({ email: 'ana@example.test', password: 'correct horse battery' });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    site.clock.advance(16 * 60_000);
    expect((await login({ email: 'ana@example.test', password: 'correct horse battery' })).status).toBe(200);
  });

  it('stop working when the account is disabled, and its sessions end', async () => {
    const owner = await site.as(mine, 'owner');
    const ben = await owner.ok<{ id: string }>('POST', '/api/v1/accounts', {
      email: 'ben@example.test',
      name: 'Ben',
      role: 'viewer',
      password: 'correct horse battery',
    });
    const session = await login({ email: 'ben@example.test', password: 'correct horse battery' });
    const cookie = session.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    await owner.ok('PATCH', `/api/v1/accounts/${ben.id}`, { disabled: true });
    expect((await site.raw('/api/v1/session', { headers: { cookie } })).status).toBe(401);
    expect((await login({ email: 'ben@example.test', password: 'correct horse battery' })).status).toBe(401);
  });

  it('never leave an organisation without an owner', async () => {
    const browser = await site.browser(mine);
    const { items } = await browser.ok<{ items: { id: string; role: Role; disabled: boolean }[] }>(
      'GET',
      '/api/v1/accounts',
    );
    const owners = items.filter((each) => each.role === 'owner' && !each.disabled);
    expect(owners).toHaveLength(1);
    expect(
      errorOf(await browser.send('PATCH', `/api/v1/accounts/${owners[0]?.id ?? ''}`, { role: 'viewer' }))
        .code,
    ).toBe('conflict');
  });
});

describe('API keys', () => {
  it('work until they are ended, and are shown once', async () => {
    const owner = await site.as(mine, 'owner');
    const made = await owner.ok<{ id: string; key: string }>('POST', '/api/v1/api-keys', {
      name: 'PBX',
      role: 'agent',
    });
    const headers = { authorization: `Bearer ${made.key}` };
    expect((await site.raw('/api/v1/session', { headers })).status).toBe(200);
    expect(JSON.stringify(await owner.ok('GET', '/api/v1/api-keys'))).not.toContain(made.key);
    await owner.ok('DELETE', `/api/v1/api-keys/${made.id}`);
    expect((await site.raw('/api/v1/session', { headers })).status).toBe(401);
  });

  it('of the installation act for the organisation they name', async () => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    expect((await site.raw('/api/v1/session', { headers })).json).toMatchObject({
      tenant: { key: 'shop' },
      account: { role: 'owner' },
    });
    expect(
      (await site.raw('/api/v1/session', { headers: { ...headers, 'x-ringback-tenant': 'other' } })).json,
    ).toMatchObject({ tenant: { key: 'other' } });
    expect(
      (await site.raw('/api/v1/session', { headers: { ...headers, 'x-ringback-tenant': 'none' } })).status,
    ).toBe(404);
    expect(
      (await site.raw('/api/v1/session', { headers: { authorization: `Bearer ${ADMIN_KEY}x` } })).status,
    ).toBe(401);
    expect((await site.raw('/api/v1/session', { headers: { authorization: 'Basic abc' } })).status).toBe(401);
  });
});

/** Every route of the API, as it is mounted. */
const routes = routesOf({} as Parameters<typeof routesOf>[0]);
const SOME_ID = '00000000-0000-7000-8000-00000000dead';
const sample = (path: string): string =>
  path
    .replace(
      ':id',
      path.includes('/health/') ? '1' : path.includes('api-keys') ? '0123456789abcdef' : SOME_ID,
    )
    .replace(':key', 'main-street')
    .replace(':phone', '+13125550142')
    .replace(':number', '+13125550142');

describe('roles', () => {
  it('open exactly the routes that name them, and nothing is open to nobody', async () => {
    const clients = new Map<Role, Client>();
    for (const role of ['viewer', 'agent', 'counsel', 'owner'] as const)
      clients.set(role, await site.as(theirs, role));
    for (const route of routes) {
      const path = sample(route.path);
      const method = route.method.toUpperCase();
      const body = method === 'GET' ? undefined : {};
      expect((await site.raw(path, { method })).status, `${method} ${path} without a login`).toBe(401);
      for (const [role, client] of clients) {
        const answer = await client.send(method, path, body);
        const forbidden = answer.status === 403;
        expect(forbidden, `${method} ${path} as ${role}: ${answer.status}`).toBe(!route.roles.includes(role));
        expect(answer.status, `${method} ${path} as ${role}: ${answer.text}`).toBeLessThan(500);
      }
    }
  });
});

describe('tenants are walls', () => {
  it('no route shows or changes what belongs to another organisation', async () => {
    const other = await site.as(theirs, 'owner');
    const own = await site.as(mine, 'owner');
    const { items } = await own.ok<{
      items: { id: string; caller: string; contactId: string; threadId: string }[];
    }>('GET', '/api/v1/calls');
    const [call] = items;
    if (call === undefined) throw new Error('the call of this organisation is missing');
    const { items: notices } = await own.ok<{ items: { id: string }[] }>('GET', '/api/v1/notifications');
    const inbox = await site.pipeline.store.tx(mine, (tx) =>
      tx.selectFrom('inbox').select('id').executeTakeFirstOrThrow(),
    );
    for (const path of [
      `/api/v1/calls/${call.id}`,
      `/api/v1/calls/${call.id}/proof`,
      `/api/v1/contacts/${call.contactId}`,
      `/api/v1/threads/${call.threadId}`,
    ]) {
      expect((await own.send('GET', path)).status, path).toBe(200);
      expect((await other.send('GET', path)).status, path).toBe(404);
    }
    expect(
      (await other.send('PATCH', `/api/v1/contacts/${call.contactId}`, { name: 'Mallory' })).status,
    ).toBe(404);
    expect(
      (
        await other.send('POST', `/api/v1/contacts/${call.contactId}/erase`, {
          confirm: 'erase',
          reason: 'mischief',
        })
      ).status,
    ).toBe(404);
    expect((await other.send('POST', `/api/v1/health/inbox/${inbox.id}/retry`)).status).toBe(404);
    await other.ok('POST', '/api/v1/notifications/read', {
      ids: notices.length === 0 ? 'all' : notices.map((each) => each.id),
    });
    const ledger = await other.ok<{ ledger: unknown[] }>(
      'GET',
      `/api/v1/consent/${encodeURIComponent(SHOP.caller)}`,
    );
    expect(ledger.ledger).toEqual([]);
    for (const list of [
      'calls',
      'threads',
      'callbacks',
      'contacts',
      'suppressions',
      'counsel',
      'notifications',
      'bookings',
    ]) {
      const text = (await other.send('GET', `/api/v1/${list}`)).text;
      expect(text, list).not.toContain(SHOP.caller);
      expect(text, list).not.toContain(call.id);
    }
  });

  it('a file for another organisation is refused', async () => {
    const other = await site.as(theirs, 'owner');
    const { yaml } = await (await site.as(mine, 'owner')).ok<{ yaml: string }>('GET', '/api/v1/config');
    expect(errorOf(await other.send('POST', '/api/v1/config/apply', { yaml })).code).toBe('invalid-config');
  });
});
