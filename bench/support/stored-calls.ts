import type pg from 'pg';

/**
 * The indexes by which a webhook finds what it belongs with. The key of `attempt` stays: other tables refer to it, and
 * writing an attempt needs it to say which.
 */
export const LOOK_UP_INDEXES: readonly { readonly drop: string; readonly create: string }[] = [
  index('call_event_by_party', 'call_event (tenant_id, party, occurred_at)'),
  index('call_event_by_attempt', 'call_event (attempt_id)'),
  key('call_event', 'tenant_id, event_key'),
  key('call_link', 'tenant_id, link_key, event_key'),
];

function index(name: string, on: string): { drop: string; create: string } {
  return { drop: `drop index ${name}`, create: `create index ${name} on ${on}` };
}

function key(table: string, columns: string): { drop: string; create: string } {
  return {
    drop: `alter table ${table} drop constraint ${table}_pkey`,
    create: `alter table ${table} add constraint ${table}_pkey primary key (${columns})`,
  };
}

/** Events of one attempt: it rings, it ends, and the call tracking tells of it too. */
const PER_ATTEMPT = 3;

/**
 * Fills the store up to `to` call events of the past year: callers with fictional numbers who ring again every few
 * weeks, at every location, told by two vendors. Everything is made inside PostgreSQL.
 */
export async function fillCalls(
  admin: pg.Client,
  given: { readonly tenantId: string; readonly source: string },
  from: number,
  to: number,
  now: Date,
): Promise<void> {
  const [first, last] = [Math.ceil(from / PER_ATTEMPT), Math.ceil(to / PER_ATTEMPT) - 1];
  await admin.query('begin');
  await admin.query('set local synchronous_commit = off');
  await admin.query(`create temporary table place on commit drop as
    select row_number() over (order by key) - 1 as at, id from location where tenant_id = '${given.tenantId}'`);
  await admin.query(
    `create temporary table told on commit drop as
      select i, md5('attempt' || i)::uuid as attempt_id, place.id as location_id,
        '+1' || (200 + (i * 7919) % 700) || '55501' || lpad(((i * 104729) % 100)::text, 2, '0') as caller,
        $1::timestamptz - (1 + (i * 611953) % 31536000) * interval '1 second' - interval '1 day' as at
      from generate_series($2::bigint, $3::bigint) i
        join place on place.at = i % (select count(*) from place)`,
    [now.toISOString(), first, last],
  );
  await admin.query(
    `insert into attempt (id, tenant_id, location_id, caller, dialled, state, missed, missed_at, started_at, primary_class,
        view, answer, created_at, updated_at)
      select attempt_id, $1, location_id, caller, '+12125550100', 'missed', true, at + interval '22 s', at, 'no-answer',
        jsonb_build_object('state', 'missed', 'from', caller, 'classes', '[]'::jsonb, 'calls', '[]'::jsonb), 'sent', at, at
      from told`,
    [given.tenantId],
  );
  await admin.query(
    `insert into call_event (tenant_id, event_key, source_id, inbox_id, attempt_id, location_id, party, occurred_at, event,
        received_at)
      select $1, md5(e.surface || e.id || n), $2, 0, attempt_id, location_id, caller, e.at,
        jsonb_build_object('surface', e.surface, 'eventId', e.id || ':' || n, 'callId', e.id, 'linkedCallIds', '[]'::jsonb,
          'direction', 'inbound', 'from', caller, 'fromWithheld', false, 'to', '+12125550100',
          'occurredAt', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'timePrecision', 's',
          'final', n > 1, 'disposition', case when n > 1 then 'no_answer' else 'in_progress' end, 'attestation', 'A',
          'attribution', jsonb_build_object('source', 'Google Ads', 'utmSource', 'google')), e.at
      from told cross join lateral (values
        (1, 'twilio', 'CA' || md5('call' || i), told.at), (2, 'twilio', 'CA' || md5('call' || i), told.at + interval '22 s'),
        (3, 'callrail', 'CAL' || md5('call' || i), told.at + interval '23 s')) as e(n, surface, id, at)`,
    [given.tenantId, given.source],
  );
  await admin.query(
    `insert into call_link (tenant_id, link_key, event_key)
      select $1, e.surface || ':' || e.id, md5(e.surface || e.id || n)
      from told cross join lateral (values (1, 'twilio', 'CA' || md5('call' || i)), (2, 'twilio', 'CA' || md5('call' || i)),
        (3, 'callrail', 'CAL' || md5('call' || i))) as e(n, surface, id)`,
    [given.tenantId],
  );
  await admin.query(
    `insert into contact (id, tenant_id, phone, created_at, updated_at)
      select md5('contact' || caller)::uuid, $1, caller, min(at), max(at) from told group by caller
      on conflict (tenant_id, phone) do nothing`,
    [given.tenantId],
  );
  await admin.query('commit');
}
