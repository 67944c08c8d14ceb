import { sql, type RawBuilder } from 'kysely';
import { DAY_MS } from '../core/model/days.ts';
import type { Tx } from './database.ts';

/** The numbers of one tenant's day or days. `since` and `now` are tenant time; days begin at midnight in the tenant's zone. */
export interface TodayNumbers {
  readonly missed: number;
  readonly texted: number;
  readonly replied: number;
  readonly booked: number;
  readonly recoveredByCaller: number;
  readonly waiting: number;
  readonly notTexted: number;
  readonly medianSecondsToText: number | null;
}

export async function todayNumbers(
  tx: Tx,
  tenantId: string,
  since: string,
  now: string,
): Promise<TodayNumbers> {
  const result = await sql<{
    missed: number;
    texted: number;
    replied: number;
    recovered: number;
    waiting: number;
    not_texted: number;
    median: number | null;
  }>`
    with today as (
      select a.id, a.location_id, a.caller, a.state, a.missed, a.missed_at, a.answer, a.started_at,
        (select min(m.accepted_at) from message m
          where m.tenant_id = a.tenant_id and m.purpose = 'textback:' || a.id::text) as texted_at
      from attempt a
      where a.tenant_id = ${tenantId} and a.merged_into is null and a.started_at >= ${since}::timestamptz
        and a.started_at <= ${now}::timestamptz and (a.missed or a.state = 'recovered-by-caller')
    )
    select count(*) filter (where missed or state = 'recovered-by-caller') as missed,
      count(*) filter (where texted_at is not null) as texted,
      count(*) filter (where texted_at is not null and exists (
        select 1 from thread t where t.tenant_id = ${tenantId} and t.location_id = today.location_id and t.phone = today.caller
          and t.last_inbound_at >= today.texted_at)) as replied,
      count(*) filter (where state = 'recovered-by-caller') as recovered,
      count(*) filter (where answer in ('scheduled', 'deferred', 'counsel', 'sending') and texted_at is null) as waiting,
      count(*) filter (where answer in ('held', 'shadow', 'cancelled') and texted_at is null and state <> 'recovered-by-caller') as not_texted,
      percentile_cont(0.5) within group (order by extract(epoch from texted_at - missed_at))
        filter (where texted_at is not null and missed_at is not null) as median
    from today`.execute(tx);
  const booked = await sql<{ count: number }>`
    select count(*) as count from booking where tenant_id = ${tenantId} and state in ('confirmed')
      and created_at >= ${since}::timestamptz and created_at <= ${now}::timestamptz`.execute(tx);
  const row = result.rows[0];
  return {
    missed: row?.missed ?? 0,
    texted: row?.texted ?? 0,
    replied: row?.replied ?? 0,
    booked: booked.rows[0]?.count ?? 0,
    recoveredByCaller: row?.recovered ?? 0,
    waiting: row?.waiting ?? 0,
    notTexted: row?.not_texted ?? 0,
    medianSecondsToText: row?.median ?? null,
  };
}

/** Missed and recovered attempts by hour of the tenant's day; recovered is a reply, a booking or a call that got through. */
export async function todayByHour(
  tx: Tx,
  tenantId: string,
  zone: string,
  since: string,
  now: string,
): Promise<{ hour: number; missed: number; recovered: number }[]> {
  const rows = await countedBy<number>(
    tx,
    tenantId,
    sql`extract(hour from a.started_at at time zone ${zone})::int`,
    { since, now },
  );
  return Array.from({ length: 24 }, (_, hour) => ({ hour, ...(rows.get(hour) ?? NONE) }));
}

/** The same by the tenant's calendar days, every one of them named. */
export async function todayByDay(
  tx: Tx,
  tenantId: string,
  of: { zone: string; since: string; now: string; first: string; days: number },
): Promise<{ day: string; missed: number; recovered: number }[]> {
  const rows = await countedBy<number>(
    tx,
    tenantId,
    sql`(a.started_at at time zone ${of.zone})::date - ${of.first}::date`,
    of,
  );
  const first = Date.parse(`${of.first}T00:00:00Z`);
  return Array.from({ length: of.days }, (_, place) => ({
    day: new Date(first + place * DAY_MS).toISOString().slice(0, 10),
    ...(rows.get(place) ?? NONE),
  }));
}

