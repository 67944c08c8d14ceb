-- The organisation changes rarely and is read in every step, so it is cached by version. The version comes from a
-- sequence, never from counting: a version that was rolled back must not come again with other content.
create sequence organisation_version;
alter table tenant add column version bigint not null default 0;
-- Secret settings of the organisation itself (webhook secret, model key): JSON by path, sealed like source.secrets.
alter table tenant add column secrets bytea;
-- Removed banners and locations keep their rows: calls, messages and records point at them.
alter table banner add column removed boolean not null default false;
-- How far the two weeks of generated history got, in simulated organisations; null where there is none.
alter table tenant add column history jsonb;

create function organisation_changed() returns trigger language plpgsql as $$
begin
  update tenant set version = nextval('organisation_version') where id in (select tenant_id from changed);
  return null;
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['banner', 'location', 'phone_number', 'source'] loop
    execute format('create trigger %I_changed_insert after insert on %I referencing new table as changed '
      || 'for each statement execute function organisation_changed()', t, t);
    execute format('create trigger %I_changed_update after update on %I referencing new table as changed '
      || 'for each statement execute function organisation_changed()', t, t);
    execute format('create trigger %I_changed_delete after delete on %I referencing old table as changed '
      || 'for each statement execute function organisation_changed()', t, t);
  end loop;
end $$;

-- A simulated organisation stays one, whatever is imported over it: its people and numbers are invented, and a real
-- one must never be able to move its clock.
create function tenant_guard() returns trigger language plpgsql as $$
begin
  if new.simulated is distinct from old.simulated then
    raise exception 'an organisation cannot change between simulated and real';
  end if;
  if row(new.config, new.name, new.zone, new.secrets) is distinct from row(old.config, old.name, old.zone, old.secrets) then
    new.version := nextval('organisation_version');
  end if;
  return new;
end $$;
create trigger tenant_guard before update on tenant for each row execute function tenant_guard();
