-- What lists and vendors say about numbers, each with a date and an end. A list belongs to a tenant: subscriptions to the
-- do-not-call registry may not be shared. A number that is not on a list that covers it is surely not listed; one that no
-- list covers is unknown.
create table number_list (
  tenant_id uuid not null,
  topic text not null,
  name text not null,
  -- The list as its keeper had it on this day.
  as_of date not null,
  loaded_at timestamptz not null,
  -- Null: it covers every number.
  area_codes text[],
  -- Two letters, for lists of a state.
  state text,
  primary key (tenant_id, topic, name)
);
create table number_listed (
  tenant_id uuid not null,
  phone text not null,
  topic text not null,
  list text not null,
  answer text not null,
  primary key (tenant_id, phone, topic, list)
);
create index number_listed_by_list on number_listed (tenant_id, topic, list);

-- Answers of look-ups, one per number, topic and source.
create table number_answer (
  tenant_id uuid not null,
  phone text not null,
  topic text not null,
  source text not null,
  answer text not null,
  learned_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, phone, topic, source)
);

do $$
declare
  t text;
begin
  foreach t in array array['number_list', 'number_listed', 'number_answer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant_wall on %I using (case current_setting(''ringback.tenant'', true) '
      || 'when ''*'' then true else tenant_id::text = current_setting(''ringback.tenant'', true) end)', t);
  end loop;
end $$;
