/**
 * If this fails: a list about numbers is loaded twice, cannot be taken back, or says "not listed" about numbers it does
 * not cover; the Gate does not see what a list or look-up knows; or an exported stop list does not import again.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run as runExport } from '../../src/cli/export.ts';
import { run as runImport } from '../../src/cli/import.ts';
import { gateFacts } from '../../src/pipeline/gate-facts.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { keepAnswers, numberFacts } from '../../src/store/number-facts.ts';
import { listTenants } from '../../src/store/organisation.ts';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { shopConfig } from '../support/shop.ts';

const LISTED = '+13105550142';
const FREE = '+13105550143';
const ELSEWHERE = '+12135550110';
const AT = '2026-11-18T18:00:00.000Z';

let shop: TestInstallation;
let tenantId: string;
let folder: string;

beforeEach(async () => {
  shop = await testInstallation({ at: AT });
  tenantId = await organise(shop, shopConfig());
  folder = await mkdtemp(join(tmpdir(), 'numbers-'));
});
afterEach(async () => {
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(command: typeof runImport, ...args: string[]) {
  let [out, err] = ['', ''];
  const io = {
    stdin: (async function* (): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      yield* [];
    })(),
    stdout: (text: string) => void (out += text),
    stderr: (text: string) => void (err += text),
  };
  const openPipeline = async () => ({
    pipeline: shop.pipeline,
    tenants: await shop.pipeline.store.tx(ALL_TENANTS, listTenants),
    close: () => Promise.resolve(),
  });
  return { code: await command(args, io, { openPipeline }), out, err };
}
const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const facts = async (phone: string) =>
  shop.pipeline.store.tx(tenantId, async (tx) => (await numberFacts(tx, tenantId, [phone], AT)).get(phone));

it('the registry file is shown first, loaded once, answers for its area codes, and is taken back', async () => {
  const path = await file('dnc.txt', '310,5550142\r\n310,5550199\r\nnonsense\r\n');
  const args = ['--numbers', path, '--kind', 'national-dnc', '--as-of', '2026-11-08'] as const;
  expect((await run(runImport, ...args, '--plan')).out).toContain('would change');
  expect((await facts(LISTED))?.nationalDnc).toBeNull();

  const first = await run(runImport, ...args);
  expect(first).toMatchObject({ code: 1, err: expect.stringContaining('line 3') as string });
  expect(first.out).toContain('2 numbers new');
  expect((await run(runImport, ...args)).out).toContain('0 numbers new, 0 taken off');
  expect(await facts(LISTED)).toMatchObject({ nationalDnc: true, nationalListAgeDays: 10 });
  expect(await facts(FREE)).toMatchObject({ nationalDnc: false });
  expect(await facts(ELSEWHERE)).toMatchObject({ nationalDnc: null, nationalListAgeDays: null });

  const changes = await file('changes.txt', '310,5550142,2026-11-10,D\n310,5550143,2026-11-10,A\n');
  await run(
    runImport,
    '--numbers',
    changes,
    '--kind',
    'national-dnc',
    '--list',
    'dnc',
    '--as-of',
    '2026-11-17',
  );
  expect(await facts(LISTED)).toMatchObject({ nationalDnc: false, nationalListAgeDays: 1 });
  expect(await facts(FREE)).toMatchObject({ nationalDnc: true });

  await run(runImport, '--numbers', path, '--kind', 'national-dnc', '--remove');
  expect(await facts(FREE)).toMatchObject({ nationalDnc: null });
});

it('the Gate sees registry, state list, reassignment and litigators', async () => {
  const input = async (phone: string) =>
    shop.pipeline.store.tx(tenantId, async (tx) => {
      const organisation = await shop.pipeline.organisations.load(tx, tenantId);
      const [location] = organisation.locations.values();
      if (location === undefined) throw new Error('the test shop has a location');
      const [facts] = await gateFacts(tx, organisation, [
        {
          location,
          phone,
          at: new Date(AT),
          call: null,
          action: { kind: 'sms.marketing', messageClass: 'marketing', hasMarketing: true, brandNamed: true },
        },
      ]);
      return facts;
    });
  expect(await input(LISTED)).toMatchObject({
    dnc: { national: null, nationalListAgeDays: 9999 },
    lookups: { timedOut: ['rnd'] },
  });
  const number = await file('one.csv', 'phone\n3105550142\n');
  await run(runImport, '--numbers', number, '--kind', 'national-dnc', '--as-of', '2026-11-18');
  await run(runImport, '--numbers', number, '--kind', 'state-dnc', '--state', 'TX', '--list', 'tx');
  await run(runImport, '--numbers', number, '--kind', 'litigator');
  await run(
    runImport,
    '--numbers',
    await file('rnd.csv', 'phone,response\n3105550142,no\n'),
    '--kind',
    'reassigned',
  );
  const known = await input(LISTED);
  expect(known).toMatchObject({
    dnc: { national: true, nationalListAgeDays: 0, stateListed: ['TX'], stateListsHeld: ['TX'] },
    rnd: { result: 'no' },
    consent: { state: 'BLOCKED' },
  });
  expect(known?.lookups).toBeUndefined();
});

it('answers of look-ups are dated and end', async () => {
  await shop.pipeline.store.tx(tenantId, (tx) =>
    keepAnswers(
      tx,
      tenantId,
      'twilio-lookup',
      LISTED,
      [{ topic: 'line-type', answer: 'voip', validDays: 2 }],
      AT,
    ),
  );
  const later = '2026-11-21T18:00:00.000Z';
  const late = await shop.pipeline.store.tx(tenantId, (tx) => numberFacts(tx, tenantId, [LISTED], later));
  expect(await facts(LISTED)).toMatchObject({ lineType: 'voip' });
  expect(await facts(FREE)).toMatchObject({ lineType: null });
  expect(late.get(LISTED)).toMatchObject({ lineType: null });
});

it('stops are exported as they stand, import to no change, and a look writes nothing', async () => {
  const stops = await file(
    'stops.csv',
    'phone,kind,date\n3105550142,stop,2026-11-01\n2135550110,dnc,2026-11-02\n',
  );
  expect((await run(runImport, '--suppressions', stops, '--plan')).out).toContain('2 would be new');
  expect((await run(runExport, '--what', 'suppressions')).out.trim().split('\r\n')).toHaveLength(1);
  await run(runImport, '--suppressions', stops);
  const { out } = await run(runExport, '--what', 'suppressions');
  expect(out.trim().split('\r\n').toSorted()).toEqual([
    '+12135550110,do-not-contact,harbor,2026-11-02,',
    '+13105550142,opted-out,harbor,2026-11-01,',
    'phone,kind,banner,date,note',
  ]);
  const again = await file('again.csv', out);
  expect((await run(runImport, '--suppressions', again)).out).toContain('0 new or changed');
});

it.each([
  [['--kind', 'dnc'], '--kind'],
  [['--kind', 'state-dnc'], '--state'],
  [['--kind', 'litigator', '--as-of', 'soon'], '--as-of'],
  [['--kind', 'national-dnc', '--area-codes', '12'], '--area-codes'],
])('%j is refused in words', async (args, named) => {
  const path = await file('one.csv', 'phone\n3105550142\n');
  const { code, err } = await run(runImport, '--numbers', path, ...args);
  expect(code).toBe(2);
  expect(err).toContain(named);
});
