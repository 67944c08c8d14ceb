-- How often each rule said what, per organisation and UTC day: the Gate page reads some hundred rows where it would have
-- to open every decision of a month. Counted from sealed records in the order of the log, up to the mark; counts and mark
-- move in one transaction, so a decision is counted once. Rule '' is the decision as a whole. Records of before this
-- migration are caught up with by the same chore, and until then counted where they stand.
create table gate_tally (
  tenant_id uuid not null references tenant,
  day text not null,
  kind text not null,
  rule text not null,
  decision text not null,
  count bigint not null,
  primary key (tenant_id, day, kind, rule, decision)
);
create table gate_tally_mark (
  tenant_id uuid primary key references tenant,
  -- The next leaf of the log to be counted.
  next_leaf bigint not null
);
do $$
declare
  t text;
begin
  foreach t in array array['gate_tally', 'gate_tally_mark'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy tenant_wall on %I using (case current_setting(''ringback.tenant'', true) '
      || 'when ''*'' then true else tenant_id::text = current_setting(''ringback.tenant'', true) end)', t);
  end loop;
end $$;
