-- What a subscription was made with: settings and address, sealed. Only with these can it be ended when the source is
-- gone or its settings are others.
alter table source_task add column subscription_made_with bytea;

-- Push subscriptions that are wanted no more, until the vendor has ended them. The job says when the vendor is asked next.
create table ended_subscription (
  id uuid primary key,
  tenant_id uuid not null,
  source_id uuid not null references source,
  connector text not null,
  -- The vendor's id, or several joined by a blank.
  subscription_id text not null,
  -- Then it is over by itself.
  ends_at timestamptz,
  -- Sealed like the column it comes from; null once nobody will ask any more.
  made_with bytea,
  -- `left` waits for a person: the vendor does not let us.
  state text not null default 'going' check (state in ('going', 'left')),
  failures integer not null default 0,
  last_failure_at timestamptz,
  failure_detail text,
  failure_remedy text,
  created_at timestamptz not null
);
create index ended_subscription_by_tenant on ended_subscription (tenant_id);

alter table ended_subscription enable row level security;
alter table ended_subscription force row level security;
create policy tenant_wall on ended_subscription using (case current_setting('ringback.tenant', true)
  when '*' then true else tenant_id::text = current_setting('ringback.tenant', true) end);
