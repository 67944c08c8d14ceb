import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** One delivery as it was stored at the door. */
export interface Delivery {
  readonly id: number;
  readonly tenantId: string;
  readonly sourceId: string;
  readonly kind: 'voice' | 'messaging' | 'call-events';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly receivedAt: string;
}

export type DeliveryFate = 'done' | 'ignored' | 'malformed' | 'unrouted' | 'quarantined';

/**
 * Takes deliveries in order of arrival; other workers skip them until this transaction ends. Texts are taken by one
 * worker at a time, so that a STOP and the START after it are heard in that order. Served by index inbox_new.
 */
export async function takeDeliveries(tx: Tx, limit: number): Promise<Delivery[]> {
  const texts = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7464255002) as mine`.execute(tx);
  const kinds = texts.rows[0]?.mine === true ? ['voice', 'call-events', 'messaging'] : ['voice', 'call-events'];
  const rows = await sql<{
    id: number;
    tenant_id: string;
    source_id: string;
    kind: Delivery['kind'];
    method: string;
    url: string;
    headers: Record<string, string>;
    body: Buffer;
    received_at: string;
  }>`select id, tenant_id, source_id, kind, method, url, headers, body, received_at from inbox
     where state = 'new' and kind = any(${kinds}) order by id limit ${limit} for update skip locked`.execute(tx);
  return rows.rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    sourceId: row.source_id,
    kind: row.kind,
    method: row.method,
    url: row.url,
    headers: row.headers,
    body: row.body,
    receivedAt: row.received_at,
  }));
}

/** Says what became of deliveries. Whatever is not `done` keeps its reason where an operator looks (Health). */
export async function settleDeliveries(
  tx: Tx,
  fates: readonly { readonly id: number; readonly fate: DeliveryFate; readonly detail?: unknown }[],
  at: Date,
): Promise<void> {
  if (fates.length === 0) return;
  const rows = JSON.stringify(fates.map((each) => ({ id: each.id, state: each.fate, detail: each.detail ?? null })));
  await sql`update inbox set state = v.state, detail = v.detail, processed_at = ${at}
    from jsonb_to_recordset(${rows}::jsonb) as v(id bigint, state text, detail jsonb) where inbox.id = v.id`.execute(tx);
}
