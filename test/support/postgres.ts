import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openStore, pgCode, type Store } from '../../src/store/database.ts';

export interface TestDatabase {
  readonly url: string;
  readonly store: Store;
  readonly drop: () => Promise<void>;
}

/** A fresh, migrated database of its own for one test file. Call `drop` in `afterAll`. */
export async function freshDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const templateName = template.pathname.slice(1);
  await admin(template, `create database ${name} template ${templateName}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const store = openStore(url.href);
  return {
    url: url.href,
    store,
    drop: async () => {
      await store.close();
      await dropDatabase(template, name);
    },
  };
}

/** Autovacuum may be at work in it: that is the server's own process, which our account may not end, only outwait. */
async function dropDatabase(template: URL, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await admin(template, `drop database ${name} with (force)`);
      return;
    } catch (error) {
      if (tries === 20 || pgCode(error) !== '42501') throw error;
      await new Promise((next) => setTimeout(next, 250));
    }
  }
}

async function admin(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
