-- Ringback's first schema. PostgreSQL 15 or later.
--
-- Tenants are walls: every table with a tenant_id carries forced row-level security on the setting `ringback.tenant`.
-- A transaction names its tenant (or '*', for the few steps that serve all tenants); without a name it sees nothing.
-- All instants are timestamptz. `due_at`, `received_at` and `locked_until` are machine time; every other instant is
-- tenant time, which runs ahead of it only in simulated organisations (see tenant.clock_offset_ms).

create extension if not exists btree_gist;

-- ---------------------------------------------------------------- organisation

create table tenant (
  id uuid primary key,
  key text not null unique,
  name text not null,
  zone text not null,
  simulated boolean not null default false,
  -- How far the tenant's clock runs ahead of the machine's; only simulated tenants may move it.
  clock_offset_ms bigint not null default 0,
  paused boolean not null default false,
  -- TenantConfig without banners and sources (those have their own rows); secrets are references into `secret`.
  config jsonb not null,
  created_at timestamptz not null default now(),
  check (simulated or clock_offset_ms = 0)
);

create table banner (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  key text not null,
  name text not null,
  legal_entity text not null,
  paused boolean not null default false,
  config jsonb not null,
  unique (tenant_id, key)
);

create table location (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  banner_id uuid not null references banner,
  key text not null,
  name text not null,
  zone text not null,
  mode text not null check (mode in ('live', 'shadow', 'off')),
  paused boolean not null default false,
  removed boolean not null default false,
  config jsonb not null,
  version integer not null default 1,
  unique (tenant_id, key)
);

-- Two locations cannot claim one number: the primary key says so.
create table phone_number (
  tenant_id uuid not null references tenant,
  number text not null,
  location_id uuid not null references location,
  kind text not null,
  forwards_to text,
  primary key (tenant_id, number)
);
create index phone_number_location on phone_number (location_id);

create table source (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  -- Part of the public webhook address, so unique over all tenants.
  key text not null unique,
  kind text not null check (kind in ('voice', 'messaging', 'api')),
  connector text not null,
  name text,
  unsigned boolean not null default false,
  settings jsonb not null default '{}',
  -- AES-256-GCM of the secret settings (JSON), under the instance key.
  secrets bytea,
  location_id uuid references location,
  removed boolean not null default false,
  created_at timestamptz not null default now()
);

-- Written at most about once a second per source, never inside the intake's own transaction.
create table source_health (
  source_id uuid primary key references source,
  tenant_id uuid not null references tenant,
  last_event_at timestamptz,
  last_failure_at timestamptz,
  last_failure_code text,
  last_failure_detail text,
  last_computed_url text,
  accepted bigint not null default 0,
  refused bigint not null default 0
);

-- ---------------------------------------------------------------- people who log in

create table account (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'agent', 'counsel', 'viewer')),
  password_hash text,
  disabled boolean not null default false,
  created_at timestamptz not null default now(),
  unique (tenant_id, email)
);

-- One-time login links, sessions and API keys: only hashes are stored.
create table credential (
  hash bytea primary key,
  tenant_id uuid not null references tenant,
  account_id uuid references account,
  kind text not null check (kind in ('login', 'session', 'api-key')),
  name text,
  role text not null check (role in ('owner', 'agent', 'counsel', 'viewer')),
  expires_at timestamptz,
  used_at timestamptz,
  created_at timestamptz not null default now()
);

-- ---------------------------------------------------------------- intake

-- Every delivery as it came, durable before the vendor gets its 2xx. The inbox itself is the queue of `hear`.
create table inbox (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenant,
  source_id uuid not null references source,
  kind text not null check (kind in ('voice', 'messaging', 'call-events')),
  -- SHA-256 over method, query and raw body: a replay or a duplicate is stored once.
  content_hash bytea not null,
  method text not null,
  url text not null,
  headers jsonb not null,
  body bytea not null,
  received_at timestamptz not null,
  state text not null default 'new'
    check (state in ('new', 'done', 'ignored', 'malformed', 'unrouted', 'quarantined')),
  detail jsonb,
  processed_at timestamptz,
  unique (source_id, content_hash)
);
create index inbox_new on inbox (id) where state = 'new';
create index inbox_trouble on inbox (tenant_id, id desc) where state in ('malformed', 'unrouted', 'quarantined');

