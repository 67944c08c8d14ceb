-- What every call writes to many times a second. Measured with bench/latency.ts; see docs/decisions/2026-11-21-busy-tables.md.

-- Each row of these tables named its tenant and its source by a foreign key: a look-up and a shared lock on the very same
-- row for every row written, by every worker at once. Tenants and sources are never deleted, row-level security already
-- refuses a row of another tenant, and the ids come from the directory.
alter table attempt drop constraint attempt_tenant_id_fkey;
alter table call_event drop constraint call_event_tenant_id_fkey;
alter table call_event drop constraint call_event_source_id_fkey;
alter table contact drop constraint contact_tenant_id_fkey;
alter table lead drop constraint lead_tenant_id_fkey;
alter table thread drop constraint thread_tenant_id_fkey;
alter table message drop constraint message_tenant_id_fkey;
alter table message drop constraint message_source_id_fkey;
alter table receipt drop constraint receipt_tenant_id_fkey;
alter table receipt drop constraint receipt_source_id_fkey;
alter table consent_event drop constraint consent_event_tenant_id_fkey;
alter table job drop constraint job_tenant_id_fkey;
alter table handset_message drop constraint handset_message_tenant_id_fkey;
alter table subject_key drop constraint subject_key_tenant_id_fkey;
alter table audit_record drop constraint audit_record_tenant_id_fkey;

-- A pending list makes each search walk what was inserted lately; here a search follows every insert.
alter index call_event_by_link set (fastupdate = off);

-- Leaves hold ciphertext: trying to compress it costs time and saves nothing.
alter table audit_record alter column leaf set storage external;
