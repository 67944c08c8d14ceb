/**
 * If these fail: a location whose duties are not kept goes on texting, the record does not say when that was found and on
 * which facts, or a change of what somebody vouched for is noticed too late.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DUTIES_VERSION } from '../../src/core/duties/duties.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { LocationChecklist } from '../../src/server/api/schemas/rule-book.ts';
import { organise } from '../support/deliver.ts';
import { served, type Served } from '../support/served.ts';
import { shopConfig } from '../support/shop.ts';
import { missedCall, received } from '../support/texting.ts';

let site: Served;
let tenantId: string;

const withDuties = (duties: object) => shopConfig({ location: { attestations: { duties } } });
beforeEach(async () => {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, withDuties({ franchisee: { status: 'active', since: '2020-01-01' } }));
  await site.settle();
});
afterEach(() => site.close());

const stored = () =>
  site.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('duty_record').selectAll().executeTakeFirstOrThrow(),
  );
const states = async () =>
  new Map(
    ((await stored()).findings as { duty: string; state: string }[]).map(({ duty, state }) => [duty, state]),
  );
const recorded = () =>
  site.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('audit_record').select('id').where('kind', '=', 'decision.duty').execute(),
  );
const checklist = async (duty: string) => {
  const client = await site.as(tenantId, 'counsel');
  const { items } = LocationChecklist.parse(
    await client.ok('GET', '/api/v1/locations/main-street/checklist'),
  );
  return items.find(({ id }) => id === `duty-${duty}`);
};

describe('duties of a location', () => {
  it('are stored with time, facts and rule version', async () => {
    expect(await stored()).toMatchObject({
      evaluated_at: '2026-11-18T18:00:00.000Z',
      version: DUTIES_VERSION,
      pack_date: expect.stringMatching(/^\d{4}-/) as string,
      facts: { country: 'US', attested: { franchisee: { status: 'active' } } },
    });
    expect((await states()).get('fdd-item-17')).toBe('met');
    expect(await checklist('fdd-item-17')).toMatchObject({
      state: 'met',
      evaluatedAt: '2026-11-18T18:00:00.000Z',
    });
  });

  it('stop texts from the moment that somebody changes what they rest on, and let them out again', async () => {
    await missedCall(site);
    expect(await received(site, tenantId)).toHaveLength(1);
    const before = (await recorded()).length;
    site.clock.advance(86_400_000);
    await organise(site, withDuties({ franchisee: { status: 'terminated', since: '2026-11-19' } }));
    await missedCall(site, '+13125550143');
    expect(await received(site, tenantId, '+13125550143')).toEqual([]);
    expect((await states()).get('fdd-item-17')).toBe('missing');
    expect((await recorded()).length).toBeGreaterThan(before);
    expect(await checklist('fdd-item-17')).toMatchObject({
      state: 'missing',
      detail: expect.stringContaining('sms.textback.first') as string,
    });
    await organise(site, withDuties({ franchisee: { status: 'active', since: '2026-11-19' } }));
    site.clock.advance(3_600_000);
    await missedCall(site, '+13125550144');
    expect(await received(site, tenantId, '+13125550144')).toHaveLength(1);
    expect((await replay(site.pipeline, tenantId)).differenceCount).toBe(0);
  });

  it('are evaluated again when the day comes on which something ends, without anybody changing anything', async () => {
    await organise(site, withDuties({ franchisee: { status: 'expired', since: '2026-11-20' } }));
    await site.settle();
    expect((await states()).get('fdd-item-17')).toBe('met');
    site.clock.set('2026-11-20T18:00:00Z');
    await missedCall(site);
    expect(await received(site, tenantId)).toEqual([]);
    expect((await states()).get('fdd-item-17')).toBe('missing');
    expect((await stored()).evaluated_at).toBe('2026-11-20T18:00:00.000Z');
  });

  it('are stored once: what did not change is not written again', async () => {
    const first = (await stored()).evaluated_at;
    site.clock.advance(2 * 86_400_000);
    await site.settle();
    expect((await stored()).evaluated_at).toBe(first);
  });
});
