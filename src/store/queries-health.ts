import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { JOB_KINDS } from './jobs.ts';

/** What the Health page and `ringback doctor` ask the database. All for one tenant; job and inbox times are machine time. */
export interface QueueRecord {
  readonly kind: string;
  readonly waiting: number;
  readonly due: number;
  readonly running: number;
  readonly dead: number;
  readonly oldestDueSeconds: number | null;
}

export async function readQueues(tx: Tx, tenantId: string): Promise<QueueRecord[]> {
  const result = await sql<QueueRecord>`
    select kind, count(*) filter (where state = 'waiting') as waiting,
      count(*) filter (where state = 'waiting' and due_at <= now()) as due,
      count(*) filter (where state = 'running') as running, count(*) filter (where state = 'dead') as dead,
      extract(epoch from now() - min(due_at) filter (where state = 'waiting' and due_at <= now()))::float8 as "oldestDueSeconds"
    from job where tenant_id = ${tenantId} group by kind`.execute(tx);
  const byKind = new Map(result.rows.map((row) => [row.kind, row]));
  return JOB_KINDS.map(
    (kind) => byKind.get(kind) ?? { kind, waiting: 0, due: 0, running: 0, dead: 0, oldestDueSeconds: null },
  );
}

export interface TroubleRecord {
  readonly id: number;
  readonly source_key: string;
  readonly state: string;
  readonly detail: unknown;
  readonly received_at: string;
  readonly body: Buffer;
  readonly redacted: Redacted | null;
}

/** What card data was cut out of a stored delivery, and when. */
export interface Redacted {
  readonly at: string;
  readonly cardNumbers: number;
  readonly secrets: number;
}

export async function readInbox(
  tx: Tx,
  tenantId: string,
): Promise<{ waiting: number; oldestSeconds: number | null; trouble: TroubleRecord[] }> {
  const waiting = await sql<{ waiting: number; oldest: number | null }>`
    select count(*) as waiting, extract(epoch from now() - min(received_at))::float8 as oldest
    from inbox where tenant_id = ${tenantId} and state = 'new'`.execute(tx);
  const trouble = await sql<TroubleRecord>`
    select i.id, s.key as source_key, i.state, i.detail, i.received_at, substring(i.body for 400) as body, i.redacted
    from inbox i join source s on s.id = i.source_id
    where i.tenant_id = ${tenantId} and i.state in ('malformed', 'unrouted', 'quarantined')
    order by i.id desc limit 50`.execute(tx);
  return {
    waiting: waiting.rows[0]?.waiting ?? 0,
    oldestSeconds: waiting.rows[0]?.oldest ?? null,
    trouble: trouble.rows,
  };
}

