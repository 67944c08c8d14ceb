import { sql } from 'kysely';
import type { DutyFinding, DutyRecord } from '../core/model/duty.ts';
import type { Tx } from './database.ts';

/** What was found about the duties of each location, by location. */
export async function readDuties(tx: Tx, tenantId: string): Promise<ReadonlyMap<string, DutyRecord>> {
  const rows = await tx.selectFrom('duty_record').selectAll().where('tenant_id', '=', tenantId).execute();
  return new Map(
    rows.map((row) => [
      row.location_id,
      {
        locationId: row.location_id,
        evaluatedAt: row.evaluated_at,
        version: row.version,
        packDate: row.pack_date,
        facts: row.facts,
        // Written by `saveDuties` below and by nobody else.
        findings: row.findings as DutyFinding[],
      },
    ]),
  );
}

/** One row per location: the record of the last time, its history is the audit log. */
export async function saveDuties(tx: Tx, tenantId: string, records: readonly DutyRecord[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    insert into duty_record (tenant_id, location_id, evaluated_at, version, pack_date, facts, findings)
    select ${tenantId}::uuid, "locationId", "evaluatedAt", version, "packDate", facts, findings
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as d("locationId" uuid, "evaluatedAt" timestamptz,
      version integer, "packDate" text, facts jsonb, findings jsonb)
    on conflict (tenant_id, location_id) do update set evaluated_at = excluded.evaluated_at, version = excluded.version,
      pack_date = excluded.pack_date, facts = excluded.facts, findings = excluded.findings`.execute(tx);
}

/** Every organisation with the version that changes with its configuration, and its clock. Needs ALL_TENANTS. */
export async function tenantVersions(
  tx: Tx,
): Promise<readonly { readonly id: string; readonly version: number; readonly clockOffsetMs: number }[]> {
  const rows = await tx.selectFrom('tenant').select(['id', 'version', 'clock_offset_ms']).execute();
  return rows.map(({ id, version, clock_offset_ms: clockOffsetMs }) => ({ id, version, clockOffsetMs }));
}
