/**
 * Keeps the count of what the Gate's rules said, day by day, behind the sealed log. Nobody waits for it: what it has not
 * come to yet is counted by whoever asks, so it runs seldom and in large batches.
 */
import { ALL_TENANTS } from '../store/database.ts';
import { addToTally, tenantsToTally } from '../store/queries-gate.ts';
import type { Pipeline } from './context.ts';

/** Some tens of milliseconds of the database's time, so that nothing else stands behind one batch. */
const BATCH = 2000;

/** Counts everything that is sealed; returns how many places of the log it went through. */
export async function tallyDecisions(pipeline: Pipeline, batch = BATCH): Promise<number> {
  const tenants = await pipeline.store.tx(ALL_TENANTS, tenantsToTally);
  let counted = 0;
  for (const tenantId of tenants) {
    for (;;) {
      const took = await pipeline.store.tx(tenantId, (tx) => addToTally(tx, tenantId, batch));
      counted += took;
      if (took < batch) break;
    }
  }
  return counted;
}