-- ---------------------------------------------------------------- calls

create table attempt (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  location_id uuid not null references location,
  caller text,
  dialled text not null,
  state text not null check (state in ('in-progress', 'missed', 'answered', 'recovered-by-caller', 'undecided')),
  missed boolean not null default false,
  missed_at timestamptz,
  started_at timestamptz not null,
  primary_class text,
  -- AttemptView without the raw events: calls, links, classes, explanation.
  view jsonb not null,
  -- Where the answer stands: none | scheduled | deferred | counsel | sending | sent | shadow | held | cancelled
  answer text not null default 'none',
  -- Why nothing was sent, in the shop owner's words, and the reason code behind it.
  answer_reason text,
  answer_code text,
  answer_due_at timestamptz,
  -- When the Gate first saw the text-back: carried to its re-runs.
  first_evaluated_at timestamptz,
  merged_into uuid references attempt,
  simulated boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index attempt_by_time on attempt (tenant_id, started_at desc, id) where merged_into is null;
create index attempt_by_location on attempt (tenant_id, location_id, started_at desc) where merged_into is null;
create index attempt_by_caller on attempt (tenant_id, caller, started_at desc) where merged_into is null;

create table call_event (
  tenant_id uuid not null references tenant,
  -- SHA-256 (hex, first 32) of surface and vendor event id: the same event twice is one row.
  event_key text not null,
  source_id uuid not null references source,
  inbox_id bigint not null,
  attempt_id uuid references attempt,
  location_id uuid references location,
  -- The other party in E.164 (caller of an inbound call, callee of an outbound one); null when withheld.
  party text,
  occurred_at timestamptz not null,
  -- `surface:id` of the call and everything it is linked to.
  link_keys text[] not null,
  event jsonb not null,
  received_at timestamptz not null,
  primary key (tenant_id, event_key)
);
create index call_event_by_party on call_event (tenant_id, party, occurred_at);
create index call_event_by_attempt on call_event (attempt_id);
create index call_event_by_link on call_event using gin (link_keys);

-- ---------------------------------------------------------------- built-in CRM

create table contact (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  phone text not null,
  name text,
  email text,
  -- Per field: where the value came from.
  provenance jsonb not null default '{}',
  blocked boolean not null default false,
  existing_customer boolean not null default false,
  notes text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (tenant_id, phone)
);

create table lead (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  -- One lead per attempt, whatever happens.
  attempt_id uuid not null unique references attempt,
  contact_id uuid references contact,
  location_id uuid not null references location,
  source text not null,
  intent text,
  outcome text not null default 'open',
  summary text,
  hot boolean not null default false,
  attribution jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index lead_by_contact on lead (tenant_id, contact_id);

create table callback_item (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  location_id uuid not null references location,
  attempt_id uuid unique references attempt,
  phone text,
  name text,
  reason_code text not null,
  reason text not null,
  urgent boolean not null default false,
  state text not null default 'open' check (state in ('open', 'done', 'dismissed')),
  outcome text,
  handled_by text,
  handled_at timestamptz,
  created_at timestamptz not null
);
create index callback_open on callback_item (tenant_id, urgent desc, created_at) where state = 'open';

-- What we learned about numbers: line type by bounce, lookup or staff.
create table number_fact (
  tenant_id uuid not null references tenant,
  phone text not null,
  line_type text not null,
  learned_from text not null,
  learned_at timestamptz not null,
  primary key (tenant_id, phone)
);

-- ---------------------------------------------------------------- conversation

create table thread (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  location_id uuid not null references location,
  phone text not null,
  contact_id uuid references contact,
  attempt_id uuid references attempt,
  state text not null default 'open' check (state in ('open', 'closed')),
  -- Who speaks for the shop: takeover is data.
  holder text not null default 'assistant' check (holder in ('assistant', 'human', 'nobody')),
  held_by uuid references account,
  -- The assistant's memory: what was asked, answered, offered.
  assistant jsonb not null default '{}',
  last_inbound_at timestamptz,
  last_outbound_at timestamptz,
  unread integer not null default 0,
  urgent boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (tenant_id, location_id, phone)
);
create index thread_recent on thread (tenant_id, updated_at desc);

create table message (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  thread_id uuid not null references thread,
  attempt_id uuid references attempt,
  direction text not null check (direction in ('inbound', 'outbound')),
  kind text not null,
  author text not null,
  sender text not null,
  recipient text not null,
  body text not null,
  -- What this message is for, for example `textback:<attempt>`. One purpose, one message, ever.
  purpose text,
  state text not null,
  source_id uuid references source,
  provider_id text,
  reason text,
  code text,
  segments integer,
  -- What the text claims: ids of bookings, prices, slots it asserts.
  asserts jsonb not null default '[]',
  intended_at timestamptz not null,
  accepted_at timestamptz,
  delivered_at timestamptz,
  unique (tenant_id, purpose),
  unique (source_id, provider_id)
);
create index message_by_thread on message (thread_id, intended_at);
create index message_recent_outbound on message (tenant_id, recipient, intended_at desc) where direction = 'outbound';
create index message_unsettled on message (intended_at) where state in ('intent', 'unknown');

-- Receipts that came before we knew the provider's id are kept and applied when we do.
create table receipt (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenant,
  source_id uuid not null references source,
  provider_id text not null,
  state text not null,
  reason text,
  code text,
  occurred_at timestamptz,
  received_at timestamptz not null,
  unique (source_id, provider_id, state)
);

-- Append-only. The state of a person towards a brand is a fold over these rows.
create table consent_event (
  seq bigint generated always as identity primary key,
  tenant_id uuid not null references tenant,
  banner_id uuid not null references banner,
  phone text not null,
  kind text not null,
  occurred_at timestamptz not null,
  source text not null,
  proof jsonb not null default '{}',
  category text,
  -- The same fact recorded twice is one fact.
  fact_key text not null,
  unique (tenant_id, banner_id, phone, fact_key)
);
create index consent_by_phone on consent_event (tenant_id, phone, occurred_at, seq);

-- ---------------------------------------------------------------- bookings

create table booking (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  location_id uuid not null references location,
  -- Rep key, or `bay-1`, `bay-2`... where no reps are listed.
  resource text not null,
  service_key text not null,
  contact_id uuid references contact,
  thread_id uuid references thread,
  attempt_id uuid references attempt,
  phone text,
  name text,
  during tstzrange not null,
  state text not null check (state in ('held', 'confirmed', 'cancelled', 'expired')),
  hold_expires_at timestamptz,
  answers jsonb not null default '{}',
  sequence integer not null default 0,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (lower(during) < upper(during)),
  check ((state = 'held') = (hold_expires_at is not null)),
  -- Two bookings of one resource cannot overlap, whoever asks and however many ask at once.
  constraint booking_no_overlap exclude using gist
    (location_id with =, resource with =, during with &&) where (state in ('held', 'confirmed'))
);
create index booking_by_time on booking (tenant_id, location_id, lower(during));
create index booking_holds on booking (hold_expires_at) where state = 'held';

-- ---------------------------------------------------------------- counsel, notices, jobs

create table counsel_item (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  location_id uuid references location,
  attempt_id uuid references attempt,
  queue text not null default 'counsel',
  action text not null,
  reason text not null,
  decision jsonb not null,
  state text not null default 'open' check (state in ('open', 'approved', 'refused', 'expired')),
  decided_by text,
  decided_at timestamptz,
  note text,
  created_at timestamptz not null,
  unique (tenant_id, attempt_id, action)
);

create table notification (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  location_id uuid references location,
  type text not null,
  subject text not null,
  body text not null,
  link text,
  data jsonb not null default '{}',
  dedupe_key text not null,
  urgent boolean not null default false,
  -- Per channel: pending | accepted | rejected | unknown | not-configured
  delivery jsonb not null default '{}',
  digested boolean not null default false,
  read_at timestamptz,
  created_at timestamptz not null,
  unique (tenant_id, dedupe_key)
);
create index notification_recent on notification (tenant_id, created_at desc);

-- Durable jobs and timers. Ours rather than a library's, because tenant clocks move: see docs/decisions.
create table job (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenant,
  kind text not null,
  -- One waiting job per purpose: sending it again moves nothing.
  key text not null,
  due_at timestamptz not null,
  payload jsonb not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'running', 'dead')),
  tries integer not null default 0,
  locked_until timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  unique (tenant_id, kind, key)
);
create index job_due on job (kind, due_at) where state = 'waiting';
create index job_running on job (locked_until) where state = 'running';
create index job_by_tenant on job (tenant_id, due_at) where state <> 'dead';

