-- After Kamailio's own standard-create.sql and acc-create.sql. Adds the caller and the number dialled, and puts every
-- new row into an outbox that forward.sh empties. The outbox has its own clock, because Kamailio's column `time` is the
-- wall clock of its machine without a zone.
alter table acc add column if not exists caller varchar(128) not null default '';
alter table acc add column if not exists callee varchar(128) not null default '';
alter table missed_calls add column if not exists caller varchar(128) not null default '';
alter table missed_calls add column if not exists callee varchar(128) not null default '';

create table if not exists ringback_outbox (
  id bigserial primary key,
  line jsonb not null
);

create or replace function ringback_note() returns trigger language plpgsql as $$
begin
  insert into ringback_outbox (line) values (
    jsonb_build_object(
      'table', tg_table_name,
      'row', to_jsonb(new)
        || jsonb_build_object('time', round(extract(epoch from clock_timestamp())::numeric, 3), 'server_time', new.time)
    )
  );
  return null;
end $$;

create or replace trigger ringback_note after insert on acc
  for each row when (new.method = 'INVITE') execute function ringback_note();
create or replace trigger ringback_note after insert on missed_calls
  for each row when (new.method = 'INVITE') execute function ringback_note();
