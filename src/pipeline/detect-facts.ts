import { detect } from '../core/detect/detect.ts';
import { recentCalls } from '../core/detect/caller-facts.ts';
import type { CallerFacts } from '../core/detect/caller-facts.ts';
import { rungReps } from '../core/detect/mismatch.ts';
import { factsOf } from '../core/detect/options.ts';
import type { DetectOptions, LocationFacts } from '../core/detect/options.ts';
import type { AttemptView } from '../core/model/attempt.ts';
import type { CallEvent } from '../core/model/call-event.ts';
import type { Organisation } from '../core/model/directory.ts';
import type { KnownCaller } from '../store/callers.ts';
import type { Connectors } from './context.ts';

/**
 * Everything detection reads, as plain data: recorded with each verdict, so that `ringback replay` needs no
 * organisation of today to re-derive the verdict of then.
 */
export interface DetectFacts {
  readonly events: readonly CallEvent[];
  readonly locations: readonly LocationFacts[];
  readonly numbers: readonly {
    readonly number: string;
    readonly location: string;
    readonly staff: boolean;
    readonly forwardsTo: string | null;
  }[];
  readonly blocked: readonly string[];
  readonly clockToleranceSeconds: Readonly<Record<string, number>>;
  readonly surfaceNames: Readonly<Record<string, string>>;
  /** How far ahead each surface's clock was known to be; absent in records from before this was learned. */
  readonly clockSkewMs?: Readonly<Record<string, number>>;
  /** What was known of the callers; absent in records from before that was asked. */
  readonly callers?: readonly CallerFacts[];
}

export function judgeAttempts(facts: DetectFacts): readonly AttemptView[] {
  return detect(facts.events, detectOptions(facts));
}

export function detectOptions(facts: Omit<DetectFacts, 'events'>): DetectOptions {
  const numbers = new Map(facts.numbers.map((entry) => [entry.number, entry]));
  const locations = new Map(facts.locations.map((location) => [location.key, location]));
  const blocked = new Set(facts.blocked);
  const callers = new Map((facts.callers ?? []).map((caller) => [caller.number, caller]));
  return {
    locate: (number) => numbers.get(number)?.location ?? null,
    location: (key) => locations.get(key) ?? null,
    forwardsTo: (number) => numbers.get(number)?.forwardsTo ?? null,
    isStaff: (number) => numbers.get(number)?.staff ?? false,
    isBlocked: (number) => blocked.has(number),
    surfaceName: (surface) => facts.surfaceNames[surface] ?? surface,
    clockToleranceSeconds: facts.clockToleranceSeconds,
    clockSkewMs: facts.clockSkewMs ?? {},
    caller: (number) => callers.get(number) ?? null,
  };
}

type Site = Omit<DetectFacts, 'events' | Known>;
/** What is asked anew for each batch of calls. */
type Known = 'blocked' | 'clockSkewMs' | 'callers';
const sites = new WeakMap<Organisation, Site>();

/** The organisation in the shape detection wants; built once per loaded organisation. */
export function siteOf(organisation: Organisation, connectors: Connectors): Site {
  let site = sites.get(organisation);
  if (site === undefined) {
    site = {
      // Removed ones too: what is heard late about a call of before is judged by the hours that shop had.
      locations: [...organisation.locations.values(), ...(organisation.former?.values() ?? [])].map(
        (location) => ({
          ...factsOf(location.config),
          key: location.key,
          zone: location.zone,
        }),
      ),
      numbers: numbersOf(organisation),
      clockToleranceSeconds: Object.fromEntries(
        [...connectors.voice].map(([id, surface]) => [id, surface.meta.clockToleranceSeconds]),
      ),
      surfaceNames: Object.fromEntries([...connectors.voice].map(([id, surface]) => [id, surface.meta.name])),
    };
    sites.set(organisation, site);
  }
  return site;
}

