import { sql } from 'kysely';
import type { CallEvent } from '../core/model/call-event.ts';
import type { AttemptRow } from '../store/attempts.ts';
import type { Tx } from '../store/database.ts';
import { together } from '../store/together.ts';

/** What else is going on with the caller of an attempt, just before it is answered. */
export interface Situation {
  readonly events: readonly CallEvent[];
  readonly contactId: string | null;
  readonly callerName: string | null;
  readonly blocked: boolean;
  /** This person was in touch with this location before this attempt. */
  readonly returning: boolean;
  /** The caller wrote to this location within a day and the thread is open: we answer there, not with a first text. */
  readonly liveThread: boolean;
  /** A person has taken the thread over and has neither closed it nor given it back. */
  readonly heldByPerson: boolean;
  /** Somebody marked the callback as done after the call was missed. */
  readonly calledBack: boolean;
  /** Rules whose question counsel answered with yes for this attempt. */
  readonly counselApproved: readonly string[];
  readonly counselRefused: boolean;
}

const LIVE_MS = 86_400_000;

/** Loads the situations of many attempts at once. */
export async function loadSituations(
  tx: Tx,
  tenantId: string,
  attempts: readonly AttemptRow[],
): Promise<Map<string, Situation>> {
  if (attempts.length === 0) return new Map();
  const ids = attempts.map((attempt) => attempt.id);
  const [events, rows] = await together(
    sql<{ attempt_id: string; event: CallEvent }>`select attempt_id, event from call_event
    where attempt_id = any(${ids}::uuid[]) order by occurred_at, event_key`.execute(tx),
    sql<{
      id: string;
      contact_id: string | null;
      name: string | null;
      blocked: boolean | null;
      last_inbound_at: string | null;
      thread_state: string | null;
      holder: string | null;
      thread_created: string | null;
      called_back: boolean;
      counsel: string | null;
      asked: readonly string[] | null;
    }>`
    select a.id, c.id as contact_id, c.name, c.blocked, t.last_inbound_at, t.state as thread_state, t.holder, t.created_at as thread_created,
      exists (select 1 from callback_item b where b.attempt_id = a.id and b.state = 'done'
        and b.handled_by <> 'ringback' and b.handled_at >= coalesce(a.missed_at, a.started_at)) as called_back,
      (select state from counsel_item k where k.attempt_id = a.id and k.action = 'sms.textback.first') as counsel,
      (select array(select f ->> 'rule' from jsonb_array_elements(k.decision -> 'findings') f where f ->> 'decision' = 'route-to-counsel')
        from counsel_item k where k.attempt_id = a.id and k.action = 'sms.textback.first' and k.state = 'approved') as asked
    from attempt a
      left join contact c on c.tenant_id = a.tenant_id and c.phone = a.caller
      left join thread t on t.tenant_id = a.tenant_id and t.location_id = a.location_id and t.phone = a.caller
    where a.tenant_id = ${tenantId} and a.id = any(${ids}::uuid[])`.execute(tx),
  );
  const byId = new Map(rows.rows.map((row) => [row.id, row]));
  const eventsById = Map.groupBy(events.rows, (row) => row.attempt_id);
  return new Map(
    attempts.map((attempt) => {
      const row = byId.get(attempt.id);
      const missedAt = Date.parse(attempt.missed_at ?? attempt.started_at);
      const lastInbound = row?.last_inbound_at ?? null;
      return [
        attempt.id,
        {
          events: (eventsById.get(attempt.id) ?? []).map((each) => each.event),
          contactId: row?.contact_id ?? null,
          callerName: row?.name ?? null,
          blocked: row?.blocked === true,
          returning:
            row?.thread_created !== null &&
            row?.thread_created !== undefined &&
            Date.parse(row.thread_created) < missedAt,
          liveThread:
            row?.thread_state === 'open' &&
            lastInbound !== null &&
            Date.parse(lastInbound) > missedAt - LIVE_MS,
          heldByPerson: row?.thread_state === 'open' && row.holder === 'human',
          calledBack: row?.called_back === true,
          counselApproved: row?.asked ?? [],
          counselRefused: row?.counsel === 'refused',
        },
      ];
    }),
  );
}
