-- Asking lists and vendors about numbers. A look-up is a source like the others: its settings are kept and sealed in the
-- same way. What it answered stays in number_answer, with the day of consent that was asked about and the day of the list.
alter table source drop constraint source_kind_check;
alter table source add constraint source_kind_check check (kind in ('voice', 'messaging', 'lookup', 'api'));

alter table number_answer add column since date;
alter table number_answer add column as_of date;
create index number_answer_by_topic on number_answer (tenant_id, topic, source);

-- What is wanted to be known and nobody has answered yet. The job says when it is asked; a row goes with its answer.
create table number_question (
  tenant_id uuid not null,
  phone text not null,
  topic text not null,
  -- Of consent: reassignment is asked since then.
  known_since date,
  -- Tenant time at which it was first wanted.
  wanted_at timestamptz not null,
  tries integer not null default 0,
  -- `given-up` is asked again when somebody wants it again.
  state text not null default 'asking' check (state in ('asking', 'given-up')),
  source text,
  detail text,
  last_asked_at timestamptz,
  primary key (tenant_id, phone, topic)
);

-- Where a look-up source stands with its vendor, over all processes.
create table lookup_standing (
  source_id uuid primary key references source,
  tenant_id uuid not null,
  -- Keyed fingerprint of the settings: with other settings a vendor that refused is asked again.
  settings_print bytea not null,
  -- Not asked before this instant: it failed, or refused us.
  paused_until timestamptz,
  refused boolean not null default false,
  failures integer not null default 0,
  -- The vendor's limit on requests: the next one may go out then.
  next_request_at timestamptz,
  last_answer_at timestamptz,
  last_failure_at timestamptz,
  failure_detail text,
  failure_remedy text,
  asked bigint not null default 0,
  answered bigint not null default 0,
  failed bigint not null default 0
);
create index lookup_standing_by_tenant on lookup_standing (tenant_id);

do $$
declare
  t text;
begin
  foreach t in array array['number_question', 'lookup_standing'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant_wall on %I using (case current_setting(''ringback.tenant'', true) '
      || 'when ''*'' then true else tenant_id::text = current_setting(''ringback.tenant'', true) end)', t);
  end loop;
end $$;
