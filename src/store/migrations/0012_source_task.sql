-- What Ringback does at a vendor by itself, per source: look for news (`poll`), keep a push subscription (`subscribe`).
-- The job says when; this row says where things stand, so that a crash, another worker or a restart goes on from there.
create table source_task (
  source_id uuid not null references source,
  tenant_id uuid not null,
  kind text not null check (kind in ('poll', 'subscribe')),
  connector text not null,
  -- Keyed fingerprint of the settings this row goes by: with other settings a vendor that refused is asked again.
  settings_print bytea not null,
  -- `refused` and `not-configured` wait for a person.
  state text not null default 'going' check (state in ('going', 'refused', 'not-configured')),
  last_success_at timestamptz,
  last_failure_at timestamptz,
  failure_detail text,
  failure_remedy text,
  -- In a row, so far.
  failures integer not null default 0,
  -- Null while it waits for a person.
  next_due_at timestamptz,
  -- The vendor's limit on requests, kept across processes: none before this instant.
  next_request_at timestamptz,
  -- End of the last completed look; before the first one, when the source was first known.
  looked_until timestamptz,
  -- The look under way, if any, and where its next page begins. Page marks may carry a vendor's token: sealed.
  look_from timestamptz,
  look_to timestamptz,
  page_mark bytea,
  pages integer not null default 0,
  subscription_id text,
  subscription_ends_at timestamptz,
  primary key (source_id, kind)
);
create index source_task_by_tenant on source_task (tenant_id);

-- Statuses that no connector knows, per source and raw value: what a vendor calls something new is shown, not swallowed.
create table unknown_status (
  tenant_id uuid not null,
  source_id uuid not null references source,
  raw text not null,
  seen bigint not null,
  last_at timestamptz not null,
  primary key (tenant_id, source_id, raw)
);

do $$
declare
  t text;
begin
  foreach t in array array['source_task', 'unknown_status'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant_wall on %I using (case current_setting(''ringback.tenant'', true) '
      || 'when ''*'' then true else tenant_id::text = current_setting(''ringback.tenant'', true) end)', t);
  end loop;
end $$;
