-- What was found about the duties of a location and its vendors when their facts last changed: when, by which rules, on
-- which facts. The Gate reads it when something is about to go out; it comes with the organisation.
create table duty_record (
  tenant_id uuid not null references tenant,
  location_id uuid not null references location,
  evaluated_at timestamptz not null,
  version integer not null,
  pack_date text not null,
  facts jsonb not null,
  findings jsonb not null,
  primary key (tenant_id, location_id)
);
alter table duty_record enable row level security;
alter table duty_record force row level security;
create policy tenant_wall on duty_record using (case current_setting('ringback.tenant', true)
  when '*' then true else tenant_id::text = current_setting('ringback.tenant', true) end);
-- Other processes read the organisation again.
create trigger duty_record_changed_insert after insert on duty_record referencing new table as changed
  for each statement execute function organisation_changed();
create trigger duty_record_changed_update after update on duty_record referencing new table as changed
  for each statement execute function organisation_changed();
