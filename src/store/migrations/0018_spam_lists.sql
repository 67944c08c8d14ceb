-- Who imported a list of spam callers, from what, and, for lists that were taken back, when: for a while they can be put
-- back. Lists from before this have no row here until they are imported again.
create table spam_list (
  tenant_id uuid not null,
  list text not null,
  -- Where the numbers come from, as the importer said it: a file, an address.
  source text,
  imported_by text not null,
  imported_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  primary key (tenant_id, list)
);

-- Numbers of lists that were taken back, out of the way of those that every call is asked about.
create table spam_number_removed (
  tenant_id uuid not null,
  phone text not null,
  list text not null,
  label text,
  listed_at timestamptz not null,
  primary key (tenant_id, list, phone)
);

-- Somebody of the shop said that this number is no spam, whatever lists and signs say.
alter table contact add column spam_released_at timestamptz;
alter table contact add column spam_released_by text;

do $$
declare
  t text;
begin
  foreach t in array array['spam_list', 'spam_number_removed'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant_wall on %I using (case current_setting(''ringback.tenant'', true) '
      || 'when ''*'' then true else tenant_id::text = current_setting(''ringback.tenant'', true) end)', t);
  end loop;
end $$;
