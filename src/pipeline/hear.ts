import type { CallEvent } from '../core/model/call-event.ts';
import { CallEvent as CallEventSchema } from '../core/model/call-event.ts';
import type { Organisation } from '../core/model/directory.ts';
import type { IncomingRequest, ParseResult } from '../ports/connector.ts';
import type { MessagingEvent } from '../ports/messaging.ts';
import { ALL_TENANTS, isDatabaseDown, PG, pgCode, retryConflicts, type Tx } from '../store/database.ts';
import {
  quarantineDeliveries,
  settleDeliveries,
  takeDeliveries,
  type Delivery,
  type InboxPart,
} from '../store/inbox-drain.ts';
import type { JobKind } from '../store/jobs.ts';
import type { SourceRecord } from '../store/sources.ts';
import { storable } from '../store/storable.ts';
import { clockWithOffset, type TenantClock } from '../store/tenant-clock.ts';
import { configFor, type Pipeline } from './context.ts';
import { hearTexts, type HeardText } from './hear-texts.ts';
import { placeCalls, type Fate, type HeardDelivery } from './place.ts';
import { recordCalls } from './record.ts';

const BATCH = 100;

/**
 * Hears what arrived: takes deliveries from the inbox, parses them with their source's connector, and hands call
 * events to `record` and texts to `receipts`. A batch is one transaction; a delivery that breaks it is laid aside as
 * quarantined, where an operator sees it, and the rest goes on. Calls and texts are heard apart, so that a flood of
 * receipts holds up no call. Returns how many deliveries were taken.
 */
export async function drainInbox(pipeline: Pipeline, part?: InboxPart, limit = BATCH): Promise<number> {
  if (part === undefined)
    return (await drainInbox(pipeline, 'calls', limit)) + (await drainInbox(pipeline, 'texts', limit));
  try {
    return await retryConflicts(() => hearBatch(pipeline, part, limit, []));
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    pipeline.log.warn({ error: String(error) }, 'a batch of deliveries failed; taking them one by one');
    return hearOneByOne(pipeline, part, limit);
  }
}

/** `took` receives the ids of the deliveries in hand, so that whoever sees the batch fail knows which they were. */
async function hearBatch(
  pipeline: Pipeline,
  part: InboxPart,
  limit: number,
  took: number[],
): Promise<number> {
  const touched = new Set<string>();
  const stirred = new Set<string>();
  const taken = await pipeline.store.tx(ALL_TENANTS, async (tx) => {
    const deliveries = await takeDeliveries(tx, part, limit);
    took.splice(0, took.length, ...deliveries.map((delivery) => delivery.id));
    for (const [tenantId, group] of Map.groupBy(deliveries, (delivery) => delivery.tenantId)) {
      const organisation = await pipeline.organisations.load(tx, tenantId);
      const heard = await hearTenant(tx, pipeline, organisation, group);
      await settleDeliveries(tx, heard.fates, pipeline.clock.now());
      if (heard.stirs) stirred.add(tenantId);
      touched.add(tenantId);
    }
    return deliveries.length;
  });
  for (const tenantId of touched) pipeline.signal.wake(`change:${tenantId}`);
  if (stirred.size > 0) for (const kind of FOLLOWING[part]) pipeline.signal.wake(`job:${kind}`);
  return taken;
}

/** What a heard delivery may have set to work. */
const FOLLOWING: Readonly<Record<InboxPart, readonly JobKind[]>> = {
  calls: ['answer', 'lookup'],
  texts: ['answer', 'reply', 'send', 'notify'],
};

async function hearOneByOne(pipeline: Pipeline, part: InboxPart, limit: number): Promise<number> {
  let taken = 0;
  for (; taken < limit; taken += 1) {
    const took: number[] = [];
    try {
      // Losing a deadlock says nothing about a delivery: only one that fails by itself is laid aside.
      if ((await retryConflicts(() => hearBatch(pipeline, part, 1, took))) === 0) break;
    } catch (error) {
      if (isDatabaseDown(error) || pgCode(error) === PG.deadlock) throw error;
      await quarantine(pipeline, took, error);
    }
  }
  return taken;
}