/** Only what these events can touch: what is recorded stays small. */
export function narrowed(
  site: Site,
  events: readonly CallEvent[],
  known: Pick<DetectFacts, Known>,
): DetectFacts {
  const mentioned = new Set(
    events.flatMap((event) => [event.to, event.from, event.forwardedFrom, event.forwardedTo]),
  );
  const numbers = site.numbers.filter(
    (entry) => mentioned.has(entry.number) || (entry.forwardsTo !== null && mentioned.has(entry.forwardsTo)),
  );
  const places = new Set([
    ...numbers.map((entry) => entry.location),
    ...events.map((event) => event.location),
  ]);
  const surfaces = new Set(events.map((event) => event.surface));
  const only = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(([surface]) => surfaces.has(surface)));
  return {
    events,
    locations: site.locations
      .filter((location) => places.has(location.key))
      .map((location) => withRepsOf(location, events)),
    numbers,
    blocked: known.blocked.filter((number) => mentioned.has(number)),
    clockSkewMs: only(known.clockSkewMs ?? {}),
    callers: (known.callers ?? []).filter((caller) => mentioned.has(caller.number)),
    clockToleranceSeconds: only(site.clockToleranceSeconds),
    surfaceNames: only(site.surfaceNames),
  };
}

/** Of a large team only those who were rung. */
function withRepsOf(location: LocationFacts, events: readonly CallEvent[]): LocationFacts {
  return { ...location, reps: rungReps(events, location) };
}

/** What the store and the calls around tell of each caller. */
export function callerFacts(
  known: ReadonlyMap<string, KnownCaller>,
  events: readonly CallEvent[],
): readonly CallerFacts[] {
  const byCaller = Map.groupBy(events, (event) => event.from);
  return [...known.values()].map((caller) => ({
    number: caller.phone,
    customer: customerOf(caller),
    firstSeenAt: caller.firstSeenAt,
    lists: caller.lists,
    recent: recentCalls(
      caller.phone,
      (byCaller.get(caller.phone) ?? []).map((event) => ({
        event,
        location: event.location ?? event.to ?? '',
      })),
    ),
  }));
}

function customerOf(caller: KnownCaller): string | null {
  if (caller.existingCustomer) return 'is marked as your customer';
  if (caller.hasBooked) return 'has booked with you';
  if (caller.hasWritten) return 'has written to you';
  return caller.released ? 'was released by your staff' : null;
}

function numbersOf(organisation: Organisation): Site['numbers'] {
  const entries = [...organisation.numbers.values()].flatMap((record) => {
    const location = organisation.locations.get(record.locationId);
    return location === undefined
      ? []
      : [
          {
            number: record.number,
            location: location.key,
            staff: record.kind === 'staff',
            forwardsTo: record.forwardsTo,
          },
        ];
  });
  const listed = new Set(entries.map((entry) => entry.number));
  // Numbers of reps, and targets that only one location forwards to, belong to that location too.
  for (const location of organisation.locations.values()) {
    for (const rep of location.config.reps) {
      if (rep.phone === undefined || listed.has(rep.phone)) continue;
      listed.add(rep.phone);
      entries.push({ number: rep.phone, location: location.key, staff: true, forwardsTo: null });
    }
  }
  for (const [target, from] of Map.groupBy(
    entries.filter((entry) => entry.forwardsTo !== null),
    (entry) => entry.forwardsTo ?? '',
  )) {
    const owners = new Set(from.map((entry) => entry.location));
    const [owner] = owners;
    if (owners.size === 1 && owner !== undefined && !listed.has(target))
      entries.push({ number: target, location: owner, staff: false, forwardsTo: null });
  }
  return entries;
}

/** The view without the raw events, which have their own rows. */
export function compactView(view: AttemptView): Record<string, unknown> {
  return {
    ...view,
    calls: view.calls.map((call) => ({
      callKey: call.callKey,
      startedAt: call.startedAt,
      endedAt: call.endedAt,
      outcome: call.outcome,
      events: call.events.map((event) => event.eventId),
      surfaces: [...new Set(call.events.map((event) => event.surface))],
    })),
  };
}
