import { readFile, stat } from 'node:fs/promises';
import { ALL_TENANTS, type Store } from '../../../src/store/database.ts';

/** What came of the calls: heard, made attempts, left unread, or still in a spool. */
async function events(store: Store): Promise<readonly { from: string | null; disposition: string }[]> {
  const rows = await store.tx(ALL_TENANTS, (tx) =>
    tx.selectFrom('call_event').selectAll().orderBy('received_at').execute(),
  );
  return rows.map((row) => (row as unknown as { event: { from: string | null; disposition: string } }).event);
}

export async function heard(store: Store, caller: string): Promise<string[]> {
  return (await events(store)).filter((event) => event.from === caller).map((event) => event.disposition);
}

export async function heardOf(store: Store, callers: readonly string[]): Promise<number> {
  const wanted = new Set<string | null>(callers);
  return (await events(store)).filter((event) => wanted.has(event.from)).length;
}

export async function attemptsOf(
  store: Store,
  callers: readonly string[],
): Promise<(readonly [string | null, boolean])[]> {
  const rows = await store.tx(ALL_TENANTS, (tx) =>
    tx
      .selectFrom('attempt')
      .select(['caller', 'missed'])
      .where('caller', 'in', [...callers])
      .orderBy('caller')
      .execute(),
  );
  return rows.map((row) => [row.caller, row.missed]);
}

export function unread(store: Store): Promise<unknown[]> {
  return store.tx(ALL_TENANTS, (tx) =>
    tx
      .selectFrom('inbox')
      .select(['state', 'detail'])
      .where('state', 'in', ['new', 'malformed', 'unrouted'])
      .execute(),
  );
}

/** Records in a spool. */
export async function spooled(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

/** The same, once all of them were acknowledged. */
export async function handedOver(path: string): Promise<number> {
  const [size, position] = await Promise.all([
    stat(path).then(
      (found) => found.size,
      () => -1,
    ),
    readFile(`${path}.position`, 'utf8').then(Number, () => 0),
  ]);
  return size === position ? spooled(path) : 0;
}
