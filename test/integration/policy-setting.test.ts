/**
 * If these fail: an organisation's own policy or engine has no say, judges for another organisation, is changed without a
 * record, or shows its secret; or an engine that is set up wrongly is taken for one that said yes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallDetail } from '../../src/server/api/schemas/calls.ts';
import { GateAnswer } from '../../src/server/api/schemas/counsel.ts';
import { PolicyView } from '../../src/server/api/schemas/policy.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { sampleWith } from '../../src/core/gate/sample-input.ts';
import { organise } from '../support/deliver.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { shopConfig } from '../support/shop.ts';
import { missedCall, received } from '../support/texting.ts';

const NO_TEXTS = {
  id: 'no-first-texts',
  title: 'No first texts',
  use: 'cedar',
  author: 'counsel@harbor.example',
  settings: {
    text: '@because("Harbor rings back.") forbid (principal, action == Ringback::Action::"sms.textback.first", resource);',
  },
};

let site: Served;
let tenantId: string;
let owner: Client;

beforeAll(async () => {
  site = await served({
    at: '2026-11-18T18:00:00Z',
    // An OPA that is not there.
    fetch: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
  });
  tenantId = await organise(site, shopConfig());
  owner = await site.as(tenantId, 'owner');
});
afterAll(() => site.close());

const set = (change: object) => owner.send('PATCH', '/api/v1/policy', change);
const view = async () => PolicyView.parse(await owner.ok('GET', '/api/v1/policy'));
const records = () =>
  site.pipeline.store.tx(tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('audit_record')
      .select('leaf')
      .where('kind', '=', 'staff.policy')
      .execute();
    return rows.map((row) => (JSON.parse(row.leaf) as { body: unknown }).body);
  });
const lastCall = async () => {
  const { id } = await site.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('attempt').select('id').orderBy('started_at', 'desc').executeTakeFirstOrThrow(),
  );
  return CallDetail.parse(await owner.ok('GET', `/api/v1/calls/${id}`));
};

describe('product policy that an organisation relaxed', () => {
  it('holds there and nowhere else, stands with the decision, and outlives other changes of the setting', async () => {
    const relaxation = {
      rule: 'caller-fatigue',
      author: 'Ana',
      reason: 'People ring twice here',
      expires: '2026-12-31',
    };
    const relaxed = await organise(
      site,
      shopConfig({
        key: 'relaxed',
        tenant: {
          tenant: { key: 'relaxed', name: 'Relaxed', simulated: true },
          policy: { relaxed: [relaxation] },
        },
      }),
    );
    const client = await site.as(relaxed, 'owner');
    const again = sampleWith({
      'history.textbacksThisNumberLocation24h': 1,
      'history.outboundUtc24h': ['2026-11-20T15:00:00Z'],
    });
    const ask = async (who: Client) => GateAnswer.parse(await who.ok('POST', '/api/v1/gate', again));
    expect(await ask(owner)).toMatchObject({ decision: 'deny', reason: 'frequency-cap' });
    expect((await ask(client)).decision).toBe('pass');
    expect((await client.send('PATCH', '/api/v1/policy', { own: [NO_TEXTS] })).status).toBe(200);
    expect(PolicyView.parse(await client.ok('GET', '/api/v1/policy')).relaxed).toEqual([relaxation]);
    expect((await ask(client)).decision).toBe('deny');
  });
});

describe('the policies of an organisation', () => {
  it('are none at first: the rule book decides, and the page says what could be set up', async () => {
    const { engine, own, engines } = await view();
    expect({ engine, own }).toEqual({ engine: null, own: [] });
    expect(engines.find(({ id }) => id === 'cedar')?.own?.map(({ name }) => name)).toEqual(['text']);
    expect(engines.find(({ id }) => id === 'opa-wasm')?.own).toBeNull();
  });

  it.each([
    [
      'one in Cedar that cannot be used',
      { own: [{ ...NO_TEXTS, settings: { text: 'forbid (' } }] },
      'policy.own.0.settings',
    ],
    ['an engine that does not exist', { engine: { use: 'prolog' } }, 'policy.engine.use'],
    [
      'a file of the server',
      { engine: { use: 'opa-wasm', settings: { file: '/etc/passwd' } } },
      'policy.engine.settings.file',
    ],
    [
      'one without what its engine needs',
      { own: [{ ...NO_TEXTS, use: 'opa-rest', settings: {} }] },
      'policy.own.0.settings.url',
    ],
    ['an engine that takes none', { own: [{ ...NO_TEXTS, use: 'oso' }] }, 'policy.own.0.use'],
    ['an unknown kind of action', { own: [{ ...NO_TEXTS, kinds: ['sms.shout'] }] }, 'policy.own.0.kinds.0'],
    ['nothing', {}, '(whole)'],
  ])('refuse %s, and say where', async (_, change, path) => {
    const { code, issues } = errorOf(await set(change));
    expect(code).toBe('invalid-input');
    expect(issues?.map((issue) => issue.path)).toContain(path);
    expect(await records()).toEqual([]);
  });

  it('are set by owners alone', async () => {
    for (const role of ['viewer', 'agent', 'counsel'] as const) {
      const answer = await (
        await site.as(tenantId, role)
      ).send('PATCH', '/api/v1/policy', { own: [NO_TEXTS] });
      expect(answer.status).toBe(403);
    }
  });

  it('hold back from the next action on, with the words of the policy, and the change is on record', async () => {
    await missedCall(site);
    expect(await received(site, tenantId)).toHaveLength(1);
    expect((await set({ own: [NO_TEXTS] })).status).toBe(200);
    expect(await records()).toMatchObject([
      {
        own: [{ id: 'no-first-texts', author: 'counsel@harbor.example' }],
        before: { own: [] },
        role: 'owner',
      },
    ]);
    site.clock.advance(86_400_000);
    await missedCall(site, '+13125550143');
    expect(await received(site, tenantId, '+13125550143')).toEqual([]);
    const gate = (await lastCall()).decisions.find(({ kind }) => kind === 'gate');
    expect(gate?.findings.find(({ rule }) => rule === 'operator:no-first-texts')).toMatchObject({
      decision: 'deny',
    });
    const { differenceCount } = await replay(site.pipeline, tenantId);
    expect(differenceCount).toBe(0);
  });

  it('answer where actions are tried out too', async () => {
    const input = sampleWith({});
    expect(GateAnswer.parse(await owner.ok('POST', '/api/v1/gate', input))).toMatchObject({
      decision: 'deny',
    });
  });

  it('do not concern another organisation', async () => {
    const other = await organise(site, shopConfig({ key: 'other' }));
    const client = await site.as(other, 'owner');
    expect(GateAnswer.parse(await client.ok('POST', '/api/v1/gate', sampleWith({})))).toMatchObject({
      decision: 'pass',
    });
    expect(PolicyView.parse(await client.ok('GET', '/api/v1/policy')).own).toEqual([]);
  });

  it('can be taken out again', async () => {
    expect((await set({ own: [] })).status).toBe(200);
    expect(await records()).toHaveLength(2);
    expect(GateAnswer.parse(await owner.ok('POST', '/api/v1/gate', sampleWith({})))).toMatchObject({
      decision: 'pass',
    });
  });
});

describe('the engine of an organisation', () => {
  it('keeps its secret to itself, also when the same setting is saved again', async () => {
    const real = await organise(
      site,
      shopConfig({ key: 'real', tenant: { tenant: { key: 'real', name: 'Real', simulated: false } } }),
    );
    const client = await site.as(real, 'owner');
    const engine = {
      use: 'opa-rest',
      role: 'decider',
      settings: { url: 'http://127.0.0.1:1', token: 'a-token-of-the-test' },
    };
    const saved = await client.send('PATCH', '/api/v1/policy', { engine });
    expect(saved.status).toBe(200);
    expect(saved.text).not.toContain('a-token-of-the-test');
    expect((await client.send('GET', '/api/v1/config')).text).not.toContain('a-token-of-the-test');
    const shown = PolicyView.parse(saved.json);
    expect((await client.send('PATCH', '/api/v1/policy', { engine: shown.engine })).status).toBe(200);
    const { tenant } = await site.pipeline.store.tx(ALL_TENANTS, (tx) =>
      site.pipeline.organisations.load(tx, real),
    );
    expect(tenant.config.policy.engine?.settings['token']).toBe('a-token-of-the-test');
    // It is not there, so nothing is let out: operations decide.
    expect(GateAnswer.parse(await client.ok('POST', '/api/v1/gate', sampleWith({})))).toMatchObject({
      decision: 'route-to-counsel',
      queue: 'operations',
    });
  });

  it('judges as decider, and agrees with the rule book it was given', async () => {
    expect((await set({ engine: { use: 'casbin', role: 'decider' } })).status).toBe(200);
    expect(GateAnswer.parse(await owner.ok('POST', '/api/v1/gate', sampleWith({})))).toMatchObject({
      decision: 'pass',
    });
    expect((await set({ engine: null })).status).toBe(200);
    expect((await view()).engine).toBeNull();
  });
});
