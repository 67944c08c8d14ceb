/**
 * If this fails: someone could change, remove, reorder or add records of what was decided and sent, and
 * `ringback audit verify` would not say so, or would accuse the wrong record.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointKey, signCheckpoint } from '../../src/core/audit/checkpoint.ts';
import type { LogReport } from '../../src/core/audit/check/report.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { auditKey, sealAll, sealTenant } from '../../src/pipeline/seal.ts';
import { verifyLog, type VerifyOptions } from '../../src/store/audit-verify.ts';
import { addTenant, auditPipeline, someRecords, write } from '../support/audit.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let pipeline: Pipeline;
let attacker: pg.Client;
let next = 0;

beforeAll(async () => {
  database = await freshDatabase();
  pipeline = auditPipeline(database.store);
  // Someone who owns the database and has removed every guard.
  attacker = new pg.Client({ connectionString: database.url });
  await attacker.connect();
  for (const table of ['audit_record', 'audit_checkpoint', 'audit_tile']) {
    await attacker.query(`alter table ${table} no force row level security`);
  }
});
afterAll(async () => {
  await attacker.end();
  await database.drop();
});

interface SealedLog {
  readonly tenant: { readonly id: string; readonly key: string };
  readonly verify: (options?: VerifyOptions) => Promise<LogReport>;
  /** Runs SQL with the guards off; `$1` is the tenant. */
  readonly attack: (statement: string, ...values: unknown[]) => Promise<void>;
  readonly row: (index: number) => Promise<{ id: string; kind: string; leaf: string }>;
}

/** A log of 700 records (three tiles, one in the second level) under checkpoints at 300, 420 and 700. */
async function sealedLog(): Promise<SealedLog> {
  const tenant = await addTenant(database.store, `shop-${(next += 1)}`);
  for (const count of [300, 120, 280]) {
    await write(pipeline, tenant.id, someRecords(count));
    await sealTenant(pipeline, tenant.id);
  }
  const key = auditKey(pipeline.keeper, tenant.key).verifierKey;
  return {
    tenant,
    verify: (options) => verifyLog(database.store, tenant, key, options),
    attack: async (statement, ...values) => {
      await attacker.query('begin');
      await attacker.query('alter table audit_record disable trigger user');
      await attacker.query('alter table audit_checkpoint disable trigger user');
      await attacker.query(statement, [tenant.id, ...values]);
      await attacker.query('alter table audit_record enable trigger user');
      await attacker.query('alter table audit_checkpoint enable trigger user');
      await attacker.query('commit');
    },
    row: async (index) => {
      const found = await attacker.query<{ id: string; kind: string; leaf: string }>(
        'select id, kind, leaf from audit_record where tenant_id = $1 and leaf_index = $2',
        [tenant.id, index],
      );
      const [row] = found.rows;
      if (row === undefined) throw new Error(`no record ${index}`);
      return row;
    },
  };
}

const sha = (text: string): Buffer => createHash('sha256').update('\0').update(text).digest();

describe('a log that nobody touched', () => {
  it('verifies from the first record to the last, with every checkpoint', async () => {
    const log = await sealedLog();
    const report = await log.verify();
    expect(report).toMatchObject({
      ok: true,
      size: 700,
      checked: 700,
      checkpoints: 3,
      unsealed: 0,
      first: null,
    });
  });

  it('verifies when empty, when nothing is sealed yet, and when more was written meanwhile', async () => {
    const tenant = await addTenant(database.store, 'empty');
    const key = auditKey(pipeline.keeper, tenant.key).verifierKey;
    expect(await verifyLog(database.store, tenant, key)).toMatchObject({ ok: true, size: 0 });
    await write(pipeline, tenant.id, someRecords(5));
    expect(await verifyLog(database.store, tenant, key)).toMatchObject({ ok: true, size: 0, unsealed: 5 });
    expect(await sealAll(pipeline)).toBeGreaterThanOrEqual(5);
    expect(await verifyLog(database.store, tenant, key)).toMatchObject({ ok: true, size: 5, unsealed: 0 });
  });

  it('has every record once though several processes write and seal at the same time', async () => {
    const tenant = await addTenant(database.store, 'busy');
    const writers = Array.from({ length: 12 }, async () => {
      for (let round = 0; round < 5; round += 1) await write(pipeline, tenant.id, someRecords(20));
    });
    const sealers = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 10; round += 1)
        await sealTenant(pipeline, tenant.id, { batch: 37, wait: round % 2 === 0 });
    });
    await Promise.all([...writers, ...sealers]);
    await sealTenant(pipeline, tenant.id);
    const report = await verifyLog(database.store, tenant, auditKey(pipeline.keeper, tenant.key).verifierKey);
    expect(report).toMatchObject({ ok: true, size: 1200, checked: 1200, unsealed: 0, findingCount: 0 });
  });
});

