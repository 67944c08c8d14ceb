/**
 * If this fails: an attestation over the API carries a name that was sent instead of who was logged in, is lost when two
 * people edit at once, is refused without saying which field is wrong, leaves no record of what stood there before, or
 * changes nothing about the duty that rests on it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Health } from '../../src/server/api/schemas/health.ts';
import { AttestationView } from '../../src/server/api/schemas/attestations.ts';
import { LocationChecklist } from '../../src/server/api/schemas/rule-book.ts';
import { organise } from '../support/deliver.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { shopConfig } from '../support/shop.ts';

let site: Served;
let tenantId: string;
let owner: Client;
let HERE: string;
const ALL = '/api/v1/attestations';

beforeEach(async () => {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, shopConfig({ location: { vertical: 'healthcare' } }));
  owner = await site.as(tenantId, 'owner');
  const { items } = await owner.ok<{ items: { key: string }[] }>('GET', '/api/v1/locations');
  HERE = `/api/v1/locations/${items[0]?.key ?? ''}`;
});
afterEach(() => site.close());

const view = async (path = `${HERE}/attestations`) => AttestationView.parse(await owner.ok('GET', path));
const partOf = async (part: string, path?: string) =>
  (await view(path)).items.find((each) => each.part === part);
const put = async (changes: Record<string, unknown>, path = `${HERE}/attestations`) =>
  owner.send('PATCH', path, { version: (await view(path)).version, changes });
const lineOf = async (id: string) =>
  LocationChecklist.parse(await owner.ok('GET', `${HERE}/checklist`)).items.find((each) => each.id === id);
const records = () =>
  site.pipeline.store.tx(tenantId, async (tx) =>
    (
      await tx
        .selectFrom('audit_record')
        .select('leaf')
        .where('kind', '=', 'staff.attestation')
        .orderBy('id')
        .execute()
    ).map(({ leaf }) => (JSON.parse(leaf) as { body: unknown }).body),
  );

describe('at a location', () => {
  it('settles its line, warns before its end, and is on record with who entered it and what stood there', async () => {
    expect(await lineOf('duty-hipaa-admin-safeguards')).toMatchObject({
      state: 'missing',
      attests: { part: 'duties.riskAnalysis' },
    });
    const doneOn = '2025-12-01';
    expect((await put({ 'duties.riskAnalysis': { doneOn, by: 'Somebody else' } })).status).toBe(200);
    const stored = (await partOf('duties.riskAnalysis'))?.own as { by: string };
    expect(stored).toMatchObject({ doneOn });
    expect(stored.by).not.toBe('Somebody else');
    expect(await lineOf('duty-hipaa-admin-safeguards')).toMatchObject({
      state: 'expiring',
      detail: expect.stringContaining('Ends on 2026-12-01') as string,
    });
    await put({ 'duties.riskAnalysis': { doneOn: '2026-11-17', document: 'binder 4, page 2' } });
    expect(await lineOf('duty-hipaa-admin-safeguards')).toMatchObject({ state: 'met' });
    await put({ 'duties.riskAnalysis': null });
    expect(await lineOf('duty-hipaa-admin-safeguards')).toMatchObject({ state: 'missing' });
    expect(await records()).toMatchObject([
      { parts: [{ part: 'duties.riskAnalysis', before: null, after: { doneOn } }] },
      { parts: [{ before: { doneOn }, after: { document: 'binder 4, page 2' } }] },
      { parts: [{ after: null }], by: expect.stringMatching(/^staff:/) as string },
    ]);
  });

  it('refuses by field what is no attestation, and writes nothing', async () => {
    const { version } = await view();
    for (const [changes, path] of [
      [{ 'duties.sendernumber': {} }, 'changes.duties.sendernumber'],
      [
        { 'duties.senderNumber': { number: '12', answers: true, since: '2026-01-01' } },
        'changes.duties.senderNumber.number',
      ],
      [{ baa: [{ use: 'sms', vendor: 'V', signedOn: '2026-02-30' }] }, 'changes.baa.0.signedOn'],
      [
        { baa: [{ use: 'sms', vendor: 'V', signedOn: '2026-02-03', expiresOn: '2026-02-02' }] },
        'changes.baa.0.expiresOn',
      ],
      [{ baa: 'yes' }, 'changes.baa'],
    ] as const) {
      const answer = await put(changes);
      expect([answer.status, errorOf(answer).issues?.[0]?.path]).toEqual([400, path]);
    }
    expect((await view()).version).toBe(version);
    expect(await records()).toEqual([]);
  });

  it('is not overwritten by somebody who has not seen it', async () => {
    const { version } = await view();
    await put({ 'duties.riskAnalysis': { doneOn: '2026-11-17' } });
    const late = await owner.send('PATCH', `${HERE}/attestations`, {
      version,
      changes: { 'duties.riskAnalysis': null },
    });
    expect([late.status, errorOf(late).code]).toEqual([409, 'conflict']);
  });

  it('is read by everybody and changed by owners only', async () => {
    const counsel = await site.as(tenantId, 'counsel');
    const { version } = AttestationView.parse(await counsel.ok('GET', `${HERE}/attestations`));
    const answer = await counsel.send('PATCH', `${HERE}/attestations`, { version, changes: {} });
    expect(answer.status).toBe(403);
  });
});

describe('what runs out', () => {
  it('stands on the Health page: told a month before, to be fixed in the last week, gone once renewed', async () => {
    const check = async () =>
      Health.parse(await owner.ok('GET', '/api/v1/health')).checks.find(
        ({ name }) => name === 'Agreements and approvals',
      );
    const agreement = { use: 'sms', vendor: 'Example Messaging', signedOn: '2026-01-01' };
    expect(await check()).toMatchObject({ ok: true, detail: 'nothing runs out within 30 days' });
    await put({ baa: [{ ...agreement, expiresOn: '2026-12-10' }] });
    expect(await check()).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/Example Messaging \(.+\) ends on 2026-12-10, in 22 days/) as string,
    });
    site.clock.set('2026-12-03T18:00:00Z');
    expect(await check()).toMatchObject({
      ok: false,
      detail: expect.stringContaining('in 7 days') as string,
      remedy: expect.stringContaining('checklist') as string,
    });
    site.clock.set('2026-12-11T18:00:00Z');
    expect(await check()).toMatchObject({ ok: false, detail: expect.stringContaining('ended on') as string });
    await put({ baa: [{ ...agreement, expiresOn: '2027-12-10' }] });
    expect(await check()).toMatchObject({ ok: true });
  });
});

describe('a texting number that is none of the shop', () => {
  it('is taken on somebody’s word, and holds its texts once the word is withdrawn', async () => {
    const number = '+13105550166';
    const config = shopConfig();
    const sender = config.banners[0]?.locations[0]?.sender;
    if (sender === undefined) throw new Error('the shop texts');
    const senderNumber = { number, answers: true, since: '2026-01-01' };
    await organise(
      site,
      shopConfig({ location: { sender: { ...sender, number }, attestations: { duties: { senderNumber } } } }),
    );
    const plan = async () => {
      const { yaml } = await owner.ok<{ yaml: string }>('GET', '/api/v1/config');
      return owner.ok('POST', '/api/v1/config/plan', { yaml });
    };
    expect(await plan()).toMatchObject({ ok: true });
    expect(await lineOf('duty-caller-id-integrity')).toMatchObject({
      state: 'met',
      attests: { begin: { number } },
    });
    expect((await put({ 'duties.senderNumber': null })).status).toBe(200);
    expect(await lineOf('duty-caller-id-integrity')).toMatchObject({
      state: 'missing',
      detail: expect.stringContaining('sms.textback.first') as string,
    });
    expect(await plan()).toMatchObject({
      ok: false,
      issues: [{ path: expect.stringContaining('sender.number') as string }],
    });
    await put({ 'duties.senderNumber': { ...senderNumber, answers: false } });
    expect(await plan()).toMatchObject({ ok: false });
  });
});

describe('for every location', () => {
  it("holds where a location has nothing of its own, and is the location's own once it says otherwise", async () => {
    const agreement = { use: 'sms', vendor: 'Example Messaging', signedOn: '2026-01-01' };
    expect((await put({ baa: [{ ...agreement, expiresOn: '2026-12-01' }] }, ALL)).status).toBe(200);
    expect(await partOf('baa')).toMatchObject({ own: null, organisation: [agreement], state: 'ends-soon' });
    expect(await lineOf('baa-sms')).toMatchObject({ state: 'expiring', attests: { begin: { use: 'sms' } } });
    await put({ baa: [agreement] });
    expect(await partOf('baa')).toMatchObject({ own: [agreement], state: 'on-file' });
    await put({ baa: null });
    expect(await partOf('baa')).toMatchObject({ own: null, state: 'ends-soon' });
    await put({ baa: null }, ALL);
    expect(await lineOf('baa-sms')).toMatchObject({ state: 'missing' });
    expect(await records()).toHaveLength(4);
  });
});
