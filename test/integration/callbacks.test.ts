/**
 * If these fail: somebody rings a person whom the rules say not to ring, or at night; what the rules answered is not on
 * record; or a caller is given to somebody past the Gate.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendConsent } from '../../src/store/consent.ts';
import { addCallbacks } from '../../src/store/leads.ts';
import { CallbackList, CallbackRow } from '../../src/server/api/schemas/callbacks.ts';
import { CounselList } from '../../src/server/api/schemas/counsel.ts';
import { organise } from '../support/deliver.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall } from '../support/texting.ts';

const OTHER = '+13125550143';
const REPS = [
  { key: 'ana', name: 'Ana', languages: ['en', 'es'] },
  { key: 'ben', name: 'Ben' },
];

let site: Served;
let tenantId: string;
let worker: Client;

async function open(given: Parameters<typeof shopConfig>[0]): Promise<void> {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, shopConfig(given));
  worker = await site.as(tenantId, 'agent');
}
beforeEach(() =>
  // Without a sender nobody can be texted, so every missed call is for a person.
  open({ location: { sender: undefined, reps: REPS } }),
);
afterEach(() => site.close());

const list = async (query = '') =>
  CallbackList.parse(await worker.ok('GET', `/api/v1/callbacks${query}`)).items;
const first = async () => {
  const [row] = await list();
  if (row === undefined) throw new Error('nobody is on the list');
  return row;
};
const call = async (id: string) =>
  CallbackRow.parse(await worker.ok('POST', `/api/v1/callbacks/${id}/call`, {}));
const kinds = async (kind: string) =>
  site.pipeline.store.tx(tenantId, async (tx) => {
    const rows = await tx.selectFrom('audit_record').select(['leaf']).where('kind', '=', kind).execute();
    return rows.map((row) => (JSON.parse(row.leaf) as { body: Record<string, unknown> }).body);
  });

async function doNotCall(phone: string): Promise<void> {
  await site.pipeline.store.tx(tenantId, async (tx) => {
    const { banners } = await site.pipeline.organisations.load(tx, tenantId);
    const at = site.clock.now().toISOString();
    const said = {
      kind: 'do-not-contact' as const,
      occurredAt: at,
      source: 'phone',
      proof: {},
      factKey: 'said-so',
    };
    await appendConsent(
      tx,
      tenantId,
      [...banners.keys()].map((bannerId) => ({ bannerId, phone, ...said })),
    );
  });
}

describe('may I ring this person now?', () => {
  it('yes by day; whoever says that they are calling is shown, and the answer is recorded', async () => {
    await missedCall(site);
    const row = await first();
    expect(row.verdict).toMatchObject({ state: 'allowed', until: null, rule: null });
    const before = (await kinds('decision.gate.callback')).length;
    expect((await call(row.id)).calling).toMatchObject({ at: site.clock.now().toISOString() });
    expect(await kinds('decision.gate.callback')).toHaveLength(before + 1);
    expect(await kinds('staff.calling')).toMatchObject([{ callback: row.id, verdict: 'allowed' }]);
    expect((await first()).calling).not.toBeNull();
  });

  it('not at night: it says until when, on their clock, and by which rule; the same entry is free in the morning', async () => {
    await missedCall(site);
    site.clock.set('2026-11-19T05:00:00Z');
    const row = await first();
    expect(row.verdict).toMatchObject({
      state: 'not-now',
      until: '2026-11-19T14:00:00Z',
      untilTheirTime: '08:00',
      rule: { citation: expect.stringMatching(/\d/) as string },
    });
    expect((await call(row.id)).calling).toBeNull();
    expect(await kinds('staff.calling')).toMatchObject([{ verdict: 'not-now' }]);
    site.clock.set('2026-11-19T15:00:00Z');
    expect((await first()).verdict?.state).toBe('allowed');
  });

  it('at night too where somebody spoke of danger to life; a day later it waits like others', async () => {
    await missedCall(site);
    await site.pipeline.store.tx(tenantId, (tx) =>
      tx.updateTable('callback_item').set({ reason_code: 'emergency', urgent: true }).execute(),
    );
    site.clock.set('2026-11-19T05:00:00Z');
    const row = await first();
    expect(row.verdict).toMatchObject({ state: 'allowed', why: expect.stringContaining('danger') as string });
    expect((await call(row.id)).calling).not.toBeNull();
    expect(await kinds('staff.calling')).toMatchObject([{ verdict: 'allowed' }]);
    site.clock.set('2026-11-20T05:00:00Z');
    expect((await first()).verdict).toMatchObject({ state: 'not-now', untilTheirTime: '08:00' });
  });

  it('says of danger what it said, whatever is noted of the same call afterwards', async () => {
    await missedCall(site);
    const [{ attemptId, location }] = (await list()) as [CallbackRow];
    await site.pipeline.store.tx(tenantId, async (tx) => {
      const shop = await site.pipeline.organisations.load(tx, tenantId);
      const place = [...shop.locations.values()].find(({ key }) => key === location.key);
      const at = site.clock.now().toISOString();
      const noted = { locationId: place?.id ?? '', attemptId: attemptId ?? '', phone: SHOP.caller, at };
      await addCallbacks(tx, tenantId, [
        { ...noted, reasonCode: 'emergency', reason: 'They smell gas.', urgent: true },
      ]);
      await addCallbacks(tx, tenantId, [{ ...noted, reasonCode: 'no-reply', reason: 'No reply.' }]);
    });
    expect(await first()).toMatchObject({ reasonCode: 'emergency', reason: 'They smell gas.', urgent: true });
  });

  it('never one who must not be called again, even when listed before', async () => {
    await missedCall(site);
    await doNotCall(SHOP.caller);
    const row = await first();
    expect(row.verdict).toMatchObject({ state: 'do-not-call' });
    expect((await call(row.id)).calling).toBeNull();
  });

  it('asks counsel where only counsel can say, and obeys the answer for that person', async () => {
    await site.close();
    await open({
      location: { sender: undefined, reps: REPS },
      tenant: {
        policy: {
          own: [
            {
              id: 'ask-first',
              use: 'cedar',
              author: 'counsel@harbor.example',
              kinds: ['call.human'],
              settings: {
                text: '@decision("route-to-counsel") @because("We ask first.") forbid (principal, action, resource);',
              },
            },
          ],
        },
      },
    });
    await missedCall(site);
    const row = await first();
    expect(row.verdict).toMatchObject({
      state: 'counsel',
      why: 'We ask first.',
      rule: { id: 'operator:ask-first' },
    });
    await call(row.id);
    const counsel = await site.as(tenantId, 'counsel');
    const { items } = CounselList.parse(await counsel.ok('GET', '/api/v1/counsel'));
    const item = items.find(({ action }) => action === 'call.human');
    await counsel.ok('POST', `/api/v1/counsel/${item?.id ?? ''}`, { decision: 'approve-once', note: 'Fine' });
    expect((await first()).verdict?.state).toBe('allowed');
    expect((await call(row.id)).calling).not.toBeNull();
  });
});

describe('who rings', () => {
  it('is chosen with the Gate asked, in turn', async () => {
    await missedCall(site);
    site.clock.advance(3_600_000);
    await missedCall(site, OTHER);
    expect((await list()).map(({ assignment }) => [assignment.state, assignment.rep?.name])).toEqual([
      ['auto', 'Ana'],
      ['auto', 'Ben'],
    ]);
    expect(await kinds('decision.gate.route')).toHaveLength(2);
  });

  it('is left to a person where the Gate does not agree, with the reason, until counsel says yes', async () => {
    await site.close();
    const own = (decision: string) => ({
      id: 'no-routing',
      use: 'cedar',
      author: 'counsel@harbor.example',
      kinds: ['route.assign'],
      settings: { text: `${decision} @because("We look first.") forbid (principal, action, resource);` },
    });
    await open({
      location: { sender: undefined, reps: REPS },
      tenant: { policy: { own: [own('@decision("route-to-counsel")')] } },
    });
    await missedCall(site);
    const [row] = await list('?assignment=manual');
    expect(row?.assignment).toMatchObject({
      state: 'manual',
      rep: null,
      reason: expect.stringContaining('we look first') as string,
    });
    const counsel = await site.as(tenantId, 'counsel');
    const { items } = CounselList.parse(await counsel.ok('GET', '/api/v1/counsel'));
    const item = items.find(({ action }) => action === 'route.assign');
    await counsel.ok('POST', `/api/v1/counsel/${item?.id ?? ''}`, { decision: 'approve-once', note: 'Fine' });
    expect((await first()).assignment).toMatchObject({ state: 'auto', rep: { key: 'ana' }, reason: null });
  });

  it('can be changed by hand, to a rep that is there', async () => {
    await missedCall(site);
    const { id } = await first();
    const assign = (body: object) => worker.send('POST', `/api/v1/callbacks/${id}/assign`, body);
    expect(errorOf(await assign({ rep: 'zoe' })).code).toBe('invalid-input');
    expect(CallbackRow.parse((await assign({ rep: 'ben' })).json).assignment).toMatchObject({
      state: 'by-hand',
      rep: { name: 'Ben' },
    });
    expect(await kinds('staff.assign')).toMatchObject([{ rep: 'ben', from: 'ana' }]);
  });

  it("never crosses into another franchisee's territory without counsel, whoever sends them there", async () => {
    await site.close();
    const base = shopConfig({ location: { sender: undefined, reps: REPS } });
    const [banner] = base.banners;
    const [place] = banner?.locations ?? [];
    const west = {
      ...place,
      key: 'west',
      name: 'West',
      numbers: [{ number: '+13125550150', kind: 'main', sms: false }],
    };
    await open({
      location: { sender: undefined, reps: REPS },
      banners: [{ ...banner, key: 'west-brand', legalEntity: 'West Detailing LLC', locations: [west] }],
    });
    await missedCall(site);
    const { id } = await first();
    const answer = await worker.send('POST', `/api/v1/callbacks/${id}/assign`, {
      rep: null,
      location: 'west',
    });
    expect(errorOf(answer)).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('territory') as string,
    });
    expect((await first()).location.key).toBe('main-street');
  });
});
