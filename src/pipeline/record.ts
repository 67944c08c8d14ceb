import type { CallEvent } from '../core/model/call-event.ts';
import { clockCorrections } from '../core/detect/clock-skew.ts';
import { locationEver, type LocationRecord, type Organisation } from '../core/model/directory.ts';
import {
  eventKey,
  knownEvents,
  linkKeys,
  loadAttempts,
  loadRelated,
  type NewCallEvent,
  type StoredCallEvent,
} from '../store/attempts.ts';
import { loadCallers } from '../store/callers.ts';
import { readClockSkew } from '../store/clock-skew.ts';
import type { Tx } from '../store/database.ts';
import { lockCallers } from '../store/locks.ts';
import { noteUnknownStatuses } from '../store/source-tasks.ts';
import { type TenantClock } from '../store/tenant-clock.ts';
import { appendRecords } from '../store/audit.ts';
import { together } from '../store/together.ts';
import { callsWithoutCardData } from './card-data.ts';
import type { Pipeline } from './context.ts';
import { callerFacts, judgeAttempts, narrowed, siteOf } from './detect-facts.ts';
import { askAhead } from './look-up-ahead.ts';
import { Books } from './record-books.ts';

/** Longest redial window an operator may set, plus what clocks may differ: how far around an event its family can lie. */
const REACH_MS = (240 + 10) * 60_000;

/**
 * Records calls of one tenant: stores what is new, joins it with what is known, judges each attempt anew, writes
 * contact and lead, and sets or clears the timer of the answer. Arrival order does not matter, because every attempt
 * is judged from all of its events; repeating the same events changes nothing.
 */
export async function recordCalls(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  clock: TenantClock,
  given: readonly NewCallEvent[],
): Promise<void> {
  if (given.length === 0) return;
  const { calls, records } = callsWithoutCardData(given, clock.now().toISOString());
  const tenantId = organisation.tenant.id;
  // Whoever files events of the same caller, or of the same vendor call, waits here and then sees ours.
  const families = calls.flatMap((call) => [
    ...(call.party === null ? [] : [call.party]),
    ...linkKeys(call.event),
    eventKey(call.event),
  ]);
  await lockCallers(
    tx,
    families.map((phone) => ({ tenantId, phone })),
  );
  const fresh = await freshAmong(tx, tenantId, calls);
  const news = [...fresh.values()];
  if (news.length === 0) return;

  const related = [...(await loadRelated(tx, tenantId, reachOf(news))), ...news.map(unstored)];
  const events = related.map((each) => withLocation(organisation, each));
  const [callers, skew, attempts] = await together(
    loadCallers(tx, tenantId, [...new Set(events.flatMap((event) => event.from ?? []))]),
    readClockSkew(tx, tenantId),
    loadAttempts(
      tx,
      tenantId,
      [...new Set(related.flatMap((each) => (each.attemptId === null ? [] : [each.attemptId])))],
      { lock: true },
    ),
  );
  const facts = {
    blocked: [...callers.values()].filter((caller) => caller.blocked).map((caller) => caller.phone),
    clockSkewMs: clockCorrections(skew),
    callers: callerFacts(callers, events),
  };
  const site = siteOf(organisation, pipeline.connectors);
  const byKey = new Map(related.map((each) => [each.eventKey, each]));
  const views = judgeAttempts({ ...site, ...facts, events });
  const known = new Map(attempts.map((row) => [row.id, row]));

  await appendRecords(tx, pipeline.keeper, tenantId, records);
  const books = new Books(
    tenantId,
    organisation,
    clock,
    new Map([...callers].flatMap(([phone, { lineType }]) => (lineType === null ? [] : [[phone, lineType]]))),
    related,
    fresh,
  );
  const claimed = new Set<string>();
  const isFresh = (event: CallEvent): boolean => fresh.has(eventKey(event));
  for (const view of views) {
    const own = view.calls.flatMap((call) => call.events);
    const keys = own.map(eventKey);
    if (!keys.some((key) => fresh.has(key))) continue;
    const location =
      organisation.locationsByKey.get(view.locationKey) ?? locationOfFirst(organisation, keys, byKey);
    if (location === undefined) continue;
    // Should what was one attempt now fall apart, as with another clock or redial window, one part keeps its name.
    const [current, ...others] = [...new Set(keys.flatMap((key) => byKey.get(key)?.attemptId ?? []))]
      .sort()
      .filter((id) => !claimed.has(id))
      .flatMap((id) => known.get(id) ?? []);
    for (const { id } of [current, ...others].filter((row) => row !== undefined)) claimed.add(id);
    books.file(view, narrowed(site, own, facts), location, keys, current, others);
  }
  await books.write(tx, pipeline);
  await askAhead(
    tx,
    organisation,
    clock,
    views.flatMap((view) =>
      view.missed && view.from !== null && view.calls.some(({ events: own }) => own.some(isFresh))
        ? [view.from]
        : [],
    ),
  );
  const decided = new Set(
    views.flatMap((view) =>
      view.calls
        .filter((call) => call.outcome === 'missed' || call.outcome === 'answered')
        .flatMap((call) => call.events.map(eventKey)),
    ),
  );
  await noteUnknownStatuses(
    tx,
    tenantId,
    news.filter((call) => !decided.has(eventKey(call.event))).flatMap(unknownStatus),
  );
}