create table idempotency (
  tenant_id uuid not null references tenant,
  key text not null,
  request_hash bytea not null,
  status integer,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);

-- ---------------------------------------------------------------- virtual carrier (simulator)

-- What really went over the simulated air, counted by the carrier and not by us.
create table handset_message (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenant,
  -- The carrier's id; the sender's message id makes a repeated submission visible instead of hiding it.
  provider_id text not null unique,
  client_reference text,
  direction text not null check (direction in ('to-handset', 'from-handset')),
  sender text not null,
  recipient text not null,
  body text not null,
  at timestamptz not null
);
create index handset_by_number on handset_message (tenant_id, recipient, id);

-- ---------------------------------------------------------------- audit

-- One key per data subject: erasing a person destroys the key, and every proof stays valid.
create table subject_key (
  tenant_id uuid not null references tenant,
  subject_id uuid not null,
  -- HMAC of the E.164 number under the tenant's pepper: finds the subject without storing the number again.
  subject_hash bytea not null,
  -- The key, sealed under the instance key; null once destroyed.
  sealed_key bytea,
  destroyed_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, subject_id),
  unique (tenant_id, subject_hash)
);

-- Leaves of the Merkle log. `leaf` is the exact canonical JSON (RFC 8785) that was hashed.
create table audit_record (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  kind text not null,
  attempt_id uuid,
  subject_id uuid,
  occurred_at timestamptz not null,
  leaf text not null,
  leaf_hash bytea not null,
  -- Given by the sequencer in batches, so that writers never queue behind one another.
  leaf_index bigint,
  created_at timestamptz not null default now(),
  unique (tenant_id, leaf_index)
);
create index audit_unsequenced on audit_record (tenant_id, id) where leaf_index is null;
create index audit_by_attempt on audit_record (tenant_id, attempt_id, occurred_at, id);
create index audit_by_time on audit_record (tenant_id, occurred_at, id);

