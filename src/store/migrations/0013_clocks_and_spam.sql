-- How far the clock of each phone system is off, learned from calls that two of them saw for certain. Detection takes it
-- off before it compares times, and writes down with each verdict which value it took. Positive: the clock is ahead.
create table clock_skew (
  tenant_id uuid not null,
  surface text not null,
  -- The surface whose clock is taken as right: the one whose news arrives closest to when it says they happened.
  reference text not null,
  offset_ms bigint not null,
  spread_ms bigint not null,
  -- Calls it was learned from.
  pairs integer not null,
  learned_at timestamptz not null,
  primary key (tenant_id, surface)
);

-- Numbers that lists of spam callers name. One number may stand on several lists, and each can be replaced by itself.
create table spam_number (
  tenant_id uuid not null,
  phone text not null,
  list text not null,
  label text,
  listed_at timestamptz not null,
  primary key (tenant_id, phone, list)
);
create index spam_number_by_list on spam_number (tenant_id, list);

-- Few calls are held as spam; Health asks how many of their callers turned out to be customers.
create index attempt_held_as_spam on attempt (tenant_id, started_at) where answer_code = 'known-spam';

do $$
declare
  t text;
begin
  foreach t in array array['clock_skew', 'spam_number'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant_wall on %I using (case current_setting(''ringback.tenant'', true) '
      || 'when ''*'' then true else tenant_id::text = current_setting(''ringback.tenant'', true) end)', t);
  end loop;
end $$;
