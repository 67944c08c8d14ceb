import { sql } from 'kysely';
import type { Attribution } from '../core/model/call-event.ts';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';
import { amongIds } from './among.ts';

/** The built-in CRM's writes: set-wise, and unique in the database whatever runs twice. */
export async function upsertContacts(
  tx: Tx,
  tenantId: string,
  callers: readonly {
    readonly phone: string;
    readonly name?: string | undefined;
    readonly source: string;
    readonly at: string;
  }[],
): Promise<Map<string, string>> {
  const byPhone = new Map(callers.map((caller) => [caller.phone, caller]));
  if (byPhone.size === 0) return new Map();
  const rows = JSON.stringify(
    [...byPhone.values()].map((caller) => ({
      id: newId(),
      phone: caller.phone,
      name: caller.name ?? null,
      provenance:
        caller.name === undefined ? { phone: caller.source } : { phone: caller.source, name: caller.source },
      at: caller.at,
    })),
  );
  // A name that a surface guessed never overwrites one that is already there.
  const result = await sql<{ id: string; phone: string }>`
    insert into contact (id, tenant_id, phone, name, provenance, created_at, updated_at)
    select id, ${tenantId}::uuid, phone, name, provenance, at, at
    from jsonb_to_recordset(${rows}::jsonb) as c(id uuid, phone text, name text, provenance jsonb, at timestamptz)
    order by phone
    on conflict (tenant_id, phone) do update set name = coalesce(contact.name, excluded.name), updated_at = excluded.updated_at
    returning id, phone`.execute(tx);
  return new Map(result.rows.map((row) => [row.phone, row.id]));
}

export interface LeadWrite {
  readonly attemptId: string;
  readonly contactId: string | null;
  readonly locationId: string;
  readonly source: string;
  readonly intent: string | null;
  readonly summary: string;
  readonly attribution: Attribution;
  readonly at: string;
}

/** One lead per attempt, whatever happens; outcome and intent learned later are kept. */
export async function upsertLeads(tx: Tx, tenantId: string, leads: readonly LeadWrite[]): Promise<void> {
  if (leads.length === 0) return;
  const rows = JSON.stringify(
    leads.map((lead) => ({
      id: newId(),
      attempt_id: lead.attemptId,
      contact_id: lead.contactId,
      location_id: lead.locationId,
      source: lead.source,
      intent: lead.intent,
      summary: lead.summary,
      attribution: lead.attribution,
      at: lead.at,
    })),
  );
  await sql`
    insert into lead (id, tenant_id, attempt_id, contact_id, location_id, source, intent, summary, attribution, created_at, updated_at)
    select id, ${tenantId}::uuid, attempt_id, contact_id, location_id, source, intent, summary, attribution, at, at
    from jsonb_to_recordset(${rows}::jsonb) as l(id uuid, attempt_id uuid, contact_id uuid, location_id uuid, source text,
      intent text, summary text, attribution jsonb, at timestamptz)
    on conflict (attempt_id) do update set source = excluded.source,
      contact_id = coalesce(lead.contact_id, excluded.contact_id),
      attribution = lead.attribution || excluded.attribution, updated_at = excluded.updated_at`.execute(tx);
}

/** Outcomes only become more final: a booking is not overwritten by a later "no reply". */
export async function setLeadOutcome(
  tx: Tx,
  tenantId: string,
  attemptId: string,
  outcome: string,
  at: string,
  unless: readonly string[] = [],
): Promise<void> {
  await tx
    .updateTable('lead')
    .set({ outcome, updated_at: at })
    .where('tenant_id', '=', tenantId)
    .where('attempt_id', '=', attemptId)
    .$if(unless.length > 0, (query) => query.where('outcome', 'not in', [...unless]))
    .execute();
}

/** Why somebody is on the list who spoke or wrote of danger to life; the Gate's own word for it. */
export const EMERGENCY = 'emergency';

