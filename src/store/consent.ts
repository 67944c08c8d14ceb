import { sql } from 'kysely';
import type { ConsentEvent } from '../core/model/consent.ts';
import type { Tx } from './database.ts';
import { storable } from './storable.ts';
import { amongTexts } from './among.ts';

/** A ledger line to append. `factKey` names the fact, so that recording it twice changes nothing. */
export interface NewConsentEvent extends ConsentEvent {
  readonly bannerId: string;
  readonly phone: string;
  readonly factKey: string;
}

/** Appends to the ledger; returns how many lines were new. */
export async function appendConsent(
  tx: Tx,
  tenantId: string,
  events: readonly NewConsentEvent[],
): Promise<number> {
  if (events.length === 0) return 0;
  const rows = JSON.stringify(
    events.map((event) => ({
      banner_id: event.bannerId,
      phone: event.phone,
      kind: event.kind,
      occurred_at: event.occurredAt,
      source: event.source,
      proof: storable(event.proof),
      category: event.category ?? null,
      fact_key: event.factKey,
    })),
  );
  const result = await sql`
    insert into consent_event (tenant_id, banner_id, phone, kind, occurred_at, source, proof, category, fact_key)
    select ${tenantId}::uuid, banner_id, phone, kind, occurred_at, source, proof, category, fact_key
    from jsonb_to_recordset(${rows}::jsonb) as e(banner_id uuid, phone text, kind text, occurred_at timestamptz,
      source text, proof jsonb, category text, fact_key text)
    on conflict (tenant_id, banner_id, phone, fact_key) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

export type StoredConsentEvent = ConsentEvent & {
  readonly bannerId: string;
  readonly phone: string;
  readonly seq: number;
};

/** The ledgers of these numbers over all banners, oldest first. Served by index consent_by_phone. */
export async function loadConsent(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
): Promise<Map<string, StoredConsentEvent[]>> {
  const ledgers = new Map<string, StoredConsentEvent[]>(phones.map((phone) => [phone, []]));
  if (phones.length === 0) return ledgers;
  const rows = await tx
    .selectFrom('consent_event')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('phone', '=', amongTexts(phones))
    .orderBy('occurred_at')
    .orderBy('seq')
    .execute();
  for (const row of rows) {
    ledgers.get(row.phone)?.push({
      seq: row.seq,
      bannerId: row.banner_id,
      phone: row.phone,
      kind: row.kind as ConsentEvent['kind'],
      occurredAt: row.occurred_at,
      source: row.source,
      proof: row.proof as Record<string, unknown>,
      ...(row.category === null ? {} : { category: row.category }),
    });
  }
  return ledgers;
}
