/**
 * If this fails: a person who asked to be erased could still be read in the audit log, or the erasure would break the
 * proofs of everything else.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provesInclusion } from '../../src/core/audit/check/proof.ts';
import { hashLeaf } from '../../src/core/audit/check/hashing.ts';
import { checkNote } from '../../src/core/audit/check/note.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { auditKey, sealTenant } from '../../src/pipeline/seal.ts';
import { eraseSubject } from '../../src/store/audit-erase.ts';
import { proveRecord, type InclusionProof } from '../../src/store/audit-proof.ts';
import { readRecords } from '../../src/store/audit-read.ts';
import { verifyLog } from '../../src/store/audit-verify.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { newId } from '../../src/store/ids.ts';
import { addTenant, auditPipeline, someRecords, write } from '../support/audit.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let pipeline: Pipeline;
let tenant: { readonly id: string; readonly key: string };
const phone = '+13105550142';

beforeAll(async () => {
  database = await freshDatabase();
  pipeline = auditPipeline(database.store);
  tenant = await addTenant(database.store, 'erasing');
});
afterAll(() => database.drop());

const read = (filter = {}) =>
  database.store.tx(tenant.id, (tx) => readRecords(tx, pipeline.keeper, tenant.id, filter));
const prove = async (id: string): Promise<InclusionProof> => {
  const answer = await database.store.tx(tenant.id, (tx) => proveRecord(tx, tenant.id, id));
  if (!answer.ok) throw new Error(answer.message);
  return answer.proof;
};

describe('reading', () => {
  it('opens personal content, of an attempt or of a period, page by page', async () => {
    const attemptId = newId();
    await write(pipeline, tenant.id, [
      {
        kind: 'send.intent',
        attemptId,
        phone,
        occurredAt: '2026-11-20T10:00:00Z',
        body: { n: 1 },
        personal: { text: 'Hi' },
      },
      { kind: 'send.accepted', attemptId, phone, occurredAt: '2026-11-20T10:00:01Z', body: {} },
    ]);
    await write(pipeline, tenant.id, someRecords(40));
    const ofAttempt = await read({ attemptId });
    expect(ofAttempt).toMatchObject([
      { kind: 'send.intent', index: null, body: { n: 1 }, personal: { text: 'Hi' }, personalState: 'open' },
      { kind: 'send.accepted', personal: null, personalState: 'none' },
    ]);
    const all = await read();
    expect(all).toHaveLength(42);
    const first = await read({ limit: 17 });
    const [last] = first.slice(-1);
    const rest = await read(last === undefined ? {} : { after: last });
    expect([...first, ...rest]).toEqual(all);
    expect(await read({ from: '2026-11-20T10:00:01Z', to: '2026-11-20T18:00:00Z' })).toHaveLength(1);
  });

  it('says so, and goes on, when the instance key is another', async () => {
    const other = openKeeper(new Uint8Array(32).fill(8));
    const entries = await database.store.tx(tenant.id, (tx) =>
      readRecords(tx, other, tenant.id, { limit: 2 }),
    );
    expect(entries.map((entry) => entry.personalState)).toEqual(['unreadable', 'none']);
  });

  it('marks a record whose personal content was swapped with another one as unreadable', async () => {
    const [a, b] = await write(pipeline, tenant.id, [
      { kind: 'swap', phone, occurredAt: '2026-11-21T10:00:00Z', body: {}, personal: { text: 'yes' } },
      { kind: 'swap', phone, occurredAt: '2026-11-21T10:00:01Z', body: {}, personal: { text: 'no' } },
    ]);
    await database.store.tx(tenant.id, async (tx) => {
      const { sql } = await import('kysely');
      await sql`alter table audit_record disable trigger user`.execute(tx);
      await sql`update audit_record set leaf = (leaf::jsonb || jsonb_build_object('personal',
        (select o.leaf::jsonb ->> 'personal' from audit_record o where o.id = ${b}::uuid)))::text where id = ${a}::uuid`.execute(
        tx,
      );
      await sql`alter table audit_record enable trigger user`.execute(tx);
    });
    expect((await read({ kind: 'swap' })).map((entry) => entry.personalState)).toEqual([
      'unreadable',
      'open',
    ]);
    await database.store.tx(tenant.id, async (tx) => {
      const { sql } = await import('kysely');
      await sql`alter table audit_record disable trigger user`.execute(tx);
      await sql`delete from audit_record where kind = 'swap'`.execute(tx);
      await sql`alter table audit_record enable trigger user`.execute(tx);
    });
  });
});

describe('erasing a person', () => {
  it('makes their content unreadable for ever, leaves everybody else, and keeps every proof', async () => {
    await sealTenant(pipeline, tenant.id);
    const key = auditKey(pipeline.keeper, tenant.key).verifierKey;
    const [before] = await read({ kind: 'send.intent', limit: 1 });
    const id = before?.id ?? '';
    const proofBefore = await prove(id);

    const erased = await database.store.tx(tenant.id, (tx) =>
      eraseSubject(tx, pipeline.keeper, tenant.id, phone, new Date('2026-11-22T09:00:00Z')),
    );
    expect(erased).toMatchObject({ erased: true, records: 2 });

    const after = await read();
    const states = Map.groupBy(after, (entry) => entry.personalState);
    expect(states.get('erased')?.map((entry) => entry.id)).toEqual([id]);
    expect(states.get('open')).toHaveLength(40);
    expect(JSON.stringify(states.get('erased'))).not.toContain('Hi');
    expect(after.at(-1)).toMatchObject({ kind: 'subject.erased', body: { records: 2 } });

    await sealTenant(pipeline, tenant.id);
    expect(await verifyLog(database.store, tenant, key)).toMatchObject({ ok: true, unsealed: 0 });
    for (const proof of [proofBefore, await prove(id)]) {
      const note = checkNote(proof.checkpoint, key);
      if (!note.ok) throw new Error(note.problem);
      const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'base64'));
      expect(provesInclusion(hashLeaf(proof.leaf), proof.index, proof.size, hashes, note.root)).toBe(true);
    }
  });

  it('leaves no key and no fingerprint, and is over when done once', async () => {
    const rows = await database.store.tx(tenant.id, (tx) =>
      tx.selectFrom('subject_key').selectAll().where('destroyed_at', 'is not', null).execute(),
    );
    expect(rows).toMatchObject([{ sealed_key: null }]);
    const again = await database.store.tx(tenant.id, (tx) =>
      eraseSubject(tx, pipeline.keeper, tenant.id, phone),
    );
    expect(again).toEqual({ erased: false, subjectId: null, records: 0 });
  });

  it('starts anew when the same number calls again', async () => {
    await write(pipeline, tenant.id, [
      { kind: 'again', phone, occurredAt: '2026-12-01T10:00:00Z', body: {}, personal: { text: 'Hello' } },
    ]);
    const [entry] = await read({ kind: 'again' });
    expect(entry).toMatchObject({ personal: { text: 'Hello' }, personalState: 'open' });
    const old = await read({ kind: 'send.intent', limit: 1 });
    expect(entry?.subjectId).not.toBe(old[0]?.subjectId);
    expect(old[0]?.personalState).toBe('erased');
  });
});
