import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    templateUrl: string;
  }
}

/**
 * One real PostgreSQL for a whole test run: the embedded one, or the server named by RINGBACK_TEST_DATABASE_URL (its
 * role needs CREATEDB). The migrated database serves as template, so each test file gets its own copy in about 50 ms.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['RINGBACK_TEST_DATABASE_URL'];
  if (given !== undefined) {
    await migrate(given);
    project.provide('templateUrl', given);
    return () => Promise.resolve();
  }
  const directory = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  const database = await startEmbedded(directory, {
    flags: ['-c', 'fsync=off', '-c', 'full_page_writes=off'],
  });
  await migrate(database.url);
  project.provide('templateUrl', database.url);
  // Projects are set up one after the other: those that follow find this one.
  process.env['RINGBACK_TEST_DATABASE_URL'] = database.url;
  return async () => {
    delete process.env['RINGBACK_TEST_DATABASE_URL'];
    await database.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
