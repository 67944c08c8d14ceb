import type { Tx } from './database.ts';
import { newId } from './ids.ts';
import { amongIds } from './among.ts';

export interface CounselWrite {
  readonly locationId: string;
  /** Null for what belongs to no call. */
  readonly attemptId: string | null;
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

/** What came to be known meanwhile needs no lawyer any more. */
export async function lapseCounselItems(
  tx: Tx,
  tenantId: string,
  attemptIds: readonly string[],
  action: string,
  at: string,
): Promise<void> {
  if (attemptIds.length === 0) return;
  await tx
    .updateTable('counsel_item')
    .set({
      state: 'expired',
      decided_by: 'ringback',
      decided_at: at,
      note: 'More became known of the call, and the text was sent.',
    })
    .where('tenant_id', '=', tenantId)
    .where('attempt_id', '=', amongIds(attemptIds))
    .where('action', '=', action)
    .where('state', '=', 'open')
    .execute();
}

/** The same question about a location once, however many calls raise it: its answer holds for all of them. */
export async function askCounselOnce(
  tx: Tx,
  tenantId: string,
  items: readonly CounselWrite[],
): Promise<void> {
  const byLocation = new Map(items.map((item) => [`${item.locationId} ${item.action}`, item]));
  if (byLocation.size === 0) return;
  const open = await tx
    .selectFrom('counsel_item')
    .select(['location_id', 'action'])
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'open')
    .where('location_id', 'in', [...new Set(items.map((item) => item.locationId))])
    .execute();
  for (const row of open) byLocation.delete(`${row.location_id ?? ''} ${row.action}`);
  await fileCounselItems(tx, tenantId, [...byLocation.values()]);
}

/** What counsel said of this very action: the rules that were asked about and answered with yes. */
export async function rulesApproved(
  tx: Tx,
  tenantId: string,
  attemptId: string,
  action: string,
): Promise<readonly string[]> {
  const row = await tx
    .selectFrom('counsel_item')
    .select('decision')
    .where('tenant_id', '=', tenantId)
    .where('attempt_id', '=', attemptId)
    .where('action', '=', action)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  return row === undefined ? [] : askedRules(row.decision);
}

/** The rules whose question an item holds. */
export function askedRules(decision: unknown): readonly string[] {
  const { findings } = (decision ?? {}) as {
    readonly findings?: readonly { readonly rule: string; readonly decision: string }[];
  };
  return (findings ?? []).filter((one) => one.decision === 'route-to-counsel').map((one) => one.rule);
}