/** Gives a delivery that could not be used back to `hear`. */
export async function retryDelivery(tx: Tx, tenantId: string, id: number): Promise<boolean> {
  const result = await tx
    .updateTable('inbox')
    .set({ state: 'new', detail: null, processed_at: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', 'in', ['malformed', 'unrouted', 'quarantined'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives a dead job another round. Returns its kind, so that its workers can be woken. */
export async function retryJob(tx: Tx, tenantId: string, id: number): Promise<string | null> {
  const row = await tx
    .updateTable('job')
    .set({ state: 'waiting', tries: 0, locked_until: null, due_at: sql`now()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .returning('kind')
    .executeTakeFirst();
  return row?.kind ?? null;
}

export interface DeadJobRecord {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly tries: number;
  readonly error: string | null;
  readonly createdAt: string;
  readonly dueAt: string;
}

export async function readDeadJobs(tx: Tx, tenantId: string): Promise<DeadJobRecord[]> {
  const result = await sql<DeadJobRecord>`
    select id, kind, key, tries, last_error as error, created_at as "createdAt", due_at as "dueAt" from job
    where tenant_id = ${tenantId} and state = 'dead' order by id desc limit 50`.execute(tx);
  return result.rows;
}

export interface SourceHealthRecord {
  readonly source_id: string;
  readonly last_event_at: string | null;
  readonly last_failure_at: string | null;
  readonly last_failure_code: string | null;
  readonly last_failure_detail: string | null;
  readonly last_computed_url: string | null;
  readonly accepted: number;
  readonly refused: number;
}

export async function readSourceHealth(tx: Tx, tenantId: string): Promise<Map<string, SourceHealthRecord>> {
  const rows = await tx.selectFrom('source_health').selectAll().where('tenant_id', '=', tenantId).execute();
  return new Map(rows.map((row) => [row.source_id, row]));
}

export interface RecentDeliveryRecord {
  readonly receivedAt: string;
  readonly state: string;
  readonly detail: unknown;
  readonly redacted: Redacted | null;
}

/**
 * The latest deliveries of one source, looked for among the newest of the whole inbox only: the table is large, a page
 * that waits for a first event asks every few seconds, and what is older stands in `source_health`. Served by the key.
 */
export async function recentDeliveries(
  tx: Tx,
  tenantId: string,
  sourceId: string,
): Promise<RecentDeliveryRecord[]> {
  const result = await sql<RecentDeliveryRecord>`
    select received_at as "receivedAt", state, detail, redacted from inbox
    where id > (select last_value - 5000 from inbox_id_seq) and tenant_id = ${tenantId} and source_id = ${sourceId}
    order by id desc limit 5`.execute(tx);
  return result.rows;
}

export interface DatabaseFacts {
  readonly now: string;
  readonly version: string;
  readonly superuser: boolean;
  readonly bypassesRowSecurity: boolean;
  readonly fsync: boolean;
  readonly role: string;
}

export async function readDatabaseFacts(tx: Tx): Promise<DatabaseFacts> {
  const result = await sql<{
    now: string;
    version: string;
    super: boolean;
    bypass: boolean;
    fsync: string;
    role: string;
  }>`
    select clock_timestamp() as now, current_setting('server_version') as version, r.rolsuper as super, r.rolbypassrls as bypass,
      current_setting('fsync') as fsync, r.rolname as role
    from pg_roles r where r.rolname = current_user`.execute(tx);
  const row = result.rows[0];
  return {
    now: row?.now ?? '',
    version: row?.version ?? 'unknown',
    superuser: row?.super ?? false,
    bypassesRowSecurity: row?.bypass ?? false,
    fsync: row?.fsync === 'on',
    role: row?.role ?? 'unknown',
  };
}

export async function readAuditFacts(
  tx: Tx,
  tenantId: string,
): Promise<{ treeSize: number; lastCheckpointAt: string | null; unsequenced: number }> {
  const result = await sql<{ size: number | null; at: string | null; open: number }>`
    select (select tree_size from audit_checkpoint where tenant_id = ${tenantId} order by tree_size desc limit 1) as size,
      (select created_at from audit_checkpoint where tenant_id = ${tenantId} order by tree_size desc limit 1) as at,
      (select count(*) from audit_record where tenant_id = ${tenantId} and leaf_index is null) as open`.execute(
    tx,
  );
  const row = result.rows[0];
  return { treeSize: row?.size ?? 0, lastCheckpointAt: row?.at ?? null, unsequenced: row?.open ?? 0 };
}

/** Names of the migrations that ran, for comparison with those this build brings. */
export async function readMigrations(tx: Tx): Promise<string[]> {
  const result = await sql<{ name: string }>`select name from migration order by name`.execute(tx);
  return result.rows.map((row) => row.name);
}

/** UTC offsets in minutes that PostgreSQL's own zone data gives for these instants, by zone; unknown zones are absent. */
export async function readZoneOffsets(
  tx: Tx,
  zones: readonly string[],
  instants: readonly Date[],
): Promise<Map<string, number[]>> {
  if (zones.length === 0) return new Map();
  const result = await sql<{ zone: string; offsets: number[] }>`
    select z.zone, array_agg(
        (extract(epoch from (i.at at time zone n.name) - (i.at at time zone 'UTC')) / 60)::int order by i.at) as offsets
    from unnest(${zones}::text[]) as z(zone)
      join pg_timezone_names n on n.name = z.zone
      cross join unnest(${instants.map((instant) => instant.toISOString())}::timestamptz[]) as i(at)
    group by z.zone`.execute(tx);
  return new Map(result.rows.map((row) => [row.zone, row.offsets]));
}
