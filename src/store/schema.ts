import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** Generated from the migrations by scripts/gen-schema.ts. Do not edit. */

/** Read as RFC 3339 text in UTC; written as text or Date. */
export type Timestamp = ColumnType<string, string | Date, string | Date>;
/** Read as parsed JSON of unknown shape: parse it with its schema. Written as JSON text. */
export type Json = ColumnType<unknown, string, string>;
export type DefaultTimestamp = ColumnType<string, string | Date | undefined, string | Date>;
export type DefaultJson = ColumnType<unknown, string | undefined, string>;

export interface TenantTable {
  id: string;
  key: string;
  name: string;
  zone: string;
  simulated: Generated<boolean>;
  clock_offset_ms: Generated<number>;
  paused: Generated<boolean>;
  config: Json;
  created_at: DefaultTimestamp;
  version: Generated<number>;
  secrets: Buffer | null;
  history: Json | null;
}

export interface BannerTable {
  id: string;
  tenant_id: string;
  key: string;
  name: string;
  legal_entity: string;
  paused: Generated<boolean>;
  config: Json;
  removed: Generated<boolean>;
}

export interface LocationTable {
  id: string;
  tenant_id: string;
  banner_id: string;
  key: string;
  name: string;
  zone: string;
  mode: string;
  paused: Generated<boolean>;
  removed: Generated<boolean>;
  config: Json;
  version: Generated<number>;
  removed_at: Timestamp | null;
}

export interface PhoneNumberTable {
  tenant_id: string;
  number: string;
  location_id: string;
  kind: string;
  forwards_to: string | null;
}

export interface SourceTable {
  id: string;
  tenant_id: string;
  key: string;
  kind: string;
  connector: string;
  name: string | null;
  unsigned: Generated<boolean>;
  settings: DefaultJson;
  secrets: Buffer | null;
  location_id: string | null;
  removed: Generated<boolean>;
  created_at: DefaultTimestamp;
}

export interface SourceHealthTable {
  source_id: string;
  tenant_id: string;
  last_event_at: Timestamp | null;
  last_failure_at: Timestamp | null;
  last_failure_code: string | null;
  last_failure_detail: string | null;
  last_computed_url: string | null;
  accepted: Generated<number>;
  refused: Generated<number>;
}

export interface AccountTable {
  id: string;
  tenant_id: string;
  email: string;
  name: string;
  role: string;
  password_hash: string | null;
  disabled: Generated<boolean>;
  created_at: DefaultTimestamp;
}

export interface CredentialTable {
  hash: Buffer;
  tenant_id: string;
  account_id: string | null;
  kind: string;
  name: string | null;
  role: string;
  expires_at: Timestamp | null;
  used_at: Timestamp | null;
  created_at: DefaultTimestamp;
}

export interface InboxTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  source_id: string;
  kind: string;
  content_hash: Buffer;
  method: string;
  url: string;
  headers: Json;
  body: Buffer;
  received_at: Timestamp;
  state: Generated<string>;
  detail: Json | null;
  processed_at: Timestamp | null;
  redacted: Json | null;
}

