/**
 * If this fails, statements of one transaction may be left running when one of them fails, and write into somebody
 * else's transaction.
 */
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { oneConnection } from './one-connection.ts';

function complaints(code: string): number {
  return new Linter().verify(code, [
    { plugins: { house: { rules: { oneConnection } } }, rules: { 'house/oneConnection': 'error' } },
  ]).length;
}

describe('no Promise.all over statements of one transaction', () => {
  test.each([
    'const read = (tx) => Promise.all([one(tx), two(tx)]);',
    'async function read(tx, ids) { await Promise.all(ids.map((id) => one(tx, id))); }',
    'store.tx(tenant, async (tx) => { const [a, b] = await Promise.allSettled([one(tx), two(tx)]); });',
    'const read = (tx) => Promise.all(ids.map(async (id) => { const row = await one(tx, id); return row; }));',
    'const read = (tx) => Promise.race([one(tx), late]);',
  ])('refuses %s', (code) => {
    expect(complaints(code)).toBe(1);
  });

  test.each([
    'const read = (tx) => together(one(tx), two(tx));',
    'const read = (ids) => Promise.all(ids.map((id) => store.tx(tenant, (tx) => one(tx, id))));',
    'async function read(tx) { await one(tx); return Promise.all(asked.map((vendor) => vendor.ask())); }',
    'const read = (tx) => tx.selectFrom("calls").execute();',
    'const race = (tx) => Promise.all([1, 2].map(() => tx((t) => one(t))));',
  ])('lets pass %s', (code) => {
    expect(complaints(code)).toBe(0);
  });
});
