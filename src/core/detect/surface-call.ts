import type { CallEvent } from '../model/call-event.ts';
import type { CorrelationLink } from '../model/attempt.ts';
import { precisionMs } from './distinct.ts';
import type { TimedEvent } from './distinct.ts';
import { nameOf } from './options.ts';
import type { DetectOptions } from './options.ts';
import { UnionFind } from './union-find.ts';

/**
 * One call as one surface saw it: all events that the surface's own ids tie together, legs included. Whatever is said
 * about numbers and times is said between these.
 */
export interface SurfaceCall {
  readonly surface: string;
  /** `surface:callId` of the earliest leg. */
  readonly key: string;
  readonly events: readonly TimedEvent[];
  readonly links: readonly CorrelationLink[];
  readonly direction: CallEvent['direction'];
  /** The customer's number as the earliest event shows it; null when withheld. */
  readonly customer: string | null;
  /** Every customer number that appears: legs may show different ones. */
  readonly customers: readonly string[];
  /** Numbers that the customer dialled. For an outgoing call: the numbers shown to the customer. */
  readonly numbers: readonly string[];
  /** Numbers that this surface rang on behalf of the customer. */
  readonly targets: readonly string[];
  /** Numbers that sent the call here. */
  readonly origins: readonly string[];
  /** Location keys (or the bare number) of `numbers`. */
  readonly places: ReadonlySet<string>;
  /** Places that this call came from or went on to. */
  readonly via: ReadonlySet<string>;
  readonly startMs: number;
  readonly endMs: number;
  readonly slackMs: number;
}

export function surfaceCalls(events: readonly TimedEvent[], options: DetectOptions): readonly SurfaceCall[] {
  const sets = new UnionFind(events.length);
  const links = new Map<number, CorrelationLink>();
  const firstWith = new Map<string, number>();
  events.forEach(({ event }, index) => {
    for (const id of [event.callId, ...event.linkedCallIds]) {
      const token = `${event.surface}\u0000${id}`;
      const earlier = firstWith.get(token);
      if (earlier === undefined) firstWith.set(token, index);
      else {
        // The larger root gives way, so one link per root tells the whole tree.
        const yielding = Math.max(sets.find(earlier), sets.find(index));
        const other = events[earlier]?.event;
        if (sets.join(earlier, index) && other !== undefined)
          links.set(yielding, idLink(other, event, options));
      }
    }
  });
  return sets.groups().map((members) => {
    const own = members.map((index) => events[index]).filter((entry) => entry !== undefined);
    return toCall(
      own,
      members.map((index) => links.get(index)).filter((link) => link !== undefined),
      options,
    );
  });
}

/** Where a number belongs: the surface's own word, our numbers, the source; else it stands for itself. Null: nobody says. */
export function placeOf(
  number: string | null,
  event: CallEvent | null,
  options: DetectOptions,
): string | null {
  const ofSource = event?.source === undefined ? null : options.sourceLocation?.(event.source);
  return event?.location ?? (number === null ? null : options.locate?.(number)) ?? ofSource ?? number;
}

/** A leg that our system placed while serving a call that came in: Twilio's dialled legs say `outbound`. */
export function isServingLeg(call: Pick<SurfaceCall, 'direction'>, event: CallEvent): boolean {
  return call.direction === 'inbound' && event.direction === 'outbound';
}

function toCall(
  entries: readonly TimedEvent[],
  links: readonly CorrelationLink[],
  options: DetectOptions,
): SurfaceCall {
  const events = entries.map((entry) => entry.event);
  const direction = directionOf(events, options);
  const parents = events.filter((event) => event.direction === direction);
  const roots = parents.length > 0 ? parents : events;
  const serving =
    direction === 'inbound' && parents.length > 0
      ? events.filter((event) => event.direction === 'outbound')
      : [];
  const numbers = unique(roots.map((event) => (direction === 'outbound' ? event.from : event.to)));
  const targets = unique([
    ...roots.map((event) => event.forwardedTo),
    ...serving.map((event) => event.to),
    ...numbers.map((number) => options.forwardsTo?.(number)),
  ]).filter((number) => !numbers.includes(number));
  const origins = unique(roots.map((event) => event.forwardedFrom)).filter(
    (number) => !numbers.includes(number),
  );
  const places = roots.map((event) =>
    placeOf(direction === 'outbound' ? (event.from ?? event.to) : event.to, event, options),
  );
  const shown = roots.map((event) => (direction === 'outbound' ? event.to : event.from));
  const first = entries[0];
  return {
    surface: first?.event.surface ?? '',
    key: `${first?.event.surface ?? ''}:${first?.event.callId ?? ''}`,
    events: entries,
    links,
    direction,
    customer: shown.find((number) => number !== null) ?? null,
    customers: unique(shown),
    numbers,
    targets,
    origins,
    places: new Set(unique(places)),
    via: new Set(unique([...targets, ...origins].map((number) => placeOf(number, null, options)))),
    startMs: Math.min(...entries.map((entry) => entry.startMs)),
    endMs: Math.max(...entries.map((entry) => entry.endMs)),
    slackMs: Math.max(...events.map(precisionMs)),
  };
}

function directionOf(events: readonly CallEvent[], options: DetectOptions): CallEvent['direction'] {
  if (events.some((event) => event.direction === 'inbound')) return 'inbound';
  const outgoing = events.filter((event) => event.direction === 'outbound');
  if (outgoing.length === 0) return 'internal';
  // Only the legs towards our own people were seen: the call they served came in.
  const toUs = (event: CallEvent): boolean =>
    event.linkedCallIds.length > 0 &&
    event.to !== null &&
    (options.isStaff?.(event.to) === true || (options.locate?.(event.to) ?? null) !== null);
  return outgoing.every(toUs) ? 'inbound' : 'outbound';
}

function idLink(a: CallEvent, b: CallEvent, options: DetectOptions): CorrelationLink {
  const name = nameOf(a.surface, options);
  return a.callId === b.callId
    ? {
        eventIds: [a.eventId, b.eventId],
        rule: 'same-call-id',
        confidence: 1,
        because: `${name} gave both the same call id.`,
      }
    : {
        eventIds: [a.eventId, b.eventId],
        rule: 'linked-id',
        confidence: 0.99,
        because: `${name} names one call in the other.`,
      };
}

function unique(values: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null && value !== undefined))].sort();
}