export interface AttemptTable {
  id: string;
  tenant_id: string;
  location_id: string;
  caller: string | null;
  dialled: string;
  state: string;
  missed: Generated<boolean>;
  missed_at: Timestamp | null;
  started_at: Timestamp;
  primary_class: string | null;
  view: Json;
  answer: Generated<string>;
  answer_reason: string | null;
  answer_code: string | null;
  answer_due_at: Timestamp | null;
  first_evaluated_at: Timestamp | null;
  merged_into: string | null;
  simulated: Generated<boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CallEventTable {
  tenant_id: string;
  event_key: string;
  source_id: string;
  inbox_id: number;
  attempt_id: string | null;
  location_id: string | null;
  party: string | null;
  occurred_at: Timestamp;
  event: Json;
  received_at: Timestamp;
}

export interface ContactTable {
  id: string;
  tenant_id: string;
  phone: string;
  name: string | null;
  email: string | null;
  provenance: DefaultJson;
  blocked: Generated<boolean>;
  existing_customer: Generated<boolean>;
  notes: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  spam_released_at: Timestamp | null;
  spam_released_by: string | null;
}

export interface LeadTable {
  id: string;
  tenant_id: string;
  attempt_id: string;
  contact_id: string | null;
  location_id: string;
  source: string;
  intent: string | null;
  outcome: Generated<string>;
  summary: string | null;
  hot: Generated<boolean>;
  attribution: DefaultJson;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CallbackItemTable {
  id: string;
  tenant_id: string;
  location_id: string;
  attempt_id: string | null;
  phone: string | null;
  name: string | null;
  reason_code: string;
  reason: string;
  urgent: Generated<boolean>;
  state: Generated<string>;
  outcome: string | null;
  handled_by: string | null;
  handled_at: Timestamp | null;
  created_at: Timestamp;
  assigned_to: string | null;
  assignment: Generated<string>;
  assignment_reason: string | null;
  calling_by: string | null;
  calling_at: Timestamp | null;
}

export interface NumberFactTable {
  tenant_id: string;
  phone: string;
  line_type: string;
  learned_from: string;
  learned_at: Timestamp;
}

export interface ThreadTable {
  id: string;
  tenant_id: string;
  location_id: string;
  phone: string;
  contact_id: string | null;
  attempt_id: string | null;
  state: Generated<string>;
  holder: Generated<string>;
  held_by: string | null;
  assistant: DefaultJson;
  last_inbound_at: Timestamp | null;
  last_outbound_at: Timestamp | null;
  unread: Generated<number>;
  urgent: Generated<boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface MessageTable {
  id: string;
  tenant_id: string;
  thread_id: string;
  attempt_id: string | null;
  direction: string;
  kind: string;
  author: string;
  sender: string;
  recipient: string;
  body: string;
  purpose: string | null;
  state: string;
  source_id: string | null;
  provider_id: string | null;
  reason: string | null;
  code: string | null;
  segments: number | null;
  asserts: DefaultJson;
  intended_at: Timestamp;
  accepted_at: Timestamp | null;
  delivered_at: Timestamp | null;
  submissions: Generated<number>;
  submitted_at: Timestamp | null;
}

export interface ReceiptTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  source_id: string;
  provider_id: string;
  state: string;
  reason: string | null;
  code: string | null;
  occurred_at: Timestamp | null;
  received_at: Timestamp;
  message_id: string | null;
}

export interface ConsentEventTable {
  seq: GeneratedAlways<number>;
  tenant_id: string;
  banner_id: string;
  phone: string;
  kind: string;
  occurred_at: Timestamp;
  source: string;
  proof: DefaultJson;
  category: string | null;
  fact_key: string;
}

export interface BookingTable {
  id: string;
  tenant_id: string;
  location_id: string;
  resource: string;
  service_key: string;
  contact_id: string | null;
  thread_id: string | null;
  attempt_id: string | null;
  phone: string | null;
  name: string | null;
  during: string;
  state: string;
  hold_expires_at: Timestamp | null;
  answers: DefaultJson;
  sequence: Generated<number>;
  created_by: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CounselItemTable {
  id: string;
  tenant_id: string;
  location_id: string | null;
  attempt_id: string | null;
  queue: Generated<string>;
  action: string;
  reason: string;
  decision: Json;
  state: Generated<string>;
  decided_by: string | null;
  decided_at: Timestamp | null;
  note: string | null;
  created_at: Timestamp;
}

export interface NotificationTable {
  id: string;
  tenant_id: string;
  location_id: string | null;
  type: string;
  subject: string;
  body: string;
  link: string | null;
  data: DefaultJson;
  dedupe_key: string;
  urgent: Generated<boolean>;
  delivery: DefaultJson;
  digested: Generated<boolean>;
  read_at: Timestamp | null;
  created_at: Timestamp;
}

export interface JobTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  kind: string;
  key: string;
  due_at: Timestamp;
  payload: DefaultJson;
  state: Generated<string>;
  tries: Generated<number>;
  locked_until: Timestamp | null;
  last_error: string | null;
  created_at: DefaultTimestamp;
}

export interface IdempotencyTable {
  tenant_id: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  response: Json | null;
  created_at: DefaultTimestamp;
}

export interface HandsetMessageTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  provider_id: string;
  client_reference: string | null;
  direction: string;
  sender: string;
  recipient: string;
  body: string;
  at: Timestamp;
}

export interface SubjectKeyTable {
  tenant_id: string;
  subject_id: string;
  subject_hash: Buffer;
  sealed_key: Buffer | null;
  destroyed_at: Timestamp | null;
  created_at: Timestamp;
}

export interface AuditRecordTable {
  id: string;
  tenant_id: string;
  kind: string;
  attempt_id: string | null;
  subject_id: string | null;
  occurred_at: Timestamp;
  leaf: string;
  leaf_hash: Buffer;
  leaf_index: number | null;
  created_at: DefaultTimestamp;
}

export interface AuditTileTable {
  tenant_id: string;
  level: number;
  tile: number;
  hashes: Buffer;
}

export interface AuditCheckpointTable {
  tenant_id: string;
  tree_size: number;
  root: Buffer;
  note: string;
  created_at: Timestamp;
}

export interface InstanceSettingTable {
  key: string;
  value: Json;
}

export interface CallLinkTable {
  tenant_id: string;
  link_key: string;
  event_key: string;
}

export interface SourceTaskTable {
  source_id: string;
  tenant_id: string;
  kind: string;
  connector: string;
  settings_print: Buffer;
  state: Generated<string>;
  last_success_at: Timestamp | null;
  last_failure_at: Timestamp | null;
  failure_detail: string | null;
  failure_remedy: string | null;
  failures: Generated<number>;
  next_due_at: Timestamp | null;
  next_request_at: Timestamp | null;
  looked_until: Timestamp | null;
  look_from: Timestamp | null;
  look_to: Timestamp | null;
  page_mark: Buffer | null;
  pages: Generated<number>;
  subscription_id: string | null;
  subscription_ends_at: Timestamp | null;
  subscription_made_with: Buffer | null;
}

export interface UnknownStatusTable {
  tenant_id: string;
  source_id: string;
  raw: string;
  seen: number;
  last_at: Timestamp;
}

export interface ClockSkewTable {
  tenant_id: string;
  surface: string;
  reference: string;
  offset_ms: number;
  spread_ms: number;
  pairs: number;
  learned_at: Timestamp;
}

export interface SpamNumberTable {
  tenant_id: string;
  phone: string;
  list: string;
  label: string | null;
  listed_at: Timestamp;
}

export interface NumberListTable {
  tenant_id: string;
  topic: string;
  name: string;
  loaded_at: Timestamp;
  area_codes: string | null;
  state: string | null;
}

export interface NumberListedTable {
  tenant_id: string;
  phone: string;
  topic: string;
  list: string;
  answer: string;
}

export interface NumberAnswerTable {
  tenant_id: string;
  phone: string;
  topic: string;
  source: string;
  answer: string;
  learned_at: Timestamp;
  expires_at: Timestamp;
}

export interface EndedSubscriptionTable {
  id: string;
  tenant_id: string;
  source_id: string;
  connector: string;
  subscription_id: string;
  ends_at: Timestamp | null;
  made_with: Buffer | null;
  state: Generated<string>;
  failures: Generated<number>;
  last_failure_at: Timestamp | null;
  failure_detail: string | null;
  failure_remedy: string | null;
  created_at: Timestamp;
}

export interface NumberQuestionTable {
  tenant_id: string;
  phone: string;
  topic: string;
  wanted_at: Timestamp;
  tries: Generated<number>;
  state: Generated<string>;
  source: string | null;
  detail: string | null;
  last_asked_at: Timestamp | null;
}

export interface LookupStandingTable {
  source_id: string;
  tenant_id: string;
  settings_print: Buffer;
  paused_until: Timestamp | null;
  refused: Generated<boolean>;
  failures: Generated<number>;
  next_request_at: Timestamp | null;
  last_answer_at: Timestamp | null;
  last_failure_at: Timestamp | null;
  failure_detail: string | null;
  failure_remedy: string | null;
  asked: Generated<number>;
  answered: Generated<number>;
  failed: Generated<number>;
}

export interface SpamListTable {
  tenant_id: string;
  list: string;
  source: string | null;
  imported_by: string;
  imported_at: Timestamp;
  removed_at: Timestamp | null;
  removed_by: string | null;
}

export interface SpamNumberRemovedTable {
  tenant_id: string;
  phone: string;
  list: string;
  label: string | null;
  listed_at: Timestamp;
}

export interface DutyRecordTable {
  tenant_id: string;
  location_id: string;
  evaluated_at: Timestamp;
  version: number;
  pack_date: string;
  facts: Json;
  findings: Json;
}

export interface GateTallyTable {
  tenant_id: string;
  day: string;
  kind: string;
  rule: string;
  decision: string;
  count: number;
}

export interface GateTallyMarkTable {
  tenant_id: string;
  next_leaf: number;
}

export interface InboxLookTable {
  only_row: Generated<boolean>;
  next_id: number;
  seen_id: number;
  seen_before: string;
}

export interface Database {
  tenant: TenantTable;
  banner: BannerTable;
  location: LocationTable;
  phone_number: PhoneNumberTable;
  source: SourceTable;
  source_health: SourceHealthTable;
  account: AccountTable;
  credential: CredentialTable;
  inbox: InboxTable;
  attempt: AttemptTable;
  call_event: CallEventTable;
  contact: ContactTable;
  lead: LeadTable;
  callback_item: CallbackItemTable;
  number_fact: NumberFactTable;
  thread: ThreadTable;
  message: MessageTable;
  receipt: ReceiptTable;
  consent_event: ConsentEventTable;
  booking: BookingTable;
  counsel_item: CounselItemTable;
  notification: NotificationTable;
  job: JobTable;
  idempotency: IdempotencyTable;
  handset_message: HandsetMessageTable;
  subject_key: SubjectKeyTable;
  audit_record: AuditRecordTable;
  audit_tile: AuditTileTable;
  audit_checkpoint: AuditCheckpointTable;
  instance_setting: InstanceSettingTable;
  call_link: CallLinkTable;
  source_task: SourceTaskTable;
  unknown_status: UnknownStatusTable;
  clock_skew: ClockSkewTable;
  spam_number: SpamNumberTable;
  number_list: NumberListTable;
  number_listed: NumberListedTable;
  number_answer: NumberAnswerTable;
  ended_subscription: EndedSubscriptionTable;
  number_question: NumberQuestionTable;
  lookup_standing: LookupStandingTable;
  spam_list: SpamListTable;
  spam_number_removed: SpamNumberRemovedTable;
  duty_record: DutyRecordTable;
  gate_tally: GateTallyTable;
  gate_tally_mark: GateTallyMarkTable;
  inbox_look: InboxLookTable;
}
