/**
 * If this fails: `ringback import` could change something without having shown it, or a second time; an export could not
 * be imported again; or a stop list could be imported without stopping anything.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as runExport } from '../../src/cli/export.ts';
import { run as runImport } from '../../src/cli/import.ts';
import { foldConsent } from '../../src/core/gate/consent-fold.ts';
import { readCsv } from '../../src/core/organisation/csv.ts';
import { wire } from '../../src/installation.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { loadConsent } from '../../src/store/consent.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { listTenants } from '../../src/store/organisation.ts';
import { localSignal } from '../../src/store/signal.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let pipeline: Pipeline;
let directory: string;
const example = join(import.meta.dirname, '../../examples/ringback.yaml');
const SECRETS = {
  TWILIO_AUTH_TOKEN: 'twilio-token-value',
  CALLRAIL_SIGNING_KEY: 'callrail-key-value',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
};

beforeAll(async () => {
  database = await freshDatabase();
  directory = await mkdtemp(join(tmpdir(), 'ringback-import-'));
  ({ pipeline } = wire({
    store: database.store,
    signal: localSignal(),
    keeper: openKeeper(randomBytes(32)),
    settings: { publicUrl: null },
    clock: systemClock,
  }));
  Object.assign(process.env, SECRETS);
});
afterAll(async () => {
  for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function run(
  command: typeof runImport,
  args: string[],
  typed = '',
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  // eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is what standard input is
  async function* stdin(): AsyncGenerator<Uint8Array> {
    if (typed !== '') yield Buffer.from(typed);
  }
  const io = {
    stdin: stdin(),
    stdout: (text: string) => void (out += text),
    stderr: (text: string) => void (err += text),
  };
  const openPipeline = async () => ({
    pipeline,
    tenants: await database.store.tx(ALL_TENANTS, listTenants),
    close: () => Promise.resolve(),
  });
  const code = await command(args, io, { openPipeline });
  return { code, out, err };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

const tenant = async () => {
  const [first] = await database.store.tx(ALL_TENANTS, listTenants);
  if (first === undefined) throw new Error('nothing was imported');
  return first.id;
};

describe('import and export of the organisation', () => {
  it('shows the plan to somebody who has no accounts yet, and names what applying needs', async () => {
    for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
    try {
      const plan = await run(runImport, ['--plan', example]);
      expect(plan).toMatchObject({ code: 0, err: '' });
      expect(plan.out).toContain('+ New organisation Bright Bay Detailing');
      expect(plan.out).toMatch(/Before it can be applied[^]*TWILIO_AUTH_TOKEN is not set/);
      const refused = await run(runImport, ['--yes', example]);
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toContain('TWILIO_AUTH_TOKEN is not set');
    } finally {
      Object.assign(process.env, SECRETS);
    }
  });

  it('plans without changing anything, asks, applies once, and exports what imports to nothing', async () => {
    const plan = await run(runImport, ['--plan', example]);
    expect(plan).toMatchObject({ code: 0, err: '' });
    expect(plan.out).toContain('+ New location South Lamar, in shadow (decides and records, sends nothing)');
    expect(await database.store.tx(ALL_TENANTS, listTenants)).toEqual([]);

    expect(await run(runImport, [example], 'no\n')).toMatchObject({ code: 1 });
    expect(await run(runImport, [example])).toMatchObject({ code: 1 });
    expect(await database.store.tx(ALL_TENANTS, listTenants)).toEqual([]);

    expect(await run(runImport, [example], 'y\n')).toMatchObject({ code: 0 });
    expect(await run(runImport, [example, '--yes'])).toMatchObject({ code: 0, out: 'Nothing to change.\n' });

    const exported = await run(runExport, []);
    expect(exported.code).toBe(0);
    for (const secret of [SECRETS.TWILIO_AUTH_TOKEN, SECRETS.CALLRAIL_SIGNING_KEY])
      expect(exported.out + plan.out).not.toContain(secret);
    expect(await run(runImport, ['--yes', await file('again.yaml', exported.out)])).toMatchObject({
      code: 0,
      out: 'Nothing to change.\n',
    });
  });

  it('shows a dangerous change as such, field by field', async () => {
    const { out } = await run(runExport, []);
    const live = await file(
      'live.yaml',
      out.replace('mode: shadow', 'mode: live').replace('minutes: 45', 'minutes: 60'),
    );
    const plan = await run(runImport, ['--plan', live]);
    expect(plan.out).toContain('text-back mode: shadow -> live');
    expect(plan.out).toContain('services express-wash minutes: 45 -> 60');
    expect(plan.out).toContain('! callers start to get texts');
    expect(plan.out).toContain('2 changes, 1 to look at twice (!)');
  });

  it('names every problem by line, and exits 2 without changing anything', async () => {
    const { out } = await run(runExport, []);
    const broken = await run(runImport, [
      '--yes',
      await file(
        'broken.yaml',
        out.replace('mode: shadow', 'moed: shadow').replace('zone: America/Chicago', 'zone: America/Chigaco'),
      ),
    ]);
    expect(broken.code).toBe(2);
    expect(broken.err).toMatch(
      /has 2 problems; nothing was changed\n {2}line \d+, column \d+: .*Did you mean "America\/Chicago"\?\n {2}line \d+, .*Did you mean "mode"\?/,
    );
    expect(await run(runImport, ['--yes', join(directory, 'absent.yaml')])).toMatchObject({ code: 2 });
    expect(await run(runImport, [])).toMatchObject({ code: 2 });
  });
});

describe('lists of people', () => {
  it('imports the good lines once, names the bad ones, and stops whoever is on the stop list', async () => {
    const stops = await file(
      'stops.csv',
      'phone,kind,date\n(512) 555-0160,stop,2026-01-05\nnobody,stop,\n+15125550161,dnc,\n',
    );
    const first = await run(runImport, ['--suppressions', stops]);
    expect(first).toMatchObject({ code: 1 });
    expect(first.out).toContain('2 good lines, 2 new or changed ledger entries');
    expect(first.err).toContain('line 3: phone: missing, or not a phone number');
    expect((await run(runImport, ['--suppressions', stops])).out).toContain('0 new or changed');
    const tenantId = await tenant();
    const ledgers = await database.store.tx(tenantId, (tx) =>
      loadConsent(tx, tenantId, ['+15125550160', '+15125550161']),
    );
    const now = new Date().toISOString();
    expect(foldConsent(ledgers.get('+15125550160') ?? [], now).optOut).not.toBeNull();
    expect(foldConsent(ledgers.get('+15125550161') ?? [], now).state).toBe('DNC_INTERNAL');
  });

  it('completes contacts without wiping what the file does not say, and gives them back', async () => {
    await run(runImport, [
      '--contacts',
      await file(
        'one.csv',
        'phone,name,notes,existing_customer\n5125550170,"Ruiz, Ana",likes Thursdays,yes\n',
      ),
    ]);
    const second = await run(runImport, [
      '--contacts',
      await file('two.csv', 'phone,email\n+15125550170,ana@example.com\n'),
    ]);
    expect(second.out).toContain('1 new or changed contacts');
    const csv = await run(runExport, ['--what', 'contacts']);
    const { header, rows } = readCsv(csv.out);
    const ana = rows
      .map((row) => Object.fromEntries(header.map((name, at) => [name, row.cells[at]])))
      .find((row) => row['phone'] === '+15125550170');
    expect(ana).toMatchObject({
      name: 'Ruiz, Ana',
      email: 'ana@example.com',
      notes: 'likes Thursdays',
      existing_customer: 'true',
      blocked: 'false',
    });
    const lines = await run(runExport, ['--what', 'consent', '--format', 'jsonl', '--to', '2026-02-01']);
    expect(
      lines.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { phone: string; kind: string }),
    ).toMatchObject([{ phone: '+15125550160', kind: 'opted-out' }]);
    for (const what of ['calls', 'messages'])
      expect((await run(runExport, ['--what', what])).out.split('\r\n')).toHaveLength(2);
    expect(await run(runExport, ['--what', 'secrets'])).toMatchObject({ code: 2 });
  });

  it('replaces a list of spam callers by its next import, and leaves bad lines out by name', async () => {
    const path = await file(
      'FTC 2026-11.csv',
      'Company_Phone_Number,Subject\n3125550142,Debt\n3125550143,\nx,\n',
    );
    const first = await run(runImport, ['--spam-list', path, '--tenant', 'bright-bay']);
    expect(first.err).toContain('line 4');
    expect(first.out).toContain('the list ftc-2026-11 has 2 numbers, 2 new, 0 taken off');
    expect(first.code).toBe(1);
    const next = await file('next.csv', '+13125550143\n');
    const at = ['--list', 'ftc-2026-11', '--tenant', 'bright-bay'];
    const plan = await run(runImport, ['--spam-list', next, '--plan', ...at]);
    expect(plan.out).toContain('would have 1 number, 0 new, 1 taken off');
    const second = await run(runImport, [
      '--spam-list',
      next,
      '--list',
      'ftc-2026-11',
      '--tenant',
      'bright-bay',
    ]);
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(second.out).toContain('has 1 number, 0 new, 1 taken off');
    const empty = await run(runImport, [
      '--spam-list',
      await file('empty.csv', 'phone\n'),
      '--list',
      'ftc-2026-11',
      '--tenant',
      'bright-bay',
    ]);
    expect(empty).toMatchObject({ code: 1 });
    expect(empty.out).toContain('stays as it is');
    const taken = await run(runImport, ['--spam-list', next, '--remove', ...at]);
    expect(taken.out).toContain('the list ftc-2026-11 with 1 number was taken back');
    expect((await run(runImport, ['--spam-list', next, '--remove', ...at])).code).toBe(1);
    expect((await run(runImport, ['--list', 'x'])).code).toBe(2);
  });
});
