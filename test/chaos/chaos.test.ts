/**
 * If this fails: a crash of a server or worker loses a call, texts somebody twice, or leaves a hole in the log. The
 * same run with 10,000 attempts is `node test/chaos/chaos.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';
import { runChaos } from './chaos.ts';

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await freshDatabase();
  directory = await mkdtemp(join(tmpdir(), 'ringback-chaos-'));
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

it(
  'loses nothing and texts nobody twice while server and workers are killed',
  { timeout: 180_000 },
  async () => {
    const report = await runChaos({
      databaseUrl: database.url,
      directory,
      attempts: 150,
      perSecond: 15,
      latestMs: 9000,
      killEveryMs: 2000,
      seed: 20,
    });
    expect(report.problems, report.log).toEqual([]);
    expect(report.kills.server + report.kills.worker).toBeGreaterThan(3);
    expect(report.counts['texts carried']).toBeGreaterThan(80);
  },
);
