import { ALL_TENANTS } from '../../store/database.ts';
import { contentHashOf } from '../../store/inbox.ts';
import { newId } from '../../store/ids.ts';
import type { SourceRecord } from '../../store/sources.ts';
import { AppError } from '../../core/model/errors.ts';
import type { ServerDeps } from '../deps.ts';
import type { Deliveries } from '../intake/deliveries.ts';
import { defineFreeRoute, WORKERS, type Route } from './route.ts';
import { CallEventsAnswer, CallEventsRequest } from './schemas/call-events.ts';

/**
 * Calls that another system has already normalised. Each event becomes a delivery of its own in the inbox, so that it is
 * durable, heard and deduplicated exactly like a webhook; with the database away it is spooled like one.
 */
export function callEventsRoute(deliveries: Deliveries): Route {
  return defineFreeRoute({
    method: 'post',
    path: '/api/v1/call-events',
    tag: 'Intake',
    summary: 'Takes one normalised CallEvent, or up to 500',
    description:
      'The same event twice is stored once. `duplicates` counts events that were known already; while the database is away it is 0, because nobody can say.',
    roles: WORKERS,
    body: CallEventsRequest,
    answer: CallEventsAnswer,
    runFree: async ({ deps, principal, body }) => {
      const source = await apiSource(deps, principal.tenantId);
      const events = Array.isArray(body) ? body : [body];
      const { clock, publicUrl } = deps.pipeline;
      const receivedAt = clock.now().toISOString();
      const url = `${publicUrl ?? ''}/api/v1/call-events`;
      const inserted = await deliveries.storeAll(
        events.map((event) => {
          const bytes = Buffer.from(JSON.stringify(event));
          return {
            tenantId: principal.tenantId,
            sourceId: source.id,
            kind: 'call-events' as const,
            contentHash: contentHashOf('POST', '/api/v1/call-events', bytes),
            method: 'POST',
            url,
            headers: { 'content-type': 'application/json' },
            body: bytes,
            receivedAt,
          };
        }),
      );
      return {
        accepted: inserted ?? events.length,
        duplicates: inserted === null ? 0 : events.length - inserted,
      };
    },
  });
}

/** The source that events without a vendor hang on: one per organisation, made at the first use. */
async function apiSource(deps: ServerDeps, tenantId: string): Promise<Pick<SourceRecord, 'id'>> {
  const { sources, store, signal } = deps.pipeline;
  const known = (await sources.ofTenant(tenantId)).find((source) => source.kind === 'api');
  if (known !== undefined) return known;
  const id = newId();
  const made = await store.tx(ALL_TENANTS, async (tx) => {
    const tenant = await tx
      .selectFrom('tenant')
      .select('key')
      .where('id', '=', tenantId)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('source')
      .values({
        id,
        tenant_id: tenantId,
        key: `api--${tenant.key}`,
        kind: 'api',
        connector: 'call-events',
        name: 'API',
        settings: '{}',
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    return tx
      .selectFrom('source')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', 'api')
      .executeTakeFirst();
  });
  if (made === undefined)
    throw new AppError('conflict', 'a source of another organisation has the key this one needs');
  signal.wake('organisation');
  return made;
}
