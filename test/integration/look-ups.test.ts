/**
 * If this fails: a vendor that does not answer lets a text through that needs its answer; an answer comes too late for the
 * text although there was time; a landline is texted; a question is asked twice or never again; or the choice to run
 * without a list is not told from a list that is silent.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TenantConfig } from '../../src/core/model/organisation.ts';
import { gateFacts } from '../../src/pipeline/gate-facts.ts';
import { deliver, organise, twilioMiss } from '../support/deliver.ts';
import {
  DNCSCRUB_KEY,
  fakeLookups,
  TELNYX_KEY,
  TWILIO_KEY,
  type FakeLookups,
} from '../support/fake-lookups.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let shop: TestInstallation;
let vendor: FakeLookups;
let second: FakeLookups;
let tenantId: string;

beforeEach(async () => {
  [vendor, second] = await Promise.all([fakeLookups(), fakeLookups()]);
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
});
afterEach(async () => {
  await shop.close();
  // One may be gone already.
  await Promise.all([vendor.close().catch(() => undefined), second.close()]);
});

/** A real organisation whose texts go to the on-screen phone and whose look-ups go to the vendors above. */
async function open(lookUps: Record<string, unknown>, more: readonly unknown[] = []): Promise<void> {
  const base = shopConfig();
  tenantId = await organise(
    shop,
    TenantConfig.parse({
      ...base,
      tenant: { ...base.tenant, simulated: false },
      sources: [
        ...base.sources.filter(({ connector }) => connector !== 'handset'),
        { key: 'handset', kind: 'messaging', connector: 'handset' },
        {
          key: 'twilio-lines',
          kind: 'lookup',
          connector: 'twilio-lookup',
          settings: { ...TWILIO_KEY, reassigned: true, apiUrl: vendor.url },
        },
        {
          key: 'telnyx-lines',
          kind: 'lookup',
          connector: 'telnyx-number-lookup',
          settings: { ...TELNYX_KEY, apiUrl: second.url },
        },
        {
          key: 'rnd',
          kind: 'lookup',
          connector: 'dncscrub-rnd',
          settings: { ...DNCSCRUB_KEY, apiUrl: second.url },
        },
        ...more,
      ],
      lookUps,
    }),
  );
}

async function miss(from: string = SHOP.caller): Promise<void> {
  await deliver(shop, twilioMiss(shop.clock.now(), { from, to: SHOP.main, source: 'shop-twilio' }));
  await shop.settle();
}
const texts = (): Promise<string[]> =>
  shop.pipeline.store.tx(tenantId, async (tx) =>
    (
      await tx
        .selectFrom('handset_message')
        .select('recipient')
        .where('direction', '=', 'to-handset')
        .orderBy('id')
        .execute()
    ).map(({ recipient }) => recipient),
  );
const attempt = () =>
  shop.pipeline.store.tx(tenantId, (tx) =>
    tx
      .selectFrom('attempt')
      .select(['answer', 'answer_code', 'caller', 'answer_due_at'])
      .where('merged_into', 'is', null)
      .executeTakeFirstOrThrow(),
  );
const records = (kind: string): Promise<number> =>
  shop.pipeline.store.tx(
    tenantId,
    async (tx) =>
      (await tx.selectFrom('audit_record').select('id').where('kind', '=', kind).execute()).length,
  );

