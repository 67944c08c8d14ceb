/**
 * If this fails: nobody can add a look-up from the dashboard, its key comes back out, running without a list leaves no
 * record of who chose it, Health hides a vendor that refuses us, or consent that was given in writing does not reach the
 * Gate.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run as runImport } from '../../src/cli/import.ts';
import { ConsentGivenAnswer } from '../../src/server/api/schemas/consent.ts';
import { Health } from '../../src/server/api/schemas/health.ts';
import { LookUpCheck, LookUpOverview, TriedNumber } from '../../src/server/api/schemas/look-ups.ts';
import { LocationChecklist } from '../../src/server/api/schemas/rule-book.ts';
import { gateFacts } from '../../src/pipeline/gate-facts.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { listTenants } from '../../src/store/organisation.ts';
import { organise } from '../support/deliver.ts';
import { DNCSCRUB_KEY, fakeLookups, TWILIO_KEY, type FakeLookups } from '../support/fake-lookups.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let site: Served;
let vendor: FakeLookups;
let tenantId: string;
let owner: Client;

beforeEach(async () => {
  vendor = await fakeLookups();
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(
    site,
    shopConfig({
      tenant: { tenant: { key: 'shop', name: 'Harbor', zone: 'America/Chicago', simulated: false } },
      location: { sender: undefined, textback: { mode: 'shadow' } },
    }),
  );
  owner = await site.as(tenantId, 'owner');
});
afterEach(async () => {
  await site.close();
  await vendor.close();
});

const overview = async () => LookUpOverview.parse(await owner.ok('GET', '/api/v1/look-ups'));
const listNamed = async (name: string) => (await overview()).lists.find(({ list }) => list === name);
const lookUpCheck = async () =>
  Health.parse(await owner.ok('GET', '/api/v1/health')).checks.find(
    ({ name }) => name === 'Lists about numbers',
  );
const records = (kind: string) =>
  site.pipeline.store.tx(tenantId, async (tx) =>
    (await tx.selectFrom('audit_record').select('leaf').where('kind', '=', kind).orderBy('id').execute()).map(
      ({ leaf }) => JSON.parse(leaf) as { body: unknown },
    ),
  );
const addTwilio = () =>
  owner.ok('POST', '/api/v1/look-ups/sources', {
    key: 'lines',
    connector: 'twilio-lookup',
    settings: { ...TWILIO_KEY, apiUrl: vendor.url },
    lists: ['line-type'],
  });

describe('a look-up source', () => {
  it('is added, checked and tried; its key never comes back; the answer is kept', async () => {
    await addTwilio();
    const { sources, connectors } = await overview();
    expect(sources).toMatchObject([{ key: 'lines', state: 'not-asked-yet', secretsSet: ['apiKeySecret'] }]);
    expect(JSON.stringify(await overview())).not.toContain(TWILIO_KEY.apiKeySecret);
    expect(connectors.map(({ id }) => id)).toContain('dnc-file');
    expect(LookUpCheck.parse(await owner.ok('POST', '/api/v1/look-ups/sources/lines/check'))).toMatchObject({
      ok: true,
    });
    const tried = await owner.ok('POST', '/api/v1/look-ups/try', { phone: SHOP.caller, list: 'line-type' });
    expect(TriedNumber.parse(tried).asked).toMatchObject([
      { source: 'lines', status: 'answered', answer: 'mobile', validDays: 30 },
    ]);
    expect(await listNamed('line-type')).toMatchObject({ state: 'asked', kept: 1, current: 1 });
    expect(await records('lookup.answered')).toHaveLength(1);
    const yaml = await owner.ok<{ yaml: string }>('GET', '/api/v1/config');
    expect(yaml.yaml).toContain('kind: lookup');
    expect(yaml.yaml).not.toContain(TWILIO_KEY.apiKeySecret);
  });

  it('that refuses us is on Health, with what to do, until it is well again', async () => {
    await addTwilio();
    vendor.mood = 'closed';
    await owner.ok('POST', '/api/v1/look-ups/try', { phone: SHOP.caller, list: 'line-type' });
    expect(await lookUpCheck()).toMatchObject({ ok: false });
    expect((await lookUpCheck())?.remedy).toMatch(/Check the key/);
    expect((await overview()).sources).toMatchObject([{ state: 'refused', failed: 1 }]);
    vendor.mood = 'well';
    await owner.ok('POST', '/api/v1/look-ups/try', { phone: SHOP.caller, list: 'line-type' });
    expect(await lookUpCheck()).toMatchObject({ ok: true });
  });

  it('is refused where it makes no sense, by field', async () => {
    await addTwilio();
    const wrong = await owner.send('PATCH', '/api/v1/look-ups/lists/national-dnc', { sources: ['lines'] });
    expect(wrong.status).toBe(400);
    expect(errorOf(wrong).issues?.[0]).toMatchObject({
      path: 'sources.0',
      message: expect.stringContaining('does not answer') as string,
    });
    const long = await owner.send('PATCH', '/api/v1/look-ups/lists/national-dnc', { keepDays: 60 });
    expect(errorOf(long).issues?.[0]).toMatchObject({ path: 'keepDays' });
    const unnamed = await owner.send('POST', '/api/v1/look-ups/try', {
      phone: SHOP.caller,
      list: 'litigator',
    });
    expect(errorOf(unnamed).issues?.[0]).toMatchObject({ path: 'list' });
    const viewer = await site.as(tenantId, 'viewer');
    expect(
      (await viewer.send('POST', '/api/v1/look-ups/lists/litigator/without', { reason: 'no need' })).status,
    ).toBe(403);
  });

  it('is removed with its place in the lists', async () => {
    await addTwilio();
    await owner.ok('DELETE', '/api/v1/look-ups/sources/lines');
    expect(await overview()).toMatchObject({ sources: [] });
    expect(await listNamed('line-type')).toMatchObject({ state: 'undecided', sources: [] });
  });
});

describe('running without a list', () => {
  it('is chosen with name, reason and last day, is on record and on the checklist, and is taken back', async () => {
    const checklist = async () =>
      LocationChecklist.parse(await owner.ok('GET', '/api/v1/locations/main-street/checklist')).items.find(
        ({ id }) => id === 'list-litigator',
      );
    await owner.ok('POST', '/api/v1/look-ups/lists/litigator/without', {
      reason: 'we answer calls only',
      expiresOn: '2026-12-10',
    });
    expect(await listNamed('litigator')).toMatchObject({
      state: 'without',
      choice: { reason: 'we answer calls only', on: '2026-11-18', expiresOn: '2026-12-10', inForce: true },
    });
    expect(await checklist()).toMatchObject({ state: 'expiring' });
    expect((await lookUpCheck())?.detail).toMatch(/by choice: .*litigator/);
    expect((await records('lookup.choice')).at(-1)?.body).toMatchObject({
      list: 'litigator',
      before: null,
      chosen: { reason: 'we answer calls only' },
    });
    await owner.ok('DELETE', '/api/v1/look-ups/lists/litigator/without');
    expect(await checklist()).toMatchObject({ state: 'missing' });
    expect((await records('lookup.choice')).at(-1)?.body).toMatchObject({ list: 'litigator', chosen: null });
    expect((await owner.send('DELETE', '/api/v1/look-ups/lists/litigator/without')).status).toBe(404);
  });

  it('written the older way for all do-not-call lists stays for the other one', async () => {
    tenantId = await organise(site, {
      ...shopConfig({
        tenant: { tenant: { key: 'shop', name: 'Harbor', zone: 'America/Chicago', simulated: false } },
      }),
      policy: {
        ...shopConfig().policy,
        sendWithoutDncScrub: { acknowledgedBy: 'Owner', acknowledgedOn: '2026-01-02' },
      },
    });
    expect(await listNamed('state-dnc')).toMatchObject({ state: 'without', choice: { by: 'Owner' } });
    await owner.ok('DELETE', '/api/v1/look-ups/lists/national-dnc/without');
    expect(await listNamed('national-dnc')).toMatchObject({ state: 'undecided', choice: null });
    expect(await listNamed('state-dnc')).toMatchObject({ state: 'without', choice: { on: '2026-01-02' } });
  });
});

const WRITTEN = {
  kind: 'written-consent',
  signedAt: '2026-11-10T15:00:00Z',
  textShown: 'I agree that Harbor Detailing LLC may send marketing texts by automated means.',
  version: 'form 4',
  signature: { method: 'web-form', evidence: 'form 4, submission 981, from 192.0.2.9' },
  sellers: ['Harbor Detailing LLC'],
  numbers: [SHOP.caller],
  automated: true,
  notCondition: true,
};

describe('consent given in writing', () => {
  const consent = async () =>
    site.pipeline.store.tx(tenantId, async (tx) => {
      const organisation = await site.pipeline.organisations.load(tx, tenantId);
      const [location] = organisation.locations.values();
      if (location === undefined) throw new Error('no location');
      const [input] = await gateFacts(tx, organisation, [
        {
          location,
          phone: SHOP.caller,
          at: site.clock.now(),
          call: null,
          action: { kind: 'sms.marketing', messageClass: 'marketing', hasMarketing: true, body: 'Harbor.' },
        },
      ]);
      return input?.consent;
    });
  const give = async (given: Record<string, unknown>) =>
    ConsentGivenAnswer.parse(
      await owner.ok('POST', `/api/v1/consent/${SHOP.caller}/given`, { banner: 'harbor', given }),
    );

  it('reaches the Gate with its sellers, from the day it was signed', async () => {
    const answer = await give(WRITTEN);
    expect(answer).toMatchObject({ defect: null, unnamed: [] });
    expect(answer.ledger.given).toMatchObject([{ bannerKey: 'harbor', writtenConsent: 'valid' }]);
    expect(await consent()).toMatchObject({
      state: 'MARKETING',
      pewc: { valid: true, sellers: ['Harbor Detailing LLC'] },
      capturedDaysAgo: 8,
    });
  });

  it('that lacks an element is kept, named, and counts for nothing', async () => {
    const answer = await give({ ...WRITTEN, notCondition: false, sellers: ['Another LLC'] });
    expect(answer.defect).toMatch(/no condition/);
    expect(answer.unnamed).toEqual(['Harbor Detailing LLC']);
    expect(await consent()).toMatchObject({ state: 'UNKNOWN', pewc: { valid: false } });
  });

  it('for WhatsApp and by patients is given and ended', async () => {
    await give({
      kind: 'whatsapp-opt-in',
      signedAt: '2026-11-10T15:00:00Z',
      textShown: 'Yes, Harbor Detailing may write to me on WhatsApp.',
      signature: WRITTEN.signature,
      businessNamed: true,
    });
    expect(await consent()).toMatchObject({ whatsappOptIn: true, hipaaAuthorization: false });
    await give({ kind: 'whatsapp-opt-out', endedAt: '2026-11-12T15:00:00Z', note: 'said so on the phone' });
    expect(await consent()).toMatchObject({ whatsappOptIn: false });
  });

  it('is not written down by an agent, and not before it happened', async () => {
    const agent = await site.as(tenantId, 'agent');
    const path = `/api/v1/consent/${SHOP.caller}/given`;
    expect((await agent.send('POST', path, { banner: 'harbor', given: WRITTEN })).status).toBe(403);
    const early = await owner.send('POST', path, {
      banner: 'harbor',
      given: { ...WRITTEN, signedAt: '2026-12-01T10:00:00Z' },
    });
    expect(errorOf(early).issues?.[0]).toMatchObject({ path: 'given.signedAt' });
  });

  it('comes from a file as well, once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'consents-'));
    const path = join(folder, 'forms.jsonl');
    await writeFile(
      path,
      `${JSON.stringify({ phone: SHOP.caller, banner: 'harbor', given: WRITTEN })}\nnonsense\n`,
    );
    const go = async () => {
      let [out, err] = ['', ''];
      const code = await runImport(
        ['--consents', path],
        {
          stdin: (async function* (): AsyncGenerator<Uint8Array> {
            await Promise.resolve();
            yield* [];
          })(),
          stdout: (text: string) => void (out += text),
          stderr: (text: string) => void (err += text),
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
    };
    expect(await go()).toMatchObject({ code: 1, err: expect.stringContaining('line 2') as string });
    expect((await go()).out).toContain('0 consents new, 1 known already');
    expect(await consent()).toMatchObject({ pewc: { valid: true } });
    await rm(folder, { recursive: true, force: true });
  });
});

it('an RND source is asked with the day of consent', async () => {
  await owner.ok('POST', '/api/v1/look-ups/sources', {
    key: 'rnd',
    connector: 'dncscrub-rnd',
    settings: { ...DNCSCRUB_KEY, apiUrl: vendor.url },
    lists: ['reassigned'],
  });
  const tried = await owner.ok('POST', '/api/v1/look-ups/try', {
    phone: SHOP.caller,
    list: 'reassigned',
    knownSince: '2026-01-02',
  });
  expect(TriedNumber.parse(tried).asked).toMatchObject([{ answer: 'no' }]);
  expect(vendor.asked.at(-1)).toContain('date=20260102');
});
