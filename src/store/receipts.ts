import { sql } from 'kysely';
import type { DeliveryState } from '../core/model/conversation.ts';
import type { Tx } from './database.ts';
import { takenProviderIds } from './messages.ts';
import { amongIds, amongTexts } from './among.ts';

/** Delivery receipts as they came: kept for ever, folded when needed, so that their order cannot matter. */
export interface StoredReceipt {
  readonly providerId: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly code: string | null;
  readonly at: string;
  readonly messageId: string | null;
}

/**
 * A receipt may come while the answer of the same text is being stored. Both sides take this lock first, so that the
 * later one always sees what the earlier one wrote. Taken after callers' locks, in one order.
 */
export async function lockProviderIds(
  tx: Tx,
  sourceId: string,
  providerIds: readonly string[],
): Promise<void> {
  const names = [...new Set(providerIds.map((id) => `${sourceId} ${id}`))].sort();
  if (names.length === 0) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 11)) from unnest(${names}::text[]) as t(name)`.execute(
    tx,
  );
}

/** Keeps receipts, known text or not; one per text and state. Returns those that were new. */
export async function keepReceipts(
  tx: Tx,
  tenantId: string,
  sourceId: string,
  receipts: readonly StoredReceipt[],
  receivedAt: string,
): Promise<StoredReceipt[]> {
  if (receipts.length === 0) return [];
  const rows = JSON.stringify(
    receipts.map((each) => ({
      provider_id: each.providerId,
      state: each.state,
      reason: each.reason,
      code: each.code,
      at: each.at,
      message_id: each.messageId,
    })),
  );
  const result = await sql<{ provider_id: string; state: string }>`
    insert into receipt (tenant_id, source_id, provider_id, state, reason, code, occurred_at, received_at, message_id)
    select ${tenantId}::uuid, ${sourceId}::uuid, provider_id, state, reason, code, at, ${receivedAt}, message_id
    from jsonb_to_recordset(${rows}::jsonb) as r(provider_id text, state text, reason text, code text, at timestamptz, message_id uuid)
    on conflict (source_id, provider_id, state) do nothing returning provider_id, state`.execute(tx);
  const fresh = new Set(result.rows.map((row) => `${row.provider_id} ${row.state}`));
  return receipts.filter((each) => fresh.delete(`${each.providerId} ${each.state}`));
}

/** Everything that was ever received about these provider ids. Served by the unique index of `receipt`. */
export async function receiptsOf(
  tx: Tx,
  sourceId: string,
  providerIds: readonly string[],
): Promise<StoredReceipt[]> {
  if (providerIds.length === 0) return [];
  const rows = await tx
    .selectFrom('receipt')
    .select(['provider_id', 'state', 'reason', 'code', 'occurred_at', 'received_at', 'message_id'])
    .where('source_id', '=', sourceId)
    .where('provider_id', '=', amongTexts(providerIds))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    providerId: row.provider_id,
    state: row.state as DeliveryState,
    reason: row.reason,
    code: row.code,
    at: row.occurred_at ?? row.received_at,
    messageId: row.message_id,
  }));
}

/** Our ids of the texts that receipts speak of: by provider id, or by the id of ours that the provider gave back. */
export async function textsOfReceipts(
  tx: Tx,
  tenantId: string,
  sourceId: string,
  receipts: readonly StoredReceipt[],
): Promise<Map<string, string>> {
  const providerIds = [...new Set(receipts.map((each) => each.providerId))];
  if (providerIds.length === 0) return new Map();
  const found = await takenProviderIds(tx, tenantId, sourceId, providerIds);
  const references = receipts.filter((each) => each.messageId !== null && !found.has(each.providerId));
  if (references.length === 0) return found;
  const open = await tx
    .selectFrom('message')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('source_id', '=', sourceId)
    .where('direction', '=', 'outbound')
    .where('provider_id', 'is', null)
    .where('id', '=', amongIds(references.flatMap((each) => each.messageId ?? [])))
    .execute();
  const ids = new Set(open.map((row) => row.id));
  for (const each of references)
    if (each.messageId !== null && ids.has(each.messageId)) found.set(each.providerId, each.messageId);
  return found;
}
