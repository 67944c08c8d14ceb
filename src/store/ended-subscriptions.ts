import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';
import type { Keeper } from './keeper.ts';
import { openMadeWith, sealMadeWith, type MadeWith, type SourceTask } from './source-tasks.ts';
import { storable } from './storable.ts';

/** Push subscriptions that nobody wants any more, kept until the vendor has ended them. */
export interface EndedSubscription {
  readonly id: string;
  readonly tenantId: string;
  readonly sourceId: string;
  readonly connector: string;
  readonly subscription: { readonly id: string; readonly expiresAt: string | null };
  /** Null when it is not known, or no longer kept. */
  readonly madeWith: MadeWith | null;
  readonly state: 'going' | 'left';
  readonly failures: number;
  readonly lastFailureAt: string | null;
  readonly failureDetail: string | null;
  readonly failureRemedy: string | null;
}

/**
 * Takes the subscription of a source out of its standing, to be ended: returns the id of the new row, or null when there
 * was none or it ran out. `unless` is the vendor's id of one that stays.
 */
export async function endSubscription(
  tx: Tx,
  sourceId: string,
  now: Date,
  unless: string | null = null,
): Promise<string | null> {
  const id = newId(now);
  const result = await sql`
    insert into ended_subscription (id, tenant_id, source_id, connector, subscription_id, ends_at, made_with, created_at)
    select ${id}, tenant_id, source_id, connector, subscription_id, subscription_ends_at, subscription_made_with, ${now}
    from source_task
    where source_id = ${sourceId} and kind = 'subscribe' and subscription_id is not null
      and (subscription_ends_at is null or subscription_ends_at > ${now})
      and (${unless}::text is null or subscription_id <> ${unless})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n) > 0 ? id : null;
}

/** One that was made and belongs to no standing. */
export async function addEnded(
  tx: Tx,
  keeper: Keeper,
  source: { readonly sourceId: string; readonly tenantId: string; readonly connector: string },
  made: NonNullable<SourceTask['subscription']>,
  now: Date,
): Promise<string> {
  const id = newId(now);
  await tx
    .insertInto('ended_subscription')
    .values({
      id,
      tenant_id: source.tenantId,
      source_id: source.sourceId,
      connector: source.connector,
      subscription_id: made.id,
      ends_at: made.expiresAt,
      made_with: made.madeWith === null ? null : sealMadeWith(keeper, source.sourceId, made.madeWith),
      created_at: now,
    })
    .execute();
  return id;
}

/** Held until the transaction ends. */
export async function lockEnded(tx: Tx, keeper: Keeper, id: string): Promise<EndedSubscription | null> {
  const row = await tx
    .selectFrom('ended_subscription')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined
    ? null
    : { ...shaped(row), madeWith: openMadeWith(keeper, row.source_id, row.made_with) };
}

export async function changeEnded(
  tx: Tx,
  id: string,
  change: Pick<EndedSubscription, 'state' | 'failures' | 'lastFailureAt' | 'failureDetail' | 'failureRemedy'>,
): Promise<void> {
  await tx
    .updateTable('ended_subscription')
    .set({
      state: change.state,
      failures: change.failures,
      last_failure_at: change.lastFailureAt,
      failure_detail: storable(change.failureDetail?.slice(0, 500) ?? null),
      failure_remedy: storable(change.failureRemedy?.slice(0, 500) ?? null),
      // Nobody asks with them any more.
      ...(change.state === 'left' && { made_with: null }),
    })
    .where('id', '=', id)
    .execute();
}

export async function removeEnded(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('ended_subscription').where('id', '=', id).execute();
}

/** Those that are not over by themselves, without what they were made with. Served by ended_subscription_by_tenant. */
export async function endedSubscriptionsOf(
  tx: Tx,
  tenantId: string,
  now: Date,
): Promise<EndedSubscription[]> {
  const rows = await tx
    .selectFrom('ended_subscription')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where((is) => is.or([is('ends_at', 'is', null), is('ends_at', '>', now.toISOString())]))
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map(shaped);
}

function shaped(row: {
  readonly id: string;
  readonly tenant_id: string;
  readonly source_id: string;
  readonly connector: string;
  readonly subscription_id: string;
  readonly ends_at: string | null;
  readonly state: string;
  readonly failures: number;
  readonly last_failure_at: string | null;
  readonly failure_detail: string | null;
  readonly failure_remedy: string | null;
}): EndedSubscription {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    sourceId: row.source_id,
    connector: row.connector,
    subscription: { id: row.subscription_id, expiresAt: row.ends_at },
    madeWith: null,
    state: row.state as EndedSubscription['state'],
    failures: row.failures,
    lastFailureAt: row.last_failure_at,
    failureDetail: row.failure_detail,
    failureRemedy: row.failure_remedy,
  };
}
