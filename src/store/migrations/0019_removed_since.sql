-- When a location was removed: what happened there before is still told, what comes after is not its business any more.
alter table location add column removed_at timestamptz;