describe('the database itself', () => {
  it('refuses to change or remove records and checkpoints', async () => {
    const log = await sealedLog();
    const tries = [
      `update audit_record set leaf = leaf where leaf_index = 3`,
      `update audit_record set leaf_index = 9999 where leaf_index = 3`,
      `delete from audit_record where leaf_index = 3`,
      `update audit_checkpoint set note = 'x'`,
      `delete from audit_checkpoint`,
    ];
    for (const statement of tries)
      await expect(attacker.query(statement), statement).rejects.toThrow(/never changed/);
    expect(await log.verify()).toMatchObject({ ok: true });
  });
});

describe('after tampering, the first broken record is named', () => {
  it('a changed content', async () => {
    const log = await sealedLog();
    const { id, kind } = await log.row(345);
    await log.attack(
      `update audit_record set leaf = replace(leaf, '"body":{', '"body":{"amount":1,') where tenant_id = $1 and leaf_index in (345, 600)`,
    );
    const report = await log.verify();
    expect(report.first).toMatchObject({ code: 'altered-record', index: 345, id, kind });
    expect(report.findings.map((finding) => finding.index)).toEqual([345, 600]);
  });

  it('a single changed byte', async () => {
    const log = await sealedLog();
    const { leaf } = await log.row(0);
    await log.attack(
      `update audit_record set leaf = $2 where tenant_id = $1 and leaf_index = 0`,
      leaf.replace('"v":1', '"v":2'),
    );
    expect((await log.verify()).first).toMatchObject({ code: 'altered-record', index: 0 });
  });

  it('a changed hash', async () => {
    const log = await sealedLog();
    await log.attack(
      `update audit_record set leaf_hash = sha256('x') where tenant_id = $1 and leaf_index = 299`,
    );
    expect((await log.verify()).findings).toMatchObject([{ code: 'altered-hash', index: 299 }]);
  });

  it('a content rewritten together with its hash', async () => {
    const log = await sealedLog();
    const { leaf, id } = await log.row(500);
    const forged = leaf.replace('Hello', 'Bye').replace('"number":', '"number":1');
    await log.attack(
      `update audit_record set leaf = $2, leaf_hash = $3 where tenant_id = $1 and leaf_index = 500`,
      forged,
      sha(forged),
    );
    expect((await log.verify()).findings).toMatchObject([{ code: 'rewritten-record', index: 500, id }]);
  });

  it('a content rewritten together with hash and tree: the signed root tells', async () => {
    const log = await sealedLog();
    const { leaf } = await log.row(350);
    const forged = leaf.replace('"number":', '"number":1');
    await log.attack(
      `update audit_record set leaf = $2, leaf_hash = $3 where tenant_id = $1 and leaf_index = 350`,
      forged,
      sha(forged),
    );
    await log.attack(
      `update audit_tile set hashes = overlay(hashes placing $2 from ${(350 - 256) * 32 + 1}) where tenant_id = $1 and level = 0 and tile = 1`,
      sha(forged),
    );
    const report = await log.verify();
    expect(report.first).toMatchObject({ code: 'root-mismatch', index: 300, lastIndex: 419 });
  });

  it('a changed column, for each column that mirrors the content', async () => {
    const changes = {
      kind: `kind = 'send.accepted'`,
      attempt_id: `attempt_id = null`,
      subject_id: `subject_id = gen_random_uuid()`,
      occurred_at: `occurred_at = occurred_at + interval '1 hour'`,
      id: `id = gen_random_uuid()`,
    };
    for (const [column, change] of Object.entries(changes)) {
      const log = await sealedLog();
      await log.attack(`update audit_record set ${change} where tenant_id = $1 and leaf_index = 42`);
      const { findings } = await log.verify();
      expect(findings, column).toMatchObject([{ code: 'altered-column', index: 42 }]);
      expect(findings[0]?.message).toContain(`column ${column}`);
    }
  });

  it('a removed record, and a removed stretch', async () => {
    const log = await sealedLog();
    await log.attack(
      `delete from audit_record where tenant_id = $1 and (leaf_index = 17 or leaf_index between 400 and 430)`,
    );
    expect((await log.verify()).findings).toMatchObject([
      { code: 'missing-record', index: 17 },
      { code: 'missing-record', index: 400, lastIndex: 430 },
    ]);
  });

  it('two records that changed places', async () => {
    const log = await sealedLog();
    const { id } = await log.row(310);
    const swap = (from: number, to: number) =>
      log.attack(`update audit_record set leaf_index = ${to} where tenant_id = $1 and leaf_index = ${from}`);
    await swap(610, 9999);
    await swap(310, 610);
    await swap(9999, 310);
    const { findings } = await log.verify();
    expect(findings).toMatchObject([
      { code: 'moved-record', index: 310 },
      { code: 'moved-record', index: 610, id },
    ]);
  });

  it('a removed record with all later ones moved up to close the gap', async () => {
    const log = await sealedLog();
    const { id } = await log.row(101);
    await log.attack(`delete from audit_record where tenant_id = $1 and leaf_index = 100`);
    for (let index = 101; index < 700; index += 1) {
      await attacker.query('alter table audit_record disable trigger user');
      await attacker.query(
        'update audit_record set leaf_index = $2 where tenant_id = $1 and leaf_index = $3',
        [log.tenant.id, index - 1, index],
      );
    }
    await attacker.query('alter table audit_record enable trigger user');
    const report = await log.verify();
    expect(report.first).toMatchObject({ code: 'moved-record', index: 100, id });
    expect(report.findingCount).toBe(600);
  });

  it('a removed tail', async () => {
    const log = await sealedLog();
    await log.attack(`delete from audit_record where tenant_id = $1 and leaf_index >= 690`);
    expect((await log.verify()).findings).toMatchObject([
      { code: 'truncated-tail', index: 690, lastIndex: 699 },
    ]);
  });

  it('a removed tail with its checkpoints and tiles, when a checkpoint was kept outside', async () => {
    const log = await sealedLog();
    const kept = await attacker.query<{ note: string }>(
      'select note from audit_checkpoint where tenant_id = $1 and tree_size = 700',
      [log.tenant.id],
    );
    const witness = kept.rows[0]?.note ?? '';
    expect(await log.verify({ witness })).toMatchObject({ ok: true });
    await log.attack(`delete from audit_record where tenant_id = $1 and leaf_index >= 420`);
    await log.attack(`delete from audit_checkpoint where tenant_id = $1 and tree_size > 420`);
    expect(await log.verify()).toMatchObject({ ok: true, size: 420 });
    expect((await log.verify({ witness })).findings).toMatchObject([
      { code: 'truncated-tail', index: 420, lastIndex: 699 },
    ]);
  });

  it('a whole log rewritten by someone who has the signing key, when a checkpoint was kept outside', async () => {
    const log = await sealedLog();
    const kept = await attacker.query<{ note: string }>(
      'select note from audit_checkpoint where tenant_id = $1 and tree_size = 420',
      [log.tenant.id],
    );
    const witness = kept.rows[0]?.note ?? '';
    for (const table of ['audit_record', 'audit_checkpoint', 'audit_tile'])
      await log.attack(`delete from ${table} where tenant_id = $1`);
    await write(pipeline, log.tenant.id, someRecords(800));
    await sealTenant(pipeline, log.tenant.id);
    expect(await log.verify()).toMatchObject({ ok: true });
    expect((await log.verify({ witness })).findings).toMatchObject([
      { code: 'history-rewritten', index: 419 },
    ]);
  });

  it('a changed checkpoint: its note, its root, its size, its signature, a forged one', async () => {
    const changes = [
      [
        `update audit_checkpoint set note = replace(note, '420', '421') where tenant_id = $1 and tree_size = 420`,
        420,
      ],
      [`update audit_checkpoint set root = sha256('x') where tenant_id = $1 and tree_size = 420`, 420],
      [`update audit_checkpoint set tree_size = 421 where tenant_id = $1 and tree_size = 420`, 421],
      [`update audit_checkpoint set note = 'nonsense' where tenant_id = $1 and tree_size = 700`, 700],
      [
        `insert into audit_checkpoint select tenant_id, 1000000000000, root, note, created_at from audit_checkpoint where tenant_id = $1 and tree_size = 420`,
        1e12,
      ],
    ] as const;
    for (const [change, size] of changes) {
      const log = await sealedLog();
      await log.attack(change);
      expect((await log.verify()).findings, change).toMatchObject([
        { code: 'altered-checkpoint', index: size },
      ]);
    }
    const log = await sealedLog();
    const thief = checkpointKey(log.tenant.key, new Uint8Array(32).fill(1));
    const forged = signCheckpoint({ origin: thief.name, size: 420, root: Buffer.alloc(32) }, thief);
    await log.attack(
      `update audit_checkpoint set note = $2, root = $3 where tenant_id = $1 and tree_size = 420`,
      forged,
      Buffer.alloc(32),
    );
    expect((await log.verify()).findings).toMatchObject([{ code: 'altered-checkpoint', index: 420 }]);
  });

  it('removed checkpoints: places that nothing signs', async () => {
    const log = await sealedLog();
    const { id } = await attackerFirstUnsigned(log);
    await log.attack(`delete from audit_checkpoint where tenant_id = $1 and tree_size = 700`);
    const report = await log.verify();
    expect(report.first).toMatchObject({ code: 'unsigned-tail', index: 420, id });
    expect(report.findingCount).toBe(280);
  });

  it('a damaged tree with whole records', async () => {
    const log = await sealedLog();
    await log.attack(
      `update audit_tile set hashes = overlay(hashes placing sha256('x') from ${5 * 32 + 1}) where tenant_id = $1 and level = 0 and tile = 1`,
    );
    await log.attack(
      `update audit_tile set hashes = overlay(hashes placing sha256('x') from 33) where tenant_id = $1 and level = 1`,
    );
    expect((await log.verify()).findings).toMatchObject([
      { code: 'altered-tile', index: 256, lastIndex: 511 },
      { code: 'altered-tile', index: 261 },
    ]);
    const other = await sealedLog();
    await other.attack(`delete from audit_tile where tenant_id = $1`);
    expect((await other.verify()).findings.map(({ code, index }) => [code, index])).toEqual([
      ['missing-tile', 0],
      ['missing-tile', 0],
      ['missing-tile', 256],
      ['missing-tile', 256],
      ['missing-tile', 512],
    ]);
  });

  it('a place taken twice, where the unique index was dropped', async () => {
    const log = await sealedLog();
    await attacker.query('begin');
    await attacker.query('alter table audit_record drop constraint audit_record_tenant_id_leaf_index_key');
    await log.attack(
      `insert into audit_record select gen_random_uuid(), tenant_id, kind, attempt_id, subject_id, occurred_at, leaf, leaf_hash, leaf_index, created_at
       from audit_record where tenant_id = $1 and leaf_index = 55`,
    );
    // Which of the two is looked at first depends on their ids; either way place 55 is named.
    const report = await log.verify();
    expect(report.first).toMatchObject({ index: 55 });
    expect(report.findings.map((finding) => finding.code)).toContain('duplicate-index');
    await log.attack(`delete from audit_record where tenant_id = $1 and id::text <> (leaf::jsonb ->> 'id')`);
    await attacker.query(
      'alter table audit_record add constraint audit_record_tenant_id_leaf_index_key unique (tenant_id, leaf_index)',
    );
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  it('a changed record that is not sealed yet', async () => {
    const log = await sealedLog();
    await write(pipeline, log.tenant.id, someRecords(3));
    await log.attack(
      `update audit_record set leaf = leaf || ' ' where tenant_id = $1 and leaf_index is null`,
    );
    expect((await log.verify()).findings).toMatchObject(
      Array.from({ length: 3 }, () => ({ code: 'altered-record', index: null })),
    );
  });

  it('and nothing more is sealed on top of a log that lost its end', async () => {
    const log = await sealedLog();
    await log.attack(`delete from audit_record where tenant_id = $1 and leaf_index = 699`);
    await write(pipeline, log.tenant.id, someRecords(3));
    await expect(sealTenant(pipeline, log.tenant.id)).rejects.toThrow(/signs 700 records, but 699/);
    await sealAll(pipeline);
    const said: string[] = [];
    const loud = {
      ...pipeline,
      log: { ...pipeline.log, error: (_: unknown, message: string) => void said.push(message) },
    };
    expect(await sealAll(loud)).toBe(0);
    expect(await sealAll(loud)).toBe(0);
    expect(said).toEqual(['the audit log cannot be sealed; run `ringback audit verify`']);
  });
});

async function attackerFirstUnsigned(log: SealedLog): Promise<{ id: string }> {
  // Unsigned rows are read in order of id, which is not the order of places: the report must sort them.
  return log.row(420);
}