describe('the kind of line', () => {
  it('is asked when the miss is known, so that the text leaves on time; the answer is kept', async () => {
    await open({ 'line-type': { sources: ['twilio-lines'] } });
    await miss();
    expect(vendor.asked).toEqual([
      `/v2/PhoneNumbers/${encodeURIComponent(SHOP.caller)}?Fields=line_type_intelligence`,
    ]);
    await shop.passTime(20_000);
    expect(await texts()).toEqual([SHOP.caller]);
    expect(await records('lookup.answered')).toBe(1);

    await shop.passTime(26 * 3_600_000);
    await miss();
    await shop.passTime(20_000);
    expect((await texts()).length).toBeGreaterThan(1);
    expect(vendor.asked).toHaveLength(1);
  });

  it('of a landline keeps the text away', async () => {
    await open({ 'line-type': { sources: ['twilio-lines'] } });
    vendor.numbers.set(SHOP.caller, { line: 'landline' });
    await miss();
    await shop.passTime(20_000);
    expect(await texts()).toEqual([]);
    expect(await attempt()).toMatchObject({ answer: 'held', answer_code: 'unreachable' });
  });

  it('that a vendor cannot tell is unknown, which is no mobile', async () => {
    await open({ 'line-type': { sources: ['twilio-lines'] } });
    vendor.numbers.set(SHOP.caller, { line: null });
    await miss();
    await shop.passTime(20_000);
    expect(await attempt()).toMatchObject({ answer: 'held', answer_code: 'unreachable' });
  });

  it('is asked of the next source where the first cannot tell or fails', async () => {
    await open({ 'line-type': { sources: ['twilio-lines', 'telnyx-lines'] } });
    vendor.mood = 'broken';
    await miss();
    await shop.passTime(20_000);
    expect(second.asked).toHaveLength(1);
    expect(await texts()).toEqual([SHOP.caller]);
  });

  it.each(['broken', 'busy', 'closed', 'gone'] as const)(
    'of a %s vendor is unknown: the text waits twice, then a person is asked to call',
    async (mood) => {
      await open({ 'line-type': { sources: ['twilio-lines'] } });
      if (mood === 'gone') await vendor.close();
      else vendor.mood = mood;
      await miss();
      await shop.passTime(20_000);
      expect(await attempt()).toMatchObject({ answer: 'deferred', answer_code: 'lookup-timeout' });
      await shop.passTime(30_000);
      expect(await attempt()).toMatchObject({ answer: 'deferred' });
      await shop.passTime(30_000);
      expect(await attempt()).toMatchObject({ answer: 'held', answer_code: 'lookup-timeout' });
      await shop.passTime(24 * 3_600_000);
      expect(await texts()).toEqual([]);
      const callbacks = await shop.pipeline.store.tx(tenantId, (tx) =>
        tx.selectFrom('callback_item').select('reason_code').execute(),
      );
      expect(callbacks.map(({ reason_code }) => reason_code)).toContain('lookup-timeout');
      expect(await records('lookup.failed')).toBeGreaterThan(0);
    },
  );

  it('is not waited for longer than it takes: the text leaves when the vendor is back', async () => {
    await open({ 'line-type': { sources: ['twilio-lines'] } });
    vendor.mood = 'broken';
    await miss();
    await shop.passTime(20_000);
    expect(await attempt()).toMatchObject({ answer: 'deferred' });
    vendor.mood = 'well';
    await shop.passTime(20_000);
    expect(await texts()).toEqual([SHOP.caller]);
  });

  it('needs no answer while the choice to run without holds, and the Gate is told so', async () => {
    const without = { by: 'Owner', reason: 'the vendor is down', on: '2026-11-18', expiresOn: '2026-11-18' };
    await open({ 'line-type': { sources: ['twilio-lines'], without } });
    vendor.mood = 'broken';
    await miss();
    await shop.passTime(20_000);
    expect(await texts()).toEqual([SHOP.caller]);
    expect(vendor.asked).toEqual([]);
    expect(await input('sms.textback.first')).toMatchObject({
      recipient: { lineType: 'mobile' },
      lookups: { byChoice: ['line-type'] },
    });
    expect(await records('lookup.choice')).toBe(1);
    // From the next day on it has ended.
    shop.clock.set('2026-11-19T18:00:00Z');
    expect(await input('sms.textback.first')).toMatchObject({
      recipient: { lineType: 'unknown' },
      lookups: { timedOut: ['line-type', 'rnd'], attempts: 0 },
    });
  });

  it('keeps to what the vendor allows', async () => {
    await open({ 'line-type': { sources: ['twilio-lines'], requestsPerMinute: 6 } });
    for (const last of ['11', '12', '13']) await miss(`+131255501${last}`);
    expect(vendor.asked).toHaveLength(1);
    await shop.passTime(10_000);
    expect(vendor.asked).toHaveLength(2);
    await shop.passTime(10_000);
    expect(vendor.asked).toHaveLength(3);
  });
});

async function input(
  kind: 'sms.textback.first' | 'sms.reminder' | 'sms.marketing',
  phone: string = SHOP.caller,
) {
  return shop.pipeline.store.tx(tenantId, async (tx) => {
    const organisation = await shop.pipeline.organisations.load(tx, tenantId);
    const [location] = organisation.locations.values();
    if (location === undefined) throw new Error('no location');
    const messageClass = kind === 'sms.marketing' ? 'marketing' : 'informational';
    const [read] = await gateFacts(tx, organisation, [
      {
        location,
        phone,
        at: shop.clock.now(),
        call: null,
        action: {
          kind,
          messageClass,
          hasMarketing: kind === 'sms.marketing',
          body: 'Harbor Detailing. Reply STOP to opt out.',
        },
      },
    ]);
    return read;
  });
}

