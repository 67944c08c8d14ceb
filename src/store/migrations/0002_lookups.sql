-- What the Gate asks of a number on every decision: its threads and its past bookings.
create index thread_by_phone on thread (tenant_id, phone);
create index booking_by_phone on booking (tenant_id, phone);