/** Lays aside the very deliveries that failed: another worker may have taken them, or finished them, meanwhile. */
async function quarantine(pipeline: Pipeline, ids: readonly number[], error: unknown): Promise<void> {
  if (ids.length === 0) throw error;
  const detail = {
    reason: 'Ringback failed on this delivery; it is kept and can be tried again after an update',
    error: String(error),
  };
  await pipeline.store.tx(ALL_TENANTS, async (tx) => {
    const laidAside = await quarantineDeliveries(tx, ids, detail, pipeline.clock.now());
    for (const inbox of laidAside) pipeline.log.error({ inbox, error: String(error) }, 'delivery laid aside');
  });
}

async function hearTenant(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  deliveries: readonly Delivery[],
): Promise<{ fates: Fate[]; stirs: boolean }> {
  const clock = clockWithOffset(organisation.tenant.id, organisation.tenant.clockOffsetMs, pipeline.clock);
  const fates: Fate[] = [];
  const heard: HeardDelivery[] = [];
  const texts: HeardText[] = [];
  for (const delivery of deliveries) {
    const source = await pipeline.sources.byId(delivery.sourceId);
    if (source === null) {
      fates.push({ id: delivery.id, fate: 'unrouted', detail: { reason: 'the source was removed' } });
      continue;
    }
    if (delivery.kind === 'messaging') {
      texts.push({ delivery, source, parsed: storable(parseText(pipeline, source, delivery)) });
      continue;
    }
    const parsed =
      delivery.kind === 'call-events'
        ? parseNormalised(delivery)
        : parseVendor(pipeline, source, inTenantTime(delivery, clock));
    heard.push({ delivery, source, parsed: storable(parsed) });
  }
  const placed = await placeCalls(tx, organisation, heard, clock.now());
  await recordCalls(tx, pipeline, organisation, clock, placed.calls);
  const read = await hearTexts(tx, pipeline, texts);
  return { fates: [...fates, ...placed.fates, ...read.fates], stirs: read.stirs || placed.calls.length > 0 };
}

function parseVendor(pipeline: Pipeline, source: SourceRecord, delivery: Delivery): ParseResult<CallEvent> {
  const surface = pipeline.connectors.voice.get(source.connector);
  if (surface === undefined)
    return {
      result: 'malformed',
      issues: [{ path: 'connector', message: `this build has no connector "${source.connector}"` }],
    };
  const config = configFor(surface, source);
  if (config === null)
    return {
      result: 'malformed',
      issues: [
        { path: 'settings', message: `the settings of source ${source.key} do not fit ${source.connector}` },
      ],
    };
  return surface.parse(asRequest(delivery), config, {
    source: source.key,
    zone: source.zone,
    country: source.country ?? undefined,
  });
}

/** Events that came normalised through the API were checked at the door; the door may have been an older version. */
function parseNormalised(delivery: Delivery): ParseResult<CallEvent> {
  const parsed = CallEventSchema.safeParse(JSON.parse(delivery.body.toString('utf8')));
  return parsed.success
    ? { result: 'events', events: [parsed.data] }
    : {
        result: 'malformed',
        issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
      };
}

function parseText(
  pipeline: Pipeline,
  source: SourceRecord,
  delivery: Delivery,
): ParseResult<MessagingEvent> {
  const provider = pipeline.connectors.messaging.get(source.connector);
  if (provider === undefined)
    return {
      result: 'malformed',
      issues: [{ path: 'connector', message: `this build has no connector "${source.connector}"` }],
    };
  const config = configFor(provider, source) ?? {};
  return provider.parse(asRequest(delivery), config, { source: source.key, zone: source.zone });
}

/** Vendors that send no time mean the moment of arrival; for a simulated organisation that is a moment of its own clock. */
function inTenantTime(delivery: Delivery, clock: TenantClock): Delivery {
  return clock.offsetMs === 0
    ? delivery
    : { ...delivery, receivedAt: new Date(Date.parse(delivery.receivedAt) + clock.offsetMs).toISOString() };
}

function asRequest(delivery: Delivery): IncomingRequest {
  return {
    method: delivery.method,
    url: delivery.url,
    headers: delivery.headers,
    body: delivery.body,
    receivedAt: delivery.receivedAt,
  };
}
