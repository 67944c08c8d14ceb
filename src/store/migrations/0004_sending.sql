-- How often, and when last, a text was handed to a provider. A text is submitted again only after the provider's own
-- list proved that it never got there.
alter table message add column submissions integer not null default 0;
alter table message add column submitted_at timestamptz;
-- Our own message id where the provider gives it back with the receipt.
alter table receipt add column message_id uuid;
-- What the digest has still to tell.
create index notification_undigested on notification (tenant_id, created_at) where not digested;
