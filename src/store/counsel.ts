import type { Tx } from './database.ts';
import { newId } from './ids.ts';

export interface CounselWrite {
  readonly locationId: string;
  readonly attemptId: string;
  readonly queue: string;
  readonly action: string;
  readonly reason: string;
  readonly decision: unknown;
  readonly at: string;
}

/** Puts an action on counsel's queue, once; what was already decided stays decided. */
export async function fileCounselItems(
  tx: Tx,
  tenantId: string,
  items: readonly CounselWrite[],
): Promise<void> {
  if (items.length === 0) return;
  await tx
    .insertInto('counsel_item')
    .values(
      items.map((item) => ({
        id: newId(),
        tenant_id: tenantId,
        location_id: item.locationId,
        attempt_id: item.attemptId,
        queue: item.queue,
        action: item.action,
        reason: item.reason,
        decision: JSON.stringify(item.decision),
        created_at: item.at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'attempt_id', 'action']).doNothing())
    .execute();
}
