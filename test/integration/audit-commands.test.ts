/**
 * If this fails: counsel could not check a proof or an evidence pack, or a command would say that all is well (exit 0)
 * when it is not.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandDeps } from '../../src/cli/audit-command.ts';
import { run as audit } from '../../src/cli/audit.ts';
import { run as replayCommand } from '../../src/cli/replay.ts';
import { decisionRecord } from '../../src/core/audit/decision-record.ts';
import type { LogReport } from '../../src/core/audit/check/report.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { sealTenant } from '../../src/pipeline/seal.ts';
import { eraseSubject } from '../../src/store/audit-erase.ts';
import { newId } from '../../src/store/ids.ts';
import { addTenant, auditPipeline, someRecords, write } from '../support/audit.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let pipeline: Pipeline;
let tenant: { readonly id: string; readonly key: string };
let ids: string[];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-audit-'));
  database = await freshDatabase();
  pipeline = auditPipeline(database.store);
  tenant = await addTenant(database.store, 'acme');
  await addTenant(database.store, 'other');
  await write(pipeline, tenant.id, someRecords(10, Date.parse('2026-11-19T12:00:00Z')));
  await sealTenant(pipeline, tenant.id);
  ids = await write(pipeline, tenant.id, someRecords(500));
  await sealTenant(pipeline, tenant.id);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const never: CommandDeps = {
  openPipeline: () => Promise.reject(new Error('this command needs no database')),
};

async function call(
  command: typeof audit,
  args: string[],
  options: { stdin?: string; deps?: CommandDeps } = {},
): Promise<Answer> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdin: (async function* () {
      await Promise.resolve();
      yield Buffer.from(options.stdin ?? '');
    })(),
    stdout: (text: string) => void out.push(text),
    stderr: (text: string) => void err.push(text),
  };
  const tenants = await database.store.tx('*', (tx) =>
    tx.selectFrom('tenant').select(['id', 'key']).orderBy('key').execute(),
  );
  const deps = options.deps ?? {
    openPipeline: () => Promise.resolve({ pipeline, tenants, close: () => Promise.resolve() }),
  };
  const exit = await command(args, io, deps);
  return { exit, out: out.join(''), err: err.join('') };
}

function node(directory: string, ...args: string[]): Promise<Answer> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(directory, 'verify.mjs'), ...args],
      { maxBuffer: 1e8 },
      (error, out, err) => {
        done({ exit: error === null ? 0 : 1, out, err });
      },
    );
  });
}

async function tampered<T>(change: string, work: () => Promise<T>): Promise<T> {
  const alter = (statement: string) =>
    database.store.tx(tenant.id, async (tx) => {
      await sql`alter table audit_record disable trigger user`.execute(tx);
      await sql.raw(statement).execute(tx);
      await sql`alter table audit_record enable trigger user`.execute(tx);
    });
  await alter('create table kept as select * from audit_record');
  try {
    await alter(change);
    return await work();
  } finally {
    await alter('delete from audit_record');
    await alter('insert into audit_record select * from kept');
    await alter('drop table kept');
  }
}

describe('audit verify', () => {
  it('says whole for every organisation, exit 0', async () => {
    const answer = await call(audit, ['verify']);
    expect(answer).toMatchObject({ exit: 0, err: '' });
    expect(answer.out).toMatch(
      /^ringback\/acme: whole\. 510 records under 2 checkpoints, root \S+\nringback\/other: whole\. 0 records/,
    );
  });

  it('names the first broken record, exit 1', async () => {
    await tampered(
      `update audit_record set leaf = replace(leaf, 'booking', 'bombing') where leaf_index = 200`,
      async () => {
        const answer = await call(audit, ['verify', '--tenant', 'acme']);
        expect(answer.exit).toBe(1);
        expect(answer.out).toMatch(
          /ringback\/acme: BROKEN.*\n {2}first: record 200 \(\S+, booking\.held\): .* \[altered-record\]/,
        );
        const json = await call(audit, ['verify', '--json']);
        const [first] = json.out
          .split('\n')
          .map((line) => (line === '' ? null : (JSON.parse(line) as LogReport)));
        expect(first).toMatchObject({
          tenant: 'acme',
          ok: false,
          first: { code: 'altered-record', index: 200 },
        });
      },
    );
    expect((await call(audit, ['verify'])).exit).toBe(0);
  });

  it('checks against a checkpoint kept outside, and a key given', async () => {
    const kept = join(folder, 'kept.txt');
    await writeFile(kept, (await call(audit, ['checkpoint', '--tenant', 'acme'])).out);
    const key = (await call(audit, ['key', '--tenant', 'acme'])).out.trim();
    expect((await call(audit, ['verify', '--tenant', 'acme', '--against', kept, '--key', key])).exit).toBe(0);
    const otherKey = (await call(audit, ['key', '--tenant', 'other'])).out.trim();
    expect((await call(audit, ['verify', '--tenant', 'acme', '--key', otherKey])).exit).toBe(1);
  });
});

describe('audit prove and verify-proof', () => {
  it('prints a proof that holds with no database, and does not once anything in it is changed', async () => {
    const id = ids[123] ?? '';
    const proved = await call(audit, ['prove', id]);
    expect(proved.exit).toBe(0);
    const proof = JSON.parse(proved.out) as Record<string, unknown>;
    const check = (changed: Record<string, unknown>, ...args: string[]) =>
      call(audit, ['verify-proof', ...args], { stdin: JSON.stringify(changed), deps: never });
    const answer = await check(proof, '--key', String(proof['key']));
    expect(answer).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(answer.out)).toEqual({ valid: true, id, index: 133, size: 510 });
    expect((await check(proof)).err).toContain('compare it');

    const changes = [
      { leaf: String(proof['leaf']).replace('"number":', '"number":1') },
      { index: 134 },
      { id: ids[5] },
      { size: 509 },
      { hashes: (proof['hashes'] as string[]).slice(1) },
      { checkpoint: String(proof['checkpoint']).replace('510', '511') },
      { key: (await call(audit, ['key', '--tenant', 'other'])).out.trim() },
    ];
    for (const change of changes) {
      const refused = await check({ ...proof, ...change });
      expect(refused.exit, JSON.stringify(change)).toBe(1);
      expect(JSON.parse(refused.out)).toMatchObject({ valid: false });
    }
    const file = join(folder, 'proof.json');
    await writeFile(file, proved.out);
    expect((await call(audit, ['verify-proof', file], { deps: never })).exit).toBe(0);
  });

  it('says what is wrong with nonsense, exit 2, and with unknown or unsealed records, exit 1', async () => {
    for (const stdin of [
      '',
      'x',
      '[]',
      '{"v":2}',
      JSON.stringify({ v: 1, type: 'ringback-inclusion-proof', hashes: ['!'] }),
    ]) {
      const answer = await call(audit, ['verify-proof'], { stdin, deps: never });
      expect(answer.exit).toBe(2);
      expect(answer.err).toMatch(/ringback audit: the proof/);
    }
    expect((await call(audit, ['prove', newId()])).exit).toBe(1);
    const [waiting] = await write(pipeline, tenant.id, someRecords(1));
    const unsealed = await call(audit, ['prove', waiting ?? '']);
    expect(unsealed).toMatchObject({ exit: 1 });
    expect(unsealed.err).toContain('waits to be sealed');
  });
});

describe('audit export', () => {
  it('writes a pack that checks itself with Node alone, and notices a change in any of its files', async () => {
    const pack = join(folder, 'pack');
    const args = ['export', '--from', '2026-11-20', '--to', '2026-11-21', '--tenant', 'acme', '--out', pack];
    const written = await call(audit, args);
    expect(written.exit).toBe(0);
    expect(JSON.parse(written.out)).toMatchObject({ records: 500, unsealed: 1, size: 510, tenant: 'acme' });
    const key = (await call(audit, ['key', '--tenant', 'acme'])).out.trim();
    expect(await node(pack, '--key', key)).toMatchObject({
      exit: 0,
      out: '',
      err: 'Whole: 500 records proved under the checkpoint of 510 records.\n',
    });
    expect(await readFile(join(pack, 'records.jsonl'), 'utf8')).not.toMatch(/Hello|"key"/);
    expect(await readFile(join(pack, 'README.md'), 'utf8')).toContain(key);

    const changes: [string, (text: string) => string][] = [
      ['records.jsonl', (text) => text.replace('\\"number\\":7', '\\"number\\":8')],
      ['records.jsonl', (text) => text.replace('"kind":"send.intent"', '"kind":"send.refused"')],
      ['records.jsonl', (text) => text.slice(text.indexOf('\n') + 1)],
      ['proofs.jsonl', (text) => text.replace(/"hashes":\["/, '"hashes":["AA')],
      ['checkpoint.txt', (text) => text.replace('510', '511')],
    ];
    for (const [file, change] of changes) {
      const path = join(pack, file);
      const text = await readFile(path, 'utf8');
      expect(change(text)).not.toBe(text);
      await writeFile(path, change(text));
      const answer = await node(pack, '--key', key);
      expect(answer.exit, file).toBe(1);
      expect(answer.err).toContain('BROKEN');
      await writeFile(path, text);
    }
    expect((await node(pack, '--key', key)).exit).toBe(0);
    expect((await call(audit, args)).err).toContain('is not empty');
  });

  it('proves that the log grew from the checkpoint before the period', async () => {
    const later = { ...pipeline, clock: { now: () => new Date('2026-12-05T09:00:00Z') } };
    await write(later, tenant.id, someRecords(90, Date.parse('2026-12-05T08:00:00Z')));
    await sealTenant(later, tenant.id);
    const pack = join(folder, 'grown');
    await call(audit, [
      'export',
      '--from',
      '2026-12-01',
      '--to',
      '2027-01-01',
      '--tenant',
      'acme',
      '--out',
      pack,
    ]);
    const manifest = JSON.parse(await readFile(join(pack, 'manifest.json'), 'utf8')) as {
      earlier: { hashes: string[] };
    };
    expect(manifest.earlier.hashes.length).toBeGreaterThan(0);
    expect((await node(pack)).exit).toBe(0);
    manifest.earlier.hashes[0] = Buffer.alloc(32).toString('base64');
    await writeFile(join(pack, 'manifest.json'), JSON.stringify(manifest));
    expect((await node(pack)).err).toContain('did not grow');
  });

  it('with --personal opens exactly these records, and nothing of erased people', async () => {
    await database.store.tx(tenant.id, (tx) => eraseSubject(tx, pipeline.keeper, tenant.id, '+13105550103'));
    const pack = join(folder, 'personal');
    await call(audit, [
      'export',
      '--from',
      '2026-11-20T18:00:00Z',
      '--to',
      '2026-11-20T18:00:20Z',
      '--tenant',
      'acme',
      '--out',
      pack,
      '--personal',
    ]);
    const answer = await node(pack, '--personal');
    expect(answer.exit).toBe(0);
    const texts = answer.out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { personal: { text: string } }).personal.text);
    // Records 3 and 13 are of the erased caller; record 0 was written once more by an earlier test.
    expect(new Set(texts)).toEqual(
      new Set(
        Array.from({ length: 20 }, (_, index) => index)
          .filter((index) => index % 10 !== 3)
          .map((index) => `Hello ${index}`),
      ),
    );
  });

  it('refuses bad arguments before touching anything', async () => {
    const bad = [
      ['export'],
      ['export', '--from', 'yesterday', '--to', '2026-11-21', '--out', folder],
      ['export', '--from', '2026-11-22', '--to', '2026-11-21', '--out', join(folder, 'x')],
      ['export', '--from', '2026-11-20', '--to', '2026-11-21', '--out', join(folder, 'x')],
      ['verify', '--what'],
      ['verify', '--key', 'x'],
      ['verify', '--tenant', 'acme', '--against', join(folder, 'none')],
      ['prove'],
      ['prove', 'x'],
      ['tamper-demo', '--tenant', 'acme', '--record', 'x'],
      ['dance'],
      [],
    ];
    for (const args of bad) {
      const answer = await call(audit, args);
      expect(answer.exit, args.join(' ')).toBe(2);
      expect(answer.err).toMatch(/^ringback audit: .+\nusage:/);
    }
    // The command is right here, so the usage would only bury what is wrong.
    const nobody = await call(audit, ['verify', '--tenant', 'nobody']);
    expect([nobody.exit, nobody.out]).toEqual([2, '']);
    expect(nobody.err).toMatch(/^ringback audit: [^\n]+known: acme, other[^\n]+\n$/);
  });

  it('an installation without organisations is no verified one', async () => {
    const nothing: CommandDeps = {
      openPipeline: () => Promise.resolve({ pipeline, tenants: [], close: () => Promise.resolve() }),
    };
    for (const [command, args] of [
      [audit, ['verify']],
      [replayCommand, []],
    ] as const) {
      const answer = await call(command, [...args], { deps: nothing });
      expect([answer.exit, answer.out]).toEqual([2, '']);
      expect(answer.err).toContain('there is no organisation yet');
    }
  });
});

describe('audit tamper-demo', () => {
  it('shows the verifier naming the record, and changes nothing', async () => {
    const before = (await call(audit, ['verify', '--tenant', 'acme'])).out;
    const answer = await call(audit, ['tamper-demo', '--tenant', 'acme', '--record', '17']);
    expect(answer.exit).toBe(0);
    expect(answer.out).toMatch(/2\. The verifier says: whole/);
    expect(answer.out).toMatch(/4\. The verifier says: BROKEN, record 17 \(.*\[altered-record\]/);
    expect((await call(audit, ['verify', '--tenant', 'acme'])).out).toBe(before);
    expect((await call(audit, ['tamper-demo', '--tenant', 'other'])).exit).toBe(1);
  });
});

describe('replay', () => {
  it('exits 0 without differences, 1 with, 2 on nonsense', async () => {
    expect(await call(replayCommand, ['--tenant', 'acme'])).toMatchObject({
      exit: 0,
      out: 'acme: 0 decisions derived again, no difference\n',
    });
    const wrong = {
      kind: 'answer',
      version: 1,
      facts: { answer: 'sent' },
      outcome: { go: true },
      confidence: 1,
      explanation: '',
      citations: [],
    };
    await write(pipeline, tenant.id, [
      decisionRecord(wrong, { phone: '+13105550142', occurredAt: '2026-11-20T18:00:00Z' }),
    ]);
    const answer = await call(replayCommand, ['--from', '2026-11-20', '--to', '2026-11-21']);
    expect(answer.exit).toBe(1);
    expect(answer.out).toMatch(
      /acme: 1 decisions derived again, 1 DIFFERENT\n {2}decision\.answer .*: go was true, is now false/,
    );
    const json = await call(replayCommand, ['--tenant', 'acme', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ tenant: 'acme', checked: 1, differenceCount: 1 });
    expect((await call(replayCommand, ['--from', '2027-01-01'])).exit).toBe(0);
    for (const args of [['--from', 'x'], ['--nope'], ['--tenant', 'nobody']])
      expect((await call(replayCommand, args)).exit).toBe(2);
  });
});
