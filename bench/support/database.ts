import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStore, type Store } from '../../src/store/database.ts';
import { startEmbedded } from '../../src/store/embedded.ts';

/** A real PostgreSQL with fsync on, as in production: a benchmark without durability measures another product. */
export async function benchDatabase(): Promise<{ url: string; store: Store; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
  const database = await startEmbedded(directory);
  await migrate(database.url);
  const store = openStore(database.url, { max: 20 });
  return {
    url: database.url,
    store,
    close: async () => {
      await store.close();
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Runs two things in turn, A B A B, and reports medians and the ratio of each pair: machines drift, ratios hold. */
export async function paired(
  rounds: number,
  a: { readonly name: string; readonly run: () => Promise<number> },
  b: { readonly name: string; readonly run: () => Promise<number> },
  unit: string,
): Promise<void> {
  const rows: { a: number; b: number }[] = [];
  for (let round = 0; round < rounds; round += 1) rows.push({ a: await a.run(), b: await b.run() });
  const line = (name: string, values: readonly number[]): void =>
    void process.stdout.write(
      `${name.padEnd(44)} median ${Math.round(median(values)).toLocaleString('en-US').padStart(9)} ${unit}\n`,
    );
  line(
    a.name,
    rows.map((row) => row.a),
  );
  line(
    b.name,
    rows.map((row) => row.b),
  );
  process.stdout.write(
    `ratio ${a.name} / ${b.name}: ${median(rows.map((row) => row.a / row.b)).toFixed(2)} (median of ${rounds} pairs)\n`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