const NONE = { missed: 0, recovered: 0 };

async function countedBy<Key>(
  tx: Tx,
  tenantId: string,
  key: RawBuilder<unknown>,
  { since, now }: { since: string; now: string },
): Promise<ReadonlyMap<Key, { missed: number; recovered: number }>> {
  const result = await sql<{ key: Key; missed: number; recovered: number }>`
    select ${key} as key, count(*) as missed,
      count(*) filter (where a.state = 'recovered-by-caller'
        or exists (select 1 from booking b where b.attempt_id = a.id and b.state = 'confirmed')
        or exists (select 1 from message m where m.attempt_id = a.id and m.direction = 'inbound')) as recovered
    from attempt a
    where a.tenant_id = ${tenantId} and a.merged_into is null and a.started_at >= ${since}::timestamptz
      and a.started_at <= ${now}::timestamptz and (a.missed or a.state = 'recovered-by-caller')
    group by 1`.execute(tx);
  return new Map(result.rows.map(({ key: at, ...counts }) => [at, counts]));
}

/** Why missed callers got no text, or none yet. A call that somebody took was never owed one. */
export async function todayReasons(
  tx: Tx,
  tenantId: string,
  since: string,
  now: string,
): Promise<{ code: string; text: string; count: number }[]> {
  const result = await sql<{ code: string; text: string; count: number }>`
    select answer_code as code, (array_agg(answer_reason order by started_at desc))[1] as text, count(*) as count
    from attempt
    where tenant_id = ${tenantId} and merged_into is null and started_at >= ${since}::timestamptz
      and started_at <= ${now}::timestamptz and answer in ('held', 'shadow', 'cancelled', 'deferred', 'counsel')
      and missed and state <> 'recovered-by-caller'
      and answer_code is not null and answer_reason is not null
    group by answer_code order by count desc, code limit 8`.execute(tx);
  return result.rows;
}

export interface FrameCounts {
  readonly unreadNotifications: number;
  readonly openCallbacks: number;
  readonly openCounsel: number;
  readonly unreadThreads: number;
}

/** The little numbers in the frame of every page. */
export async function frameCounts(tx: Tx, tenantId: string): Promise<FrameCounts> {
  const result = await sql<{ notifications: number; callbacks: number; counsel: number; threads: number }>`
    select (select count(*) from notification where tenant_id = ${tenantId} and read_at is null) as notifications,
      (select count(*) from callback_item where tenant_id = ${tenantId} and state = 'open') as callbacks,
      (select count(*) from counsel_item where tenant_id = ${tenantId} and state = 'open') as counsel,
      (select count(*) from thread where tenant_id = ${tenantId} and unread > 0) as threads`.execute(tx);
  const row = result.rows[0];
  return {
    unreadNotifications: row?.notifications ?? 0,
    openCallbacks: row?.callbacks ?? 0,
    openCounsel: row?.counsel ?? 0,
    unreadThreads: row?.threads ?? 0,
  };
}

/** Missed and texted attempts per location in a stretch of time, for the location list. */
export async function countsByLocation(
  tx: Tx,
  tenantId: string,
  since: string,
): Promise<Map<string, { missed: number; texted: number }>> {
  const result = await sql<{ location_id: string; missed: number; texted: number }>`
    select location_id, count(*) filter (where missed or state = 'recovered-by-caller') as missed,
      count(*) filter (where answer = 'sent') as texted
    from attempt where tenant_id = ${tenantId} and merged_into is null and started_at >= ${since}::timestamptz
    group by location_id`.execute(tx);
  return new Map(result.rows.map((row) => [row.location_id, { missed: row.missed, texted: row.texted }]));
}
