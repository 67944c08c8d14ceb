import { sql } from 'kysely';
import { ALL_TENANTS, type Store, type Tx } from './database.ts';
import { storable } from './storable.ts';

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

/** Calls and texts are queues of their own in one table. */
export type InboxPart = 'calls' | 'texts';

/**
 * Takes deliveries in order of arrival; other workers skip them until this transaction ends. Texts are taken by one
 * worker at a time, so that a STOP and the START after it are heard in that order. Served by index inbox_new.
 */
export async function takeDeliveries(tx: Tx, part: InboxPart, limit: number): Promise<Delivery[]> {
  if (part === 'texts') {
    const turn = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7464255002) as mine`.execute(
      tx,
    );
    if (turn.rows[0]?.mine !== true) return [];
  }
  const kinds = part === 'texts' ? ['messaging'] : ['voice', 'call-events'];
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
     where state = 'new' and kind = any(${kinds}) order by id limit ${limit} for update skip locked`.execute(
    tx,
  );
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
  const rows = JSON.stringify(
    fates.map((each) => ({ id: each.id, state: each.fate, detail: storable(each.detail ?? null) })),
  );
  await sql`update inbox set state = v.state, detail = v.detail, processed_at = ${at}
    from jsonb_to_recordset(${rows}::jsonb) as v(id bigint, state text, detail jsonb) where inbox.id = v.id`.execute(
    tx,
  );
}

/** Lays aside deliveries that nobody has dealt with; returns those that were. Waits for a worker that holds one. */
export async function quarantineDeliveries(
  tx: Tx,
  ids: readonly number[],
  detail: unknown,
  at: Date,
): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    update inbox set state = 'quarantined', detail = ${JSON.stringify(storable(detail))}::jsonb, processed_at = ${at}
    where id = any(${[...ids]}::bigint[]) and state = 'new' returning id`.execute(tx);
  return rows.rows.map((row) => row.id);
}

/** Locations of stored events by call or link key. Served by the key of call_link. */
export async function locationsByLink(
  tx: Tx,
  tenantId: string,
  links: readonly string[],
): Promise<Map<string, string>> {
  if (links.length === 0) return new Map();
  const rows = await sql<{ link_key: string; location_id: string }>`
    select link_key, location_id from call_link join call_event using (tenant_id, event_key)
    where tenant_id = ${tenantId} and link_key = any(${[...links]}::text[]) and location_id is not null`.execute(
    tx,
  );
  return new Map(rows.rows.map((row) => [row.link_key, row.location_id]));
}

/** Legs that waited for one of these calls are heard again. Served by index inbox_waiting_legs. */
export async function reopenLinked(tx: Tx, tenantId: string, links: readonly string[]): Promise<void> {
  if (links.length === 0) return;
  await sql`update inbox set state = 'new', detail = null
    where tenant_id = ${tenantId} and state = 'unrouted' and detail -> 'links' ?| ${[...links]}::text[]`.execute(
    tx,
  );
}

/**
 * Legs and their calls may be heard by two workers in the same instant, neither seeing the other: whatever still waits
 * for a call that is stored by now is heard again.
 */
export async function retryWaitingLegs(store: Store, now: Date): Promise<number> {
  return store.tx(ALL_TENANTS, async (tx) => {
    const result = await sql`update inbox i set state = 'new', detail = null
      where i.state = 'unrouted' and i.detail ? 'links' and i.processed_at < ${new Date(now.getTime() - 2_000)}
        and exists (select 1 from call_link k where k.tenant_id = i.tenant_id
          and k.link_key in (select jsonb_array_elements_text(i.detail -> 'links')))`.execute(tx);
    return Number(result.numAffectedRows ?? 0n);
  });
}
