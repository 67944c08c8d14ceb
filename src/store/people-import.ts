import { sql } from 'kysely';
import type { ContactLine, SuppressionLine } from '../core/organisation/people-csv.ts';
import { appendConsent, type NewConsentEvent } from './consent.ts';
import type { Tx } from './database.ts';
import { newId } from './ids.ts';

const BATCH = 1000;

/** Adds or completes contacts; what a file does not say stays as it is. Returns how many were new or different. */
export async function importContacts(
  tx: Tx,
  tenantId: string,
  lines: readonly ContactLine[],
  at: string,
): Promise<number> {
  const byPhone = [...new Map(lines.map((line) => [line.phone, line])).values()].sort((a, b) =>
    a.phone.localeCompare(b.phone),
  );
  let changed = 0;
  for (let from = 0; from < byPhone.length; from += BATCH) {
    const rows = byPhone.slice(from, from + BATCH).map((line) => ({
      id: newId(),
      phone: line.phone,
      name: line.name ?? null,
      email: line.email ?? null,
      notes: line.notes ?? null,
      existing_customer: line.existingCustomer ?? null,
      blocked: line.blocked ?? null,
      provenance: Object.fromEntries(
        (['name', 'email', 'notes', 'existingCustomer', 'blocked'] as const).flatMap((field) =>
          line[field] === undefined ? [] : [[field, 'import']],
        ),
      ),
    }));
    const result = await sql`
      insert into contact (id, tenant_id, phone, name, email, notes, existing_customer, blocked, provenance, created_at, updated_at)
      select id, ${tenantId}::uuid, phone, name, email, notes, coalesce(existing_customer, false), coalesce(blocked, false),
        provenance, ${at}, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(id uuid, phone text, name text, email text, notes text,
        existing_customer boolean, blocked boolean, provenance jsonb)
      on conflict (tenant_id, phone) do update set
        name = case when excluded.provenance ? 'name' then excluded.name else contact.name end,
        email = case when excluded.provenance ? 'email' then excluded.email else contact.email end,
        notes = case when excluded.provenance ? 'notes' then excluded.notes else contact.notes end,
        existing_customer = case when excluded.provenance ? 'existingCustomer' then excluded.existing_customer else contact.existing_customer end,
        blocked = case when excluded.provenance ? 'blocked' then excluded.blocked else contact.blocked end,
        provenance = contact.provenance || excluded.provenance,
        updated_at = excluded.updated_at
      where (excluded.provenance ? 'name' and excluded.name is distinct from contact.name)
        or (excluded.provenance ? 'email' and excluded.email is distinct from contact.email)
        or (excluded.provenance ? 'notes' and excluded.notes is distinct from contact.notes)
        or (excluded.provenance ? 'existingCustomer' and excluded.existing_customer <> contact.existing_customer)
        or (excluded.provenance ? 'blocked' and excluded.blocked <> contact.blocked)`.execute(tx);
    changed += Number(result.numAffectedRows ?? 0n);
  }
  return changed;
}

/**
 * Writes a list of people who must not be texted into the consent ledger. The same line again is the same fact. A text
 * that is already on its way is stopped by the send step, which reads the ledger again. Returns how many were new.
 */
export async function importSuppressions(
  tx: Tx,
  tenantId: string,
  lines: readonly SuppressionLine[],
  banners: ReadonlyMap<string, string>,
  at: string,
): Promise<number> {
  const events = lines.flatMap((line): NewConsentEvent[] => {
    const ids =
      line.banner === null
        ? [...banners.values()]
        : [banners.get(line.banner)].filter((id) => id !== undefined);
    return ids.map((bannerId) => ({
      bannerId,
      phone: line.phone,
      kind: line.kind,
      // A list without dates holds from now on; noon UTC is the same day wherever the shop is in America.
      occurredAt: line.date === null ? at : earlier(`${line.date}T12:00:00.000Z`, at),
      source: 'import',
      proof: { list: 'import', ...(line.note !== undefined && { note: line.note }) },
      factKey: `import:${line.kind}:${line.date ?? 'undated'}`,
    }));
  });
  let added = 0;
  for (let from = 0; from < events.length; from += BATCH)
    added += await appendConsent(tx, tenantId, events.slice(from, from + BATCH));
  return added;
}

function earlier(one: string, two: string): string {
  return one < two ? one : two;
}
