/**
 * If this fails: a look-up of this build takes silence, a refusal or nonsense for an answer, hangs when its vendor does,
 * prints its key, or cannot be shown on the Look-ups page.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { numberLookups } from '../../src/connectors/registry.generated.ts';
import { NUMBER_TOPICS } from '../../src/core/model/look-ups.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import { settingFields } from '../../src/server/api/setting-fields.ts';
import {
  DNCSCRUB_KEY,
  fakeLookups,
  TELNYX_KEY,
  TWILIO_KEY,
  type FakeLookups,
} from '../support/fake-lookups.ts';

const PHONE = '+13105550142';
const SINCE = '2026-03-04';
let vendor: FakeLookups;
let folder: string;

beforeAll(async () => {
  vendor = await fakeLookups();
  folder = await mkdtemp(join(tmpdir(), 'lookup-contract-'));
});
afterEach(() => {
  vendor.mood = 'well';
  vendor.numbers.clear();
});
afterAll(async () => {
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

/** Settings with which each connector is asked; those of vendors lead to the server above. */
const SETTINGS: Readonly<Record<string, () => Record<string, unknown>>> = {
  'twilio-lookup': () => ({ ...TWILIO_KEY, reassigned: true, apiUrl: vendor.url }),
  'telnyx-number-lookup': () => ({ ...TELNYX_KEY, apiUrl: vendor.url }),
  'dncscrub-rnd': () => ({ ...DNCSCRUB_KEY, apiUrl: vendor.url }),
  'dnc-file': () => ({ path: join(folder, 'list.txt') }),
  'state-dnc-file': () => ({ path: join(folder, 'list.txt'), state: 'CA' }),
  'litigator-file': () => ({ path: join(folder, 'list.txt') }),
  'rnd-file': () => ({ path: join(folder, 'rnd.csv') }),
};
const VENDORS = ['twilio-lookup', 'telnyx-number-lookup', 'dncscrub-rnd'];
const deps = (ms = 5000): OutboundDeps => ({ fetch, now: () => new Date(), signal: AbortSignal.timeout(ms) });

function ask(id: string, phone = PHONE, given = deps()) {
  const connector = numberLookups.get(id);
  const settings = SETTINGS[id];
  if (connector === undefined || settings === undefined) throw new Error(`no settings to ask ${id} with`);
  return connector.find({ phone, knownSince: SINCE }, connector.config.parse(settings()), given);
}

it('every look-up of the build is asked here', () => {
  expect([...numberLookups.keys()].sort()).toEqual(Object.keys(SETTINGS).sort());
});

describe.each([...numberLookups.values()].map((each) => [each.meta.id, each] as const))(
  '%s',
  (id, lookup) => {
    it('says what it answers, how it was checked and what to click, and has a form without surprises', () => {
      expect(lookup.meta.topics.length).toBeGreaterThan(0);
      for (const topic of lookup.meta.topics) expect(NUMBER_TOPICS).toContain(topic);
      expect(lookup.meta.setup.length).toBeGreaterThan(0);
      expect(lookup.meta.docs.every((link) => link.startsWith('https://'))).toBe(true);
      expect(settingFields(lookup.config).every(({ description }) => description !== '')).toBe(true);
      expect(lookup.config.safeParse({ ...SETTINGS[id]?.(), nonsense: 1 }).success).toBe(false);
      expect(lookup.config.safeParse({}).success).toBe(false);
    });

    it('answers its own lists only, each with an end', async () => {
      await writeFile(join(folder, 'list.txt'), '310,5550142\n');
      await writeFile(join(folder, 'rnd.csv'), `phone,date,response\n3105550142,${SINCE},no\n`);
      const reply = await ask(id);
      if (reply.status !== 'answered') throw new Error(`${id}: ${reply.detail}`);
      for (const answer of reply.answers) {
        expect(lookup.meta.topics).toContain(answer.topic);
        expect(answer.validDays).toBeGreaterThan(0);
        if (answer.topic === 'reassigned') expect(answer.since).toBe(SINCE);
      }
    });
  },
);

describe.each(VENDORS)('%s', (id) => {
  it.each([
    ['broken', true],
    ['busy', true],
    ['closed', false],
  ] as const)('a vendor that is %s gave no answer', async (mood, retryable) => {
    vendor.mood = mood;
    const reply = await ask(id);
    expect(reply).toMatchObject({ status: 'unavailable', retryable });
    if (mood === 'busy') expect(reply).toMatchObject({ afterMs: 3000 });
    if (mood === 'closed') expect(reply).toMatchObject({ remedy: expect.stringContaining('key') as string });
    expect(JSON.stringify(reply)).not.toMatch(/secret-of-the-test|KEY0123456789|login-id-of/);
  });

  it('a vendor that never answers does not hold us up', async () => {
    vendor.mood = 'dead';
    const reply = await ask(id, PHONE, deps(150)).catch((error: unknown) => ({ status: String(error) }));
    expect(reply.status).not.toBe('answered');
  });

  it('the key is checked before anything is asked for money', async () => {
    const connector = numberLookups.get(id);
    const settings = SETTINGS[id]?.();
    if (connector === undefined) throw new Error('no connector');
    expect(await connector.check(connector.config.parse(settings), deps())).toMatchObject({ ok: true });
    vendor.mood = 'closed';
    expect(await connector.check(connector.config.parse(settings), deps())).toMatchObject({ ok: false });
  });
});

describe('what the documentation says', () => {
  it('Twilio and DNCScrub tell who changed hands since a day, and when there is no data', async () => {
    vendor.numbers.set(PHONE, { line: 'landline', changedHandsOn: '2026-05-01' });
    expect(await ask('twilio-lookup')).toMatchObject({
      answers: [
        { topic: 'line-type', answer: 'landline' },
        { topic: 'reassigned', answer: 'yes', since: SINCE },
      ],
    });
    expect(await ask('dncscrub-rnd')).toMatchObject({ answers: [{ answer: 'yes' }] });
    vendor.numbers.set(PHONE, { noData: true });
    expect(await ask('dncscrub-rnd')).toMatchObject({ answers: [{ answer: 'no-data' }] });
  });

  it('Telnyx refuses a Canadian number alone, which says nothing of the next', async () => {
    expect(await ask('telnyx-number-lookup', '+14165550142')).toMatchObject({ status: 'unknown' });
    expect(await ask('telnyx-number-lookup')).toMatchObject({ status: 'answered' });
  });

  it('a line that cannot be told is unknown', async () => {
    vendor.numbers.set(PHONE, { line: null });
    expect((await ask('telnyx-number-lookup')).status).toBe('unknown');
  });

  it('nobody is asked for what is not wanted', async () => {
    const connector = numberLookups.get('twilio-lookup');
    if (connector === undefined) throw new Error('no connector');
    const config = connector.config.parse(SETTINGS['twilio-lookup']?.());
    await connector.find({ phone: PHONE, knownSince: SINCE, topics: ['reassigned'] }, config, deps());
    expect(vendor.asked.at(-1)).not.toContain('line_type_intelligence');
    const before = vendor.asked.length;
    const reply = await connector.find({ phone: PHONE, topics: ['reassigned'] }, config, deps());
    expect(reply.status).toBe('unknown');
    expect(vendor.asked).toHaveLength(before);
  });
});
