/**
 * If this fails: a page of a vendor's call list with one unreadable row either takes the missed calls beside it along, or
 * loses that row without anybody ever hearing of it.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Health } from '../../src/server/api/schemas/health.ts';
import { deliver, json, organise } from '../support/deliver.ts';
import { served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let site: Served;
let tenantId: string;
let owner: Client;

beforeEach(async () => {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, shopConfig());
  owner = await site.as(tenantId, 'owner');
});
afterEach(() => site.close());

const row = (sid: string | undefined, caller: string, to: string = SHOP.main): Record<string, unknown> => ({
  sid,
  status: 'no-answer',
  direction: 'inbound',
  from: caller,
  to,
  start_time: 'Wed, 18 Nov 2026 17:58:00 +0000',
  end_time: 'Wed, 18 Nov 2026 17:58:22 +0000',
});
const health = async () => Health.parse(await owner.ok('GET', '/api/v1/health'));
const callers = async (): Promise<(string | null)[]> => {
  const rows = await site.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('attempt').select('caller').orderBy('caller').execute(),
  );
  return rows.map((each) => each.caller);
};

it('the good rows of a page are heard, the bad one is shown and stays in the inbox', async () => {
  await deliver(site, [
    json('shop-twilio', {
      calls: [row('CA1', '+13125550142'), row(undefined, '+13125550143'), row('CA3', '+13125550144')],
    }),
  ]);
  await site.settle();
  expect(await callers()).toEqual(['+13125550142', '+13125550144']);
  const { inbox } = await health();
  expect(inbox.trouble).toHaveLength(1);
  expect(inbox.trouble[0]).toMatchObject({
    state: 'malformed',
    detail: { heard: 2, issues: [{ path: expect.stringMatching(/^1\./) as string }] },
  });
  // Read again, say after an update: what was heard already changes nothing.
  await owner.ok('POST', `/api/v1/health/inbox/${inbox.trouble[0]?.id}/retry`);
  await site.settle();
  expect(await callers()).toEqual(['+13125550142', '+13125550144']);
  expect((await health()).inbox.trouble).toHaveLength(1);
});

it('a page that also holds a call of nobody says both', async () => {
  await deliver(site, [
    json('shop-twilio', {
      calls: [
        row('CA1', '+13125550142'),
        row(undefined, '+13125550143'),
        row('CA3', '+13125550144', '+13125550199'),
      ],
    }),
  ]);
  await site.settle();
  expect(await callers()).toEqual(['+13125550142']);
  const [trouble] = (await health()).inbox.trouble;
  expect(trouble).toMatchObject({ state: 'unrouted', detail: { issues: [{}] } });
});
