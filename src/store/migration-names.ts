import { readdir } from 'node:fs/promises';

/** Names of the migrations that this build brings, in order. */
export async function migrationNames(): Promise<string[]> {
  return (await readdir(new URL('./migrations/', import.meta.url)))
    .filter((name) => name.endsWith('.sql'))
    .sort();
}