-- Complete subtrees of the Merkle tree (RFC 6962), level 0 = leaves grouped by 256.
create table audit_tile (
  tenant_id uuid not null references tenant,
  level integer not null,
  tile bigint not null,
  hashes bytea not null,
  primary key (tenant_id, level, tile)
);

create table audit_checkpoint (
  tenant_id uuid not null references tenant,
  tree_size bigint not null,
  root bytea not null,
  -- Signed note in the C2SP checkpoint format.
  note text not null,
  created_at timestamptz not null,
  primary key (tenant_id, tree_size)
);

create table instance_setting (
  key text primary key,
  value jsonb not null
);

-- ---------------------------------------------------------------- walls between tenants

do $$
declare
  t text;
begin
  foreach t in array array[
    'banner', 'location', 'phone_number', 'source', 'source_health', 'account', 'credential', 'inbox', 'attempt',
    'call_event', 'contact', 'lead', 'callback_item', 'number_fact', 'thread', 'message', 'receipt', 'consent_event',
    'booking', 'counsel_item', 'notification', 'job', 'idempotency', 'handset_message', 'subject_key',
    'audit_record', 'audit_tile', 'audit_checkpoint'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy tenant_wall on %I using (tenant_id::text = current_setting(''ringback.tenant'', true) '
      || 'or current_setting(''ringback.tenant'', true) = ''*'')', t);
  end loop;
  alter table tenant enable row level security;
  alter table tenant force row level security;
  create policy tenant_wall on tenant using (id::text = current_setting('ringback.tenant', true)
    or current_setting('ringback.tenant', true) = '*');
end $$;

-- The ledgers only grow.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name;
end $$;
create trigger consent_event_append_only before update or delete on consent_event
  for each row execute function refuse_change();
