/**
 * If this fails: counsel's yes changes nothing, reaches further than it was given, or the page that shows what the
 * rules did tells something else than what they did.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CounselList, CounselRow, RuleBook } from '../../src/server/api/schemas/counsel.ts';
import { ContactList } from '../../src/server/api/schemas/contacts.ts';
import { LocationDetail } from '../../src/server/api/schemas/locations.ts';
import { LocationChecklist, RuleDistribution, RuleWatch } from '../../src/server/api/schemas/rule-book.ts';
import { deliver, form, organise, twilioMiss } from '../support/deliver.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const OAKLAND = {
  zone: 'America/Los_Angeles',
  address: { city: 'Oakland', state: 'CA', country: 'US' },
  numbers: [{ number: '+15105550100', kind: 'main', sms: true }],
  sender: undefined,
};

let site: Served;
let tenantId: string;
let counsel: Client;

beforeAll(async () => {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, shopConfig({ location: OAKLAND }));
  counsel = await site.as(tenantId, 'counsel');
});
afterAll(() => site.close());

async function named(caller: string, sid: string): Promise<void> {
  await deliver(site, [
    form('shop-twilio', {
      CallSid: `CA${sid.padStart(32, '0')}`,
      AccountSid: `AC${'1'.repeat(32)}`,
      From: caller,
      To: '+15105550100',
      CallerName: 'ANA EXAMPLE',
      Direction: 'inbound',
      CallStatus: 'no-answer',
      Timestamp: site.clock.now().toUTCString(),
    }),
  ]);
  await site.settle();
}
const names = () =>
  site.pipeline.store.tx(tenantId, async (tx) =>
    (await tx.selectFrom('contact').select('name').orderBy('phone').execute()).map((row) => row.name),
  );
const waiting = async () => {
  const { items } = CounselList.parse(await counsel.ok('GET', '/api/v1/counsel'));
  return items.find((item) => item.action === 'crm.write');
};

describe('what waits for counsel', () => {
  it('is written once counsel approved it once, for that call alone', async () => {
    await named('+15105550142', '901');
    await named('+15105550143', '902');
    expect(await names()).toEqual([null, null]);
    const item = await waiting();
    expect(item?.findings.map((finding) => finding.rule)).toContain('ccpa-cpra');
    const id = item?.id ?? '';
    expect(
      errorOf(await counsel.send('POST', `/api/v1/counsel/${id}`, { decision: 'approve-once' })).code,
    ).toBe('invalid-input');
    CounselRow.parse(
      await counsel.ok('POST', `/api/v1/counsel/${id}`, { decision: 'approve-once', note: 'Asked by phone' }),
    );
    expect((await names()).filter((name) => name !== null)).toHaveLength(1);
  });

  it('is written for every call of the location by a standing approval, until it ends', async () => {
    await named('+15105550144', '903');
    const id = (await waiting())?.id ?? '';
    const standing = { decision: 'standing', note: 'Notice hangs in the shop', scope: 'brand' };
    expect(
      errorOf(await counsel.send('POST', `/api/v1/counsel/${id}`, { ...standing, expiresOn: '2026-11-17' }))
        .issues?.[0]?.path,
    ).toBe('expiresOn');
    expect(errorOf(await counsel.send('POST', `/api/v1/counsel/${id}`, standing)).issues).toMatchObject([
      { path: 'expiresOn', message: 'is missing' },
    ]);
    await counsel.ok('POST', `/api/v1/counsel/${id}`, { ...standing, expiresOn: '2026-11-30' });
    expect(await names()).toEqual(['ANA EXAMPLE', 'ANA EXAMPLE', 'ANA EXAMPLE']);
    const { config } = LocationDetail.parse(await counsel.ok('GET', '/api/v1/locations/main-street'));
    expect(config.counselApprovals).toMatchObject([{ rule: 'ccpa-cpra', expiresOn: '2026-11-30' }]);
    await named('+15105550145', '904');
    expect((await names()).filter((name) => name === null)).toEqual([]);
  });
});

it('keeps no card number that somebody writes into a note', async () => {
  const owner = await site.as(tenantId, 'owner');
  const { items } = ContactList.parse(await owner.ok('GET', '/api/v1/contacts'));
  const path = `/api/v1/contacts/${items[0]?.id ?? ''}`;
  await owner.ok('PATCH', path, { notes: 'pays with 4111 1111 1111 1111, cvv 123' });
  const notes = await site.pipeline.store.tx(tenantId, (tx) =>
    tx.selectFrom('contact').select('notes').where('notes', 'is not', null).execute(),
  );
  expect(notes.map((row) => row.notes)).toEqual([expect.stringMatching(/^pays with \[PAN \*{4}1111\]/)]);
  expect(JSON.stringify(notes)).not.toMatch(/123/);
});

describe('the rulebook', () => {
  it('lists all entries with the names people look for', async () => {
    const { items } = RuleBook.parse(await counsel.ok('GET', '/api/v1/rules'));
    expect(items).toHaveLength(110);
    expect(items.some((item) => item.aliases.some((alias) => alias.includes('24-18')))).toBe(true);
    expect(new Set(items.map((item) => item.group)).size).toBe(5);
  });

  it('counts what the rules said', async () => {
    await organise(site, shopConfig());
    await deliver(
      site,
      twilioMiss(site.clock.now(), { from: SHOP.caller, to: SHOP.main, source: 'shop-twilio' }),
    );
    await site.passTime(30_000);
    const told = RuleDistribution.parse(await counsel.ok('GET', '/api/v1/rules/distribution'));
    const of = (kind: string) => told.kinds.find((one) => one.kind === kind)?.counts;
    expect(of('gate')).toMatchObject({ pass: 1 });
    expect(of('gate.write')?.counsel).toBeGreaterThan(0);
    expect(told.rules.find((one) => one.rule === 'ccpa-cpra')?.counts.counsel).toBeGreaterThan(0);
    expect(told.anchors.length).toBeGreaterThan(1);
  });

  it('says what is about to change', async () => {
    const { items } = RuleWatch.parse(await counsel.ok('GET', '/api/v1/rules/watch'));
    expect(items).toContainEqual(
      expect.objectContaining({ on: '2027-01-31', rules: ['fcc-revoke-all'], kind: 'flips' }),
    );
  });

  it('says what a location lacks, and stops saying so once it is there', async () => {
    const list = async () =>
      LocationChecklist.parse(await counsel.ok('GET', '/api/v1/locations/main-street/checklist'));
    expect((await list()).items.map((one) => one.id)).not.toContain('baa-sms');
    await organise(site, shopConfig({ location: { vertical: 'healthcare' } }));
    const state = async () => (await list()).items.find((one) => one.id === 'baa-sms')?.state;
    expect(await state()).toBe('missing');
    const signed = (expiresOn: string) =>
      shopConfig({
        location: {
          vertical: 'healthcare',
          attestations: { baa: [{ use: 'sms', vendor: 'Example', signedOn: '2026-01-01', expiresOn }] },
        },
      });
    await organise(site, signed('2027-12-31'));
    expect(await state()).toBe('met');
    await organise(site, signed('2026-12-01'));
    expect(await state()).toBe('expiring');
    expect((await list()).applies.map((one) => one.rule)).toContain('hipaa-baa');
  });
});
