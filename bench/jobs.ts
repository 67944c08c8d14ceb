/**
 * Durable jobs: sending one by one, then claiming and finishing, against pg-boss on the same PostgreSQL in the same
 * run. `node bench/jobs.ts [jobs]`; prints jobs per second and ratios.
 */
import { PgBoss } from 'pg-boss';
import { ALL_TENANTS } from '../src/store/database.ts';
import { newId } from '../src/store/ids.ts';
import { claimJobs, finishJobs, sendJobs } from '../src/store/jobs.ts';
import { benchDatabase, paired } from './support/database.ts';

const count = Number(process.argv[2] ?? 4000);
const lanes = 8;
const batch = 100;
const database = await benchDatabase();
const tenantId = newId();
await database.store.tx(ALL_TENANTS, (tx) =>
  tx
    .insertInto('tenant')
    .values({ id: tenantId, key: 'bench', name: 'bench', zone: 'UTC', config: '{}' })
    .execute(),
);
const boss = new PgBoss({
  connectionString: database.url,
  schema: 'boss',
  supervise: false,
  schedule: false,
  max: 20,
});
await boss.start();
await boss.createQueue('bench');
let run = 0;

async function inLanes(work: (index: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) await work(next++);
    }),
  );
  return (count / (performance.now() - started)) * 1000;
}

async function until(done: () => Promise<number>): Promise<number> {
  const started = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      while (left > 0) {
        const taken = await done();
        if (taken === 0) break;
        left -= taken;
      }
    }),
  );
  return (count / (performance.now() - started)) * 1000;
}

const sendOurs = (): Promise<number> => {
  run += 1;
  const prefix = `r${run}`;
  return inLanes((index) =>
    database.store.tx(tenantId, (tx) =>
      sendJobs(tx, [
        {
          tenantId,
          kind: 'answer',
          key: `${prefix}:${index}`,
          dueAt: new Date(0).toISOString(),
          payload: { index },
        },
      ]),
    ),
  );
};
const finishOurs = (): Promise<number> =>
  until(async () => {
    const jobs = await claimJobs(database.store, 'answer', new Date(), batch);
    if (jobs.length > 0) await database.store.tx(tenantId, (tx) => finishJobs(tx, jobs));
    return jobs.length;
  });
const sendBoss = (): Promise<number> =>
  inLanes(async (index) => {
    await boss.send('bench', { index });
  });
const finishBoss = (): Promise<number> =>
  until(async () => {
    const jobs = await boss.fetch('bench', { batchSize: batch });
    if (jobs.length > 0)
      await boss.complete(
        'bench',
        jobs.map((job) => job.id),
      );
    return jobs.length;
  });

process.stdout.write(`${count} jobs, ${lanes} senders, 2 workers claiming ${batch} at a time, fsync on\n`);
const sends: { ours: number; theirs: number; oursDone: number; theirsDone: number }[] = [];
for (let round = 0; round < 3; round += 1) {
  sends.push({
    ours: await sendOurs(),
    oursDone: await finishOurs(),
    theirs: await sendBoss(),
    theirsDone: await finishBoss(),
  });
}
const replayed = (pick: (row: (typeof sends)[number]) => number): (() => Promise<number>) => {
  let index = 0;
  return () => Promise.resolve(pick(sends[index++] ?? { ours: 0, theirs: 0, oursDone: 0, theirsDone: 0 }));
};
await paired(
  3,
  { name: 'send, own table', run: replayed((row) => row.ours) },
  { name: 'send, pg-boss', run: replayed((row) => row.theirs) },
  'jobs/s',
);
await paired(
  3,
  { name: 'claim and finish, own table', run: replayed((row) => row.oursDone) },
  { name: 'claim and finish, pg-boss', run: replayed((row) => row.theirsDone) },
  'jobs/s',
);
await boss.stop({ graceful: false });
await database.close();
