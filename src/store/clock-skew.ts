import { sql } from 'kysely';
import type { ClockSkew } from '../core/detect/clock-skew.ts';
import type { CallEvent } from '../core/model/call-event.ts';
import type { Tx } from './database.ts';

/** How far the clocks of an organisation's phone systems are off, as learned from its own calls. */
export interface StoredSkew extends ClockSkew {
  readonly learnedAt: string;
}

/** Served by the primary key. */
export async function readClockSkew(tx: Tx, tenantId: string): Promise<StoredSkew[]> {
  const rows = await sql<StoredSkew>`
    select surface, reference, offset_ms as "offsetMs", spread_ms as "spreadMs", pairs, learned_at as "learnedAt"
    from clock_skew where tenant_id = ${tenantId} order by surface`.execute(tx);
  return rows.rows;
}

/** A difference that small is noise: the value stays, so that verdicts of one day rest on one value. */
const SAME_MS = 3000;

/** What could not be measured this time stays as it is. */
export async function saveClockSkew(
  tx: Tx,
  tenantId: string,
  skews: readonly ClockSkew[],
  at: string,
): Promise<void> {
  if (skews.length === 0) return;
  await sql`
    insert into clock_skew as known (tenant_id, surface, reference, offset_ms, spread_ms, pairs, learned_at)
    select ${tenantId}::uuid, surface, reference, "offsetMs", "spreadMs", pairs, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(skews.map(whole))}::jsonb) as s(surface text, reference text,
      "offsetMs" bigint, "spreadMs" bigint, pairs integer)
    on conflict (tenant_id, surface) do update set learned_at = excluded.learned_at, pairs = excluded.pairs,
      spread_ms = excluded.spread_ms, reference = excluded.reference,
      offset_ms = case when abs(excluded.offset_ms - known.offset_ms) < ${SAME_MS} then known.offset_ms
        else excluded.offset_ms end`.execute(tx);
}

function whole(skew: ClockSkew): ClockSkew {
  return { ...skew, offsetMs: Math.round(skew.offsetMs), spreadMs: Math.round(skew.spreadMs) };
}

export interface HeardEvent {
  readonly event: CallEvent;
  readonly receivedAt: string;
}

/** The events of the latest attempts. Served by indexes attempt_by_time and call_event_by_attempt. */
export async function latestEvents(tx: Tx, tenantId: string, attempts: number): Promise<HeardEvent[]> {
  const rows = await sql<HeardEvent>`
    with latest as (
      select id from attempt where tenant_id = ${tenantId} and merged_into is null
      order by started_at desc, id limit ${attempts}
    )
    select e.event, e.received_at as "receivedAt" from latest join call_event e on e.attempt_id = latest.id
    where e.tenant_id = ${tenantId}`.execute(tx);
  return rows.rows;
}
