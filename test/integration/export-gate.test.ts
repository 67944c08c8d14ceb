/**
 * If these fail: people's data leaves the house although a rule or the operator's own policy is against it, nobody is told
 * why, or it is not on record.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as runExport } from '../../src/cli/export.ts';
import { gateExport } from '../../src/pipeline/export-gate.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { listTenants } from '../../src/store/organisation.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { shopConfig } from '../support/shop.ts';

let site: TestInstallation;
beforeAll(async () => {
  site = await testInstallation({ at: '2026-11-18T18:00:00Z' });
});
afterAll(() => site.close());

const CLINIC = { vertical: 'healthcare', key: 'clinic-street' };
const ASKS = {
  id: 'reports',
  use: 'cedar',
  author: 'counsel@harbor.example',
  kinds: ['report.export'],
  settings: { text: '@because("Reports stay here.") forbid (principal, action, resource);' },
};

const ask = (tenantId: string, change: Partial<Parameters<typeof gateExport>[3]> = {}) =>
  site.pipeline.store.tx(tenantId, (tx) =>
    gateExport(tx, site.pipeline, tenantId, {
      what: 'calls',
      audience: 'internal',
      containsEarnings: false,
      deidentified: false,
      ...change,
    }),
  );
const recorded = (tenantId: string) =>
  site.pipeline.store.tx(tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('audit_record')
      .select('leaf')
      .where('kind', '=', 'decision.gate.export')
      .orderBy('id')
      .execute();
    return rows.map(
      (row) => (JSON.parse(row.leaf) as { body: { outcome: { decision: string } } }).body.outcome.decision,
    );
  });
async function exported(tenant: string, args: string[]) {
  let [out, err] = ['', ''];
  const code = await runExport(
    ['--tenant', tenant, ...args],
    {
      stdin: (async function* () {
        yield await Promise.resolve(new Uint8Array());
      })(),
      stdout: (text) => void (out += text),
      stderr: (text) => void (err += text),
    },
    {
      openPipeline: async () => ({
        pipeline: site.pipeline,
        tenants: await site.pipeline.store.tx(ALL_TENANTS, listTenants),
        close: () => Promise.resolve(),
      }),
    },
  );
  return { code, out, err };
}

describe('a report about people', () => {
  it('may be written where nothing is against it, and the decision is on record', async () => {
    const shop = await organise(site, shopConfig({ key: 'plain' }));
    expect(await ask(shop)).toEqual({ go: true });
    expect(await recorded(shop)).toEqual(['pass']);
    expect((await exported('plain', ['--what', 'calls'])).code).toBe(0);
  });

  it('is judged for each kind of business: one clinic among the shops decides for all', async () => {
    const base = shopConfig({ key: 'mixed' });
    const [banner] = base.banners;
    const clinic = {
      ...banner?.locations[0],
      ...CLINIC,
      numbers: [{ number: '+13125550150' }],
      sender: undefined,
    };
    const mixed = await organise(
      site,
      shopConfig({ key: 'mixed', banners: [{ ...banner, key: 'clinic', locations: [clinic] }] }),
    );
    const answer = await ask(mixed);
    expect(answer).toMatchObject({ go: false, why: expect.stringContaining('atient data') as string });
    expect((await recorded(mixed)).sort()).toEqual(['deny', 'pass']);
    await expect(exported('mixed', ['--what', 'calls'])).rejects.toMatchObject({
      code: 'forbidden',
      issues: [
        {
          message: expect.stringMatching(/atient data/) as string,
          remedy: expect.stringContaining('--deidentified') as string,
        },
      ],
    });
    expect((await exported('mixed', ['--what', 'calls', '--deidentified'])).code).toBe(0);
  });

  it('never carries earnings to people who may buy a franchise', async () => {
    const shop = await organise(site, shopConfig({ key: 'franchise' }));
    expect(await ask(shop, { audience: 'franchise-prospects', containsEarnings: true })).toMatchObject({
      go: false,
    });
    expect(await ask(shop, { audience: 'internal', containsEarnings: true })).toEqual({ go: true });
  });

  it('gives no customer information of a lender to others where a vendor lacks the clause', async () => {
    const lacking = {
      vendor: 'CRM Inc',
      uses: ['crm'],
      safeguards: false,
      incidentNotice72h: true,
      checkedOn: '2026-11-01',
    };
    const shop = await organise(
      site,
      shopConfig({
        key: 'lender',
        location: { vertical: 'lender', attestations: { duties: { vendorClauses: [lacking] } } },
      }),
    );
    expect(await ask(shop, { audience: 'franchisee' })).toMatchObject({
      go: false,
      why: expect.stringContaining('CRM Inc') as string,
    });
    expect(await ask(shop)).toEqual({ go: true });
    expect(await ask(shop, { audience: 'franchisee', deidentified: true })).toEqual({ go: true });
  });

  it("obeys the operator's own policies, and can be derived again from the record", async () => {
    const shop = await organise(
      site,
      shopConfig({
        key: 'own',
        tenant: { tenant: { key: 'own', name: 'Own', simulated: true }, policy: { own: [ASKS] } },
      }),
    );
    expect(await ask(shop)).toMatchObject({
      go: false,
      why: expect.stringContaining('eports stay here') as string,
    });
    const { checked, differenceCount } = await replay(site.pipeline, shop);
    expect(checked).toBeGreaterThan(0);
    expect(differenceCount).toBe(0);
  });
});
