/**
 * If this fails: the doctor does not say what became of the last look or subscription at a vendor, when the next one is,
 * or what is left to do there; an operator at night learns that calls are missing and not why.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '../../src/cli/doctor.ts';
import { voiceSurfaces } from '../../src/connectors/registry.generated.ts';
import { examine, type DoctorLine } from '../../src/server/doctor.ts';
import { organise } from '../support/deliver.ts';
import { polledVendor, type PolledVendor } from '../support/polled-vendor.ts';
import { served, type Client, type Served } from '../support/served.ts';
import { shopConfig } from '../support/shop.ts';

const KEY = 'a-key-that-must-never-come-back';
let site: Served;
let vendor: PolledVendor;
let tenants: { id: string; key: string }[];
let owner: Client;

beforeEach(async () => {
  vendor = polledVendor(() => site.clock.now());
  site = await served({
    at: '2026-11-18T18:00:00Z',
    fetch: (...args) => vendor.fetch(...args),
    connectors: { voice: new Map([...voiceSurfaces, ['polled', vendor.surface]]) },
  });
  const id = await organise(
    site,
    shopConfig({
      tenant: { tenant: { key: 'shop', name: 'Harbor', zone: 'America/Chicago', simulated: false } },
      location: { sender: undefined, textback: { mode: 'shadow' } },
    }),
  );
  tenants = [{ id, key: 'shop' }];
  owner = await site.as(id, 'owner');
});
afterEach(() => site.close());

const connect = (settings: Record<string, unknown> = { apiKey: KEY }) =>
  owner.ok('POST', '/api/v1/sources', { key: 'shop-polled', connector: 'polled', settings });
const look = (): Promise<DoctorLine[]> =>
  examine({ pipeline: site.pipeline, tenants, dataDirectory: '/', embedded: true });
const line = async (name: string) => (await look()).find((each) => each.name === name);

it('says what the last look and the subscription did, and when they come next', async () => {
  vendor.pages = [['a']];
  await connect();
  expect(await line('looks of shop-polled')).toMatchObject({ state: 'note' });
  await site.settle();
  expect(await line('looks of shop-polled')).toMatchObject({
    state: 'ok',
    detail:
      'call log of Polled Vendor: last looked at 2026-11-18T18:00:00.000Z, seen until 2026-11-18T18:00:00.000Z; next look at 2026-11-18T18:01:00.000Z',
  });
  expect(await line('subscription of shop-polled')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(
      /^made or renewed at 2026-11-18T18:00.*ends at 2026-11-18T19:00.*next renewal at 2026-11-18T18/,
    ) as string,
  });
  // What came by looking is heard: nothing is left to do.
  expect(await line('to do for shop-polled')).toBeUndefined();
  site.clock.advance(3_600_000);
  expect(await line('looks of shop-polled')).toMatchObject({
    state: 'fix',
    detail: expect.stringContaining('due since 2026-11-18T18:01:00.000Z') as string,
    how: expect.stringContaining('worker') as string,
  });
});

it('names the error of a vendor with its remedy, and the steps to go through there', async () => {
  vendor.moods = ['refuse', 'refuse'];
  await connect();
  await site.settle();
  const refused = await line('looks of shop-polled');
  expect(refused).toMatchObject({
    state: 'fix',
    detail: expect.stringContaining('refused at 2026-11-18T18:00') as string,
  });
  expect(refused?.how).toMatch(/\. Then press/);
  expect(await line('to do for shop-polled')).toMatchObject({
    state: 'note',
    steps: expect.arrayContaining([expect.any(String)]) as string[],
  });
});

it('lists the steps of a source that never heard anything, with the address to paste', async () => {
  const steps = (await line('to do for shop-twilio'))?.steps ?? [];
  expect(steps.length).toBeGreaterThan(1);
  expect(steps.join(' ')).toContain('https://calls.example.test/hooks/voice/shop-twilio');
});

it('prints the steps for people, and for programs every source as a whole, without a secret', async () => {
  vendor.moods = ['busy'];
  await connect();
  await site.settle();
  const output: string[] = [];
  const io = { stdout: (text: string) => void output.push(text), stderr: () => undefined };
  const deps = {
    openPipeline: () =>
      Promise.resolve({
        pipeline: site.pipeline,
        settings: { data: '/', databaseUrl: null },
        tenants,
        close: () => Promise.resolve(),
      }),
  };
  await run([], io, deps);
  expect(output.join('')).toMatch(/note {2}to do for shop-twilio: at Twilio.*\n {8}1\. /);
  output.length = 0;
  await run(['--json'], io, deps);
  const answer = JSON.parse(output.join('')) as {
    lines: Record<string, unknown>[];
    vendors: { key: string; poll: { failures: number } | null; toDo: string[] }[];
  };
  expect(answer.lines.every((each) => !('vendor' in each))).toBe(true);
  expect(answer.vendors.find((each) => each.key === 'shop-polled')).toMatchObject({
    organisation: 'shop',
    product: 'Polled Vendor',
    poll: {
      state: 'going',
      failures: 1,
      nextAt: expect.stringMatching(/^2026-11-18T18:02/) as string,
      lastFailure: { at: '2026-11-18T18:00:00.000Z', detail: expect.any(String) as string },
    },
  });
  expect(output.join('')).not.toContain(KEY);
});
