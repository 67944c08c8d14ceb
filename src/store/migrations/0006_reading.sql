-- What the dashboard's lists read in their order.
create index contact_recent on contact (tenant_id, updated_at desc, id desc);
create index consent_suppressing on consent_event (tenant_id, phone, occurred_at)
  where kind in ('opted-out', 'do-not-contact', 'wrong-party', 'unreachable');
create index counsel_recent on counsel_item (tenant_id, state, created_at desc, id desc);
create index callback_handled on callback_item (tenant_id, state, created_at desc, id desc);
create index booking_by_attempt on booking (attempt_id) where attempt_id is not null;
create index message_by_attempt on message (attempt_id) where attempt_id is not null;