describe('reassignment', () => {
  it('is asked since the last sign of the person, and the answer holds for later days only', async () => {
    await open({ reassigned: { sources: ['rnd'] } });
    await miss();
    await shop.passTime(20_000);
    // Nobody is asked about a call of today.
    expect(second.asked).toEqual([]);
    shop.clock.advance(40 * 86_400_000);
    expect(await input('sms.reminder')).toMatchObject({ lookups: { timedOut: ['rnd'], attempts: 0 } });
    await shop.settle();
    expect(second.asked).toEqual(['/v1.5/Data/RNDBasic?phoneNumber=3125550142&date=20261118']);
    const known = await input('sms.reminder');
    expect(known).toMatchObject({ rnd: { result: 'no', since: '2026-11-18', askedOn: '2026-12-28' } });
    expect(known?.lookups).toBeUndefined();
  });

  it('is not known from an answer about another day', async () => {
    await open({ reassigned: { sources: ['rnd'] } });
    second.numbers.set(SHOP.caller, { changedHandsOn: '2026-12-01' });
    await miss();
    await shop.passTime(35 * 86_400_000);
    await input('sms.reminder');
    await shop.settle();
    expect(await input('sms.reminder')).toMatchObject({ rnd: { result: 'yes' } });
    // The new owner calls: what changed hands before that says nothing about them.
    await miss();
    shop.clock.advance(31 * 86_400_000);
    const later = await input('sms.reminder');
    expect(later?.rnd).toBeUndefined();
    expect(later?.lookups).toMatchObject({ timedOut: ['rnd'] });
  });

  it('without a source gives up at once, by choice says so', async () => {
    await open({});
    await miss();
    await shop.passTime(40 * 86_400_000);
    expect(await input('sms.reminder')).toMatchObject({ lookups: { timedOut: ['rnd'], attempts: 2 } });
    await open({ reassigned: { without: { by: 'Owner', reason: 'few reminders', on: '2026-11-01' } } });
    expect(await input('sms.reminder')).toMatchObject({ lookups: { timedOut: [], byChoice: ['rnd'] } });
  });
});

describe('lists in files', () => {
  const files = async (): Promise<string> => mkdtemp(join(tmpdir(), 'look-ups-'));

  it('a litigator list that cannot be read holds the text, and is asked again when it is there', async () => {
    const folder = await files();
    const path = join(folder, 'litigators.csv');
    await open({ litigator: { sources: ['suing'] } }, [
      { key: 'suing', kind: 'lookup', connector: 'litigator-file', settings: { path } },
    ]);
    await miss();
    await shop.passTime(20_000);
    expect(await attempt()).toMatchObject({ answer: 'deferred', answer_code: 'lookup-timeout' });
    await writeFile(path, 'phone\n3125550199\n');
    // A person has looked: the source need not wait out its quarter of an hour.
    await shop.pipeline.store.tx(tenantId, (tx) =>
      tx.updateTable('lookup_standing').set({ paused_until: null }).execute(),
    );
    await shop.pipeline.store.tx(tenantId, (tx) =>
      tx
        .updateTable('job')
        .set({ due_at: shop.clock.now().toISOString() })
        .where('kind', '=', 'lookup')
        .execute(),
    );
    await shop.settle();
    await shop.passTime(30_000);
    expect(await texts()).toEqual([SHOP.caller]);
    await rm(folder, { recursive: true });
  });

  it('each state list is asked for sales, and only for sales', async () => {
    const folder = await files();
    const path = join(folder, 'texas.txt');
    await writeFile(path, '2145550142\n2145550143\n');
    await open({ 'state-dnc': { sources: ['texas'] } }, [
      { key: 'texas', kind: 'lookup', connector: 'state-dnc-file', settings: { path, state: 'TX' } },
    ]);
    expect((await input('sms.reminder', '+12145550142'))?.lookups?.timedOut).not.toContain('state-dnc');
    expect(await input('sms.marketing', '+12145550142')).toMatchObject({
      dnc: { stateListed: [], stateListsHeld: [] },
      lookups: { timedOut: expect.arrayContaining(['state-dnc']) as string[] },
    });
    await shop.settle();
    expect(await input('sms.marketing', '+12145550142')).toMatchObject({
      dnc: { stateListed: ['TX'], stateListsHeld: ['TX'] },
    });
    await rm(folder, { recursive: true });
  });
});

it('an erased person leaves no answers and no questions behind', async () => {
  await open({ 'line-type': { sources: ['twilio-lines'] } });
  await miss();
  const { erasePerson } = await import('../../src/store/queries-erase.ts');
  await shop.pipeline.store.tx(tenantId, async (tx) => {
    await erasePerson(tx, tenantId, SHOP.caller, shop.clock.now().toISOString());
    expect(await tx.selectFrom('number_answer').select('phone').execute()).toEqual([]);
    expect(await tx.selectFrom('number_question').select('phone').execute()).toEqual([]);
  });
});
