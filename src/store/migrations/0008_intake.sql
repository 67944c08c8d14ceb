-- The door inserts hundreds of rows in one statement, and each foreign key costs a look-up and a row lock per row: a
-- third of the whole statement, and every insert of a busy source writes to the same source row. Nothing is lost by
-- leaving them out: tenants and sources are never deleted (a removed source keeps its row), and the ids come from the
-- directory that the signature was just checked against. See docs/decisions/2026-11-21-intake.md.
alter table inbox drop constraint inbox_tenant_id_fkey;
alter table inbox drop constraint inbox_source_id_fkey;
