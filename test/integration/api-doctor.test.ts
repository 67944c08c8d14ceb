/**
 * If this fails: the doctor calls a broken installation healthy, or a healthy one broken; above all it does not notice a
 * proxy that makes every genuine webhook look forged.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/doctor.ts';
import { examine, type DoctorLine } from '../../src/server/doctor.ts';
import { organise } from '../support/deliver.ts';
import { PUBLIC, served, type Served } from '../support/served.ts';
import { shopConfig } from '../support/shop.ts';

let site: Served;
let tenants: { id: string; key: string }[];
let directory: string;
/** What lies between the world and us. */
let proxy: (request: Request) => Promise<Response>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringback-doctor-'));
  site = await served({
    at: '2026-11-20T15:00:00Z',
    fetch: (input, init) => proxy(new Request(input, init)),
  });
  tenants = [{ id: await organise(site, shopConfig()), key: 'shop' }];
});
afterAll(async () => {
  await site.close();
  await rm(directory, { recursive: true, force: true });
});

const straight = (request: Request): Promise<Response> => site.server.fetch(request);
const look = (): Promise<DoctorLine[]> =>
  examine({ pipeline: site.pipeline, tenants, dataDirectory: directory, embedded: true });

async function selfTest(): Promise<DoctorLine | undefined> {
  return (await look()).find((line) => line.name === 'signed request to ourselves');
}

describe('the doctor', () => {
  it('finds nothing wrong with the machine of a healthy installation', async () => {
    proxy = straight;
    const lines = await look();
    const areas = ['Runtime', 'Database', 'Time zones', 'Disk', 'Public address', 'Rules'];
    // The clock of this test stands still while the database's runs: that line is the one that must complain.
    expect(
      lines.filter((line) => areas.includes(line.area) && line.state === 'fix' && line.name !== 'durability'),
    ).toEqual([]);
    expect(lines.find((line) => line.area === 'Clock')?.state).toBe('fix');
    expect(lines.filter((line) => line.state === 'fix').every((line) => (line.how ?? '') !== '')).toBe(true);
    expect(lines.find((line) => line.name === 'provider shop-handset')?.state).toBe('ok');
  });

  it('proves that a request through the public address arrives as it was signed', async () => {
    proxy = straight;
    expect(await selfTest()).toMatchObject({ state: 'ok' });
  });

  it('notices a proxy that strips a prefix, normalises the query or rewrites the body, and says which', async () => {
    proxy = (request) =>
      straight(
        new Request(
          request.url.replace('/hooks/', '/hooks//').replace('//self', '/self').replace('%2B', '+'),
          request,
        ),
      );
    expect(await selfTest()).toMatchObject({
      state: 'fix',
      detail: expect.stringContaining('we computed') as string,
    });
    proxy = async (request) =>
      straight(
        new Request(request.url, {
          method: 'POST',
          headers: request.headers,
          body: (await request.text()).replace('%0D', ''),
        }),
      );
    expect(await selfTest()).toMatchObject({
      state: 'fix',
      detail: expect.stringContaining('body') as string,
    });
    proxy = () =>
      Promise.resolve(new Response(null, { status: 301, headers: { location: `${PUBLIC}/elsewhere` } }));
    expect(await selfTest()).toMatchObject({
      state: 'fix',
      detail: expect.stringContaining('redirect') as string,
    });
    proxy = () => Promise.resolve(new Response('<h1>Welcome to nginx</h1>'));
    expect(await selfTest()).toMatchObject({
      state: 'fix',
      detail: expect.stringContaining('something else') as string,
    });
    proxy = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
    expect(await selfTest()).toMatchObject({
      state: 'fix',
      detail: expect.stringContaining('ENOTFOUND') as string,
    });
  });

  it('prints for people and for programs, and its exit code says whether something is to fix', async () => {
    proxy = straight;
    const output: string[] = [];
    const io = { stdout: (text: string) => void output.push(text), stderr: () => undefined };
    const deps = {
      openPipeline: () =>
        Promise.resolve({
          pipeline: site.pipeline,
          settings: { data: directory, databaseUrl: null },
          tenants,
          close: () => Promise.resolve(),
        }),
    };
    expect(await run([], io, deps)).toBe(1);
    expect(output.join('')).toMatch(/FIX {3}server and database/);
    output.length = 0;
    await run(['--json'], io, deps);
    expect(JSON.parse(output.join(''))).toMatchObject({ ok: false });
  });

  it('says what is wrong when there is no database to ask', async () => {
    const output: string[] = [];
    const io = { stdout: (text: string) => void output.push(text), stderr: () => undefined };
    const away = {
      openPipeline: () =>
        Promise.reject(
          Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
        ),
    };
    expect(await run([], io, away)).toBe(1);
    expect(output.join('')).toMatch(/Start PostgreSQL/);
  });
});