export interface CallbackWrite {
  readonly locationId: string;
  readonly attemptId: string;
  readonly phone: string | null;
  readonly name?: string | null;
  readonly reasonCode: string;
  /** In the shop owner's words. */
  readonly reason: string;
  readonly urgent?: boolean;
  readonly at: string;
}

/**
 * One callback entry per attempt; a later reason replaces the earlier and opens again what Ringback had closed itself,
 * urgency only rises, and danger to life is not written over by anything less. What a person has dealt with stays as it is.
 */
export async function addCallbacks(tx: Tx, tenantId: string, items: readonly CallbackWrite[]): Promise<void> {
  if (items.length === 0) return;
  const rows = JSON.stringify(
    items.map((item) => ({
      id: newId(),
      location_id: item.locationId,
      attempt_id: item.attemptId,
      phone: item.phone,
      name: item.name ?? null,
      reason_code: item.reasonCode,
      reason: item.reason,
      urgent: item.urgent ?? false,
      at: item.at,
    })),
  );
  await sql`
    insert into callback_item (id, tenant_id, location_id, attempt_id, phone, name, reason_code, reason, urgent, created_at)
    select id, ${tenantId}::uuid, location_id, attempt_id, phone, name, reason_code, reason, urgent, at
    from jsonb_to_recordset(${rows}::jsonb) as c(id uuid, location_id uuid, attempt_id uuid, phone text, name text,
      reason_code text, reason text, urgent boolean, at timestamptz)
    on conflict (attempt_id) do update set
      reason_code = case when callback_item.state = 'open' and callback_item.reason_code = ${EMERGENCY}
        then callback_item.reason_code else excluded.reason_code end,
      reason = case when callback_item.state = 'open' and callback_item.reason_code = ${EMERGENCY}
        then callback_item.reason else excluded.reason end,
      urgent = callback_item.urgent or excluded.urgent, state = 'open', outcome = null, handled_by = null, handled_at = null
      where callback_item.state = 'open' or callback_item.handled_by = 'ringback'`.execute(tx);
}

/**
 * The same person was missed again: an entry that was closed because he had got through, or that somebody dealt with
 * before this miss, is open once more. What a person dismissed stays dismissed.
 */
export async function reopenCallbacks(
  tx: Tx,
  tenantId: string,
  attempts: readonly { readonly attemptId: string; readonly missedAt: string }[],
): Promise<void> {
  if (attempts.length === 0) return;
  await sql`update callback_item c set state = 'open', outcome = null, handled_by = null, handled_at = null
    from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as v("attemptId" uuid, "missedAt" timestamptz)
    where c.tenant_id = ${tenantId} and c.attempt_id = v."attemptId" and c.state = 'done'
      and c.handled_at < v."missedAt" and (c.handled_by <> 'ringback' or c.outcome = ${GOT_THROUGH})`.execute(
    tx,
  );
}

/** Why Ringback itself closes an entry when the caller was spoken to. */
export const GOT_THROUGH = 'The caller got through.';

/** The caller got through after all: nobody needs to call back. */
export async function closeCallbacks(
  tx: Tx,
  tenantId: string,
  attemptIds: readonly string[],
  outcome: string,
  at: string,
): Promise<void> {
  if (attemptIds.length === 0) return;
  await tx
    .updateTable('callback_item')
    .set({ state: 'done', outcome, handled_by: 'ringback', handled_at: at })
    .where('tenant_id', '=', tenantId)
    .where('attempt_id', '=', amongIds(attemptIds))
    .where('state', '=', 'open')
    .execute();
}

/** A text went out after all: nobody needs to call because none did. */
export async function dismissCallbacks(
  tx: Tx,
  tenantId: string,
  attemptIds: readonly string[],
  outcome: string,
  at: string,
): Promise<void> {
  if (attemptIds.length === 0) return;
  await tx
    .updateTable('callback_item')
    .set({ state: 'dismissed', outcome, handled_by: 'ringback', handled_at: at })
    .where('tenant_id', '=', tenantId)
    .where('attempt_id', '=', amongIds(attemptIds))
    .where('state', '=', 'open')
    .execute();
}
