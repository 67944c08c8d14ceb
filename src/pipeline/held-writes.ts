/** What was kept out of the records until counsel decided: names and sources of calls, written once the Gate says yes. */
import { sql } from 'kysely';
import type { Organisation } from '../core/model/directory.ts';
import { loadAttempts } from '../store/attempts.ts';
import type { Tx } from '../store/database.ts';
import { upsertContacts } from '../store/leads.ts';
import type { Pipeline } from './context.ts';
import { heldWrites, type WriteWish } from './side-gate.ts';
import { loadSituations } from './situation.ts';

/** More than a location misses in a month or two; what lies further back is written when the person calls again. */
const MOST = 500;

export async function writeHeldBack(
  tx: Tx,
  pipeline: Pipeline,
  given: {
    readonly organisation: Organisation;
    readonly locationId: string;
    /** Null: every call of the location that still waits. */
    readonly attemptId: string | null;
    readonly approvedRules: readonly string[];
    readonly at: Date;
  },
): Promise<void> {
  const { organisation, at } = given;
  const tenantId = organisation.tenant.id;
  const location = organisation.locations.get(given.locationId);
  if (location === undefined) return;
  const ids =
    given.attemptId === null
      ? (
          await tx
            .selectFrom('attempt')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('location_id', '=', location.id)
            .where('missed', '=', true)
            .where('merged_into', 'is', null)
            .orderBy('started_at', 'desc')
            .limit(MOST)
            .execute()
        ).map((row) => row.id)
      : [given.attemptId];
  const attempts = await loadAttempts(tx, tenantId, ids);
  const situations = await loadSituations(tx, tenantId, attempts);
  const wishes = attempts.flatMap((attempt): WriteWish[] => {
    const events = situations.get(attempt.id)?.events ?? [];
    const name = events.find((event) => event.callerName !== undefined)?.callerName ?? null;
    const attribution = events.some((event) => Object.keys(event.attribution).length > 0);
    if (attempt.caller === null || (name === null && !attribution)) return [];
    const call = {
      attemptId: attempt.id,
      primaryClass: attempt.primary_class ?? 'unknown',
      endedAt: attempt.missed_at ?? attempt.started_at,
      events,
    };
    const { approvedRules } = given;
    return [{ location, phone: attempt.caller, call, name, attribution, approvedRules }];
  });
  const held = await heldWrites(tx, pipeline, organisation, at, wishes);
  const open = wishes.filter(({ call }) => !held.has(call.attemptId));
  await upsertContacts(
    tx,
    tenantId,
    open.flatMap(({ phone, name, call }) =>
      name === null
        ? []
        : [{ phone, name, source: call.events[0]?.surface ?? 'phone', at: at.toISOString() }],
    ),
  );
  for (const { call } of open) {
    const attribution = Object.assign({}, ...call.events.map((event) => event.attribution)) as object;
    await sql`update lead set attribution = attribution || ${JSON.stringify(attribution)}::jsonb
      where tenant_id = ${tenantId} and attempt_id = ${call.attemptId}`.execute(tx);
  }
}
