-- Under row-level security PostgreSQL uses an index only for operators that are marked leakproof. `=` is; `&&` on arrays
-- is not, so looking for calls by their ids read the whole table every time. One row per id and event instead.
create table call_link (
  tenant_id uuid not null,
  -- `surface:id` of the call, or of a call it is linked to.
  link_key text not null,
  event_key text not null,
  primary key (tenant_id, link_key, event_key)
);
select set_config('ringback.tenant', '*', true);
insert into call_link (tenant_id, link_key, event_key)
  select distinct tenant_id, unnest(link_keys), event_key from call_event;
alter table call_event drop column link_keys;

alter table call_link enable row level security;
alter table call_link force row level security;
create policy tenant_wall on call_link using (case current_setting('ringback.tenant', true) when '*' then true
  else tenant_id::text = current_setting('ringback.tenant', true) end);