/**
 * A status that its connector does not know, or that does not say how the call ended: kept as `unknown`, and told to the
 * operator (Health) when nothing else told it. Vendors end most answered and missed calls with a word that says neither.
 */
function unknownStatus({ event, sourceId }: NewCallEvent): Parameters<typeof noteUnknownStatuses>[2] {
  return event.disposition === 'unknown'
    ? [{ sourceId, raw: event.dispositionRaw ?? '', lastAt: event.occurredAt }]
    : [];
}

/** The calls that are not stored yet, each once. Whoever stores the same one waits for our locks. */
async function freshAmong(
  tx: Tx,
  tenantId: string,
  calls: readonly NewCallEvent[],
): Promise<Map<string, NewCallEvent>> {
  const byKey = new Map<string, NewCallEvent>();
  for (const call of calls) {
    const key = eventKey(call.event);
    if (!byKey.has(key)) byKey.set(key, call);
  }
  for (const key of await knownEvents(tx, tenantId, [...byKey.keys()])) byKey.delete(key);
  return byKey;
}

/** An event as it will come back from the store. */
function unstored(call: NewCallEvent): StoredCallEvent {
  return { eventKey: eventKey(call.event), attemptId: null, locationId: call.locationId, event: call.event };
}

/** Detection places a call by the numbers; the location found at the door is what a source or surface said. */
function withLocation(organisation: Organisation, stored: StoredCallEvent): CallEvent {
  const key = locationEver(organisation, stored.locationId)?.key;
  return key === undefined ? stored.event : { ...stored.event, location: key };
}

function locationOfFirst(
  organisation: Organisation,
  keys: readonly string[],
  byKey: ReadonlyMap<string, StoredCallEvent>,
): LocationRecord | undefined {
  const first = keys.map((key) => byKey.get(key)).find((each) => each !== undefined);
  return first === undefined ? undefined : locationEver(organisation, first.locationId);
}

function reachOf(calls: readonly NewCallEvent[]): Parameters<typeof loadRelated>[2] {
  const times = calls.map((call) => Date.parse(call.event.occurredAt));
  return {
    parties: [...new Set(calls.flatMap((call) => call.party ?? []))],
    links: [...new Set(calls.flatMap((call) => linkKeys(call.event)))],
    from: new Date(Math.min(...times) - REACH_MS).toISOString(),
    to: new Date(Math.max(...times) + REACH_MS).toISOString(),
  };
}
