/**
 * If this fails: one tenant could read another's callers, or a job could be lost or run by two workers at once.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { newId } from '../../src/store/ids.ts';
import { claimJobs, failJob, finishJobs, releaseExpired, sendJobs } from '../../src/store/jobs.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
const [one, two] = [newId(), newId()];
const noon = new Date('2026-11-20T12:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  await database.store.tx(ALL_TENANTS, async (tx) => {
    for (const [id, key] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      await tx
        .insertInto('tenant')
        .values({ id, key, name: key, zone: 'America/Chicago', config: '{}' })
        .execute();
    }
  });
});
afterAll(() => database.drop());

describe('tenants are walls', () => {
  it('shows a tenant only its own rows, and nobody anything without a name', async () => {
    await database.store.tx(one, (tx) =>
      tx
        .insertInto('number_fact')
        .values({
          tenant_id: one,
          phone: '+13105550142',
          line_type: 'landline',
          learned_from: 'bounce',
          learned_at: noon,
        })
        .execute(),
    );
    const seen = (tenant: string) =>
      database.store.tx(tenant, (tx) => tx.selectFrom('number_fact').selectAll().execute());
    expect(await seen(one)).toHaveLength(1);
    expect(await seen(two)).toHaveLength(0);
    expect(await seen('')).toHaveLength(0);
  });

  it('refuses to write into another tenant', async () => {
    const climb = database.store.tx(two, (tx) =>
      tx
        .insertInto('number_fact')
        .values({
          tenant_id: one,
          phone: '+13105550143',
          line_type: 'mobile',
          learned_from: 'x',
          learned_at: noon,
        })
        .execute(),
    );
    await expect(climb).rejects.toThrow(/row-level security/);
  });
});

describe('jobs', () => {
  it('runs a job once, at its time, and keeps one per purpose', async () => {
    const job = { tenantId: one, kind: 'answer', key: 'a', dueAt: noon.toISOString() } as const;
    await database.store.tx(one, (tx) =>
      sendJobs(tx, [job, { ...job, key: 'b', dueAt: '2026-11-20T13:00:00.000Z' }]),
    );
    await database.store.tx(one, (tx) => sendJobs(tx, [job]));
    expect(await claimJobs(database.store, 'answer', new Date(noon.getTime() - 1), 10)).toHaveLength(0);
    const [first, second] = await Promise.all([
      claimJobs(database.store, 'answer', noon, 10),
      claimJobs(database.store, 'answer', noon, 10),
    ]);
    const claimed = [...first, ...second];
    expect(claimed.map((each) => each.key)).toEqual(['a']);
    await database.store.tx(one, (tx) => finishJobs(tx, claimed));
    expect(await claimJobs(database.store, 'answer', noon, 10)).toHaveLength(0);
  });

  it('gives a job back when its worker died or failed, and keeps a re-send made while it ran', async () => {
    const job = { tenantId: two, kind: 'follow', key: 'f', dueAt: noon.toISOString() } as const;
    await database.store.tx(two, (tx) => sendJobs(tx, [job]));
    expect(await claimJobs(database.store, 'follow', noon, 10, 1000)).toHaveLength(1);
    expect(await releaseExpired(database.store, new Date(noon.getTime() + 2000))).toBe(1);
    const [again] = await claimJobs(database.store, 'follow', noon, 10);
    if (again === undefined) throw new Error('the job was lost');
    expect(await failJob(database.store, again, noon, 'provider away')).toBe('waiting');
    const [retried] = await claimJobs(database.store, 'follow', new Date(noon.getTime() + 60_000), 10);
    if (retried === undefined) throw new Error('the job was lost');
    await database.store.tx(two, async (tx) => {
      await sendJobs(tx, [{ ...job, dueAt: '2026-11-20T15:00:00.000Z' }], { move: true });
      await finishJobs(tx, [retried]);
    });
    expect(await claimJobs(database.store, 'follow', new Date('2026-11-20T15:00:00Z'), 10)).toHaveLength(1);
  });
});
