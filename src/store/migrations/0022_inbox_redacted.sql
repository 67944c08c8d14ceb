-- When card data was cut out of a delivery's stored copy, and how much of it: {at, cardNumbers, secrets}. Null in nearly
-- every row, and never written at the door.
alter table inbox add column redacted jsonb;
-- How far the stored deliveries were looked through. `next_id` is the first that was not; `seen_id` is the newest that
-- existed when `seen_before` was the next transaction: once all older ones have ended, no lower id can still appear.
create table inbox_look (
  only_row boolean primary key default true check (only_row),
  next_id bigint not null,
  seen_id bigint not null,
  seen_before text not null
);
insert into inbox_look (next_id, seen_id, seen_before) values (0, 0, '0');
