import { sql } from 'kysely';
import type { Tx } from './database.ts';

/**
 * One caller's story is single-threaded: whoever decides something about a (tenant, phone) holds this lock until its
 * transaction ends. Several are taken in one order, so two steps never wait for each other.
 */
export async function lockCallers(
  tx: Tx,
  callers: readonly { readonly tenantId: string; readonly phone: string }[],
): Promise<void> {
  const names = [...new Set(callers.map((caller) => `${caller.tenantId} ${caller.phone}`))].sort();
  if (names.length === 0) return;
  // The sort must survive the planner: unnest keeps order, and the volatile lock call runs row by row above it.
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 7)) from unnest(${names}::text[]) as t(name)`.execute(
    tx,
  );
}

export function lockCaller(tx: Tx, tenantId: string, phone: string): Promise<void> {
  return lockCallers(tx, [{ tenantId, phone }]);
}
