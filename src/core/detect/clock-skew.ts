import type { CallEvent } from '../model/call-event.ts';
import { distinct } from './distinct.ts';
import type { DetectOptions } from './options.ts';
import { surfaceCalls } from './surface-call.ts';
import type { SurfaceCall } from './surface-call.ts';

/**
 * Learns how far the surfaces' clocks are off, from calls that two of them saw for certain: the number that one forwards
 * to is the number the other was dialled on, for a caller with no other call near; or both name the same trace. Between
 * two surfaces the middle difference counts, so that lost events and odd calls do not move it.
 *
 * What is learned is plain data for `DetectOptions.clockSkewMs`; nothing here looks at a clock.
 */
export interface ClockSkew {
  readonly surface: string;
  /** The surface whose clock is taken as right. */
  readonly reference: string;
  /** Positive: the surface's clock is ahead of the reference. */
  readonly offsetMs: number;
  /** Median distance of single calls from the offset. */
  readonly spreadMs: number;
  readonly pairs: number;
}

export interface PairOffset {
  /** In alphabetical order. */
  readonly a: string;
  readonly b: string;
  /** What b's clock shows when a's shows zero. */
  readonly offsetMs: number;
  readonly spreadMs: number;
  readonly pairs: number;
}

/** A caller's calls nearer to each other than this leave open which of them belong together. */
const ALONE_MS = 45 * 60_000;
/** Further apart is no clock that drifted but a wrong time zone or date: a person must see to it. */
const MOST_MS = 15 * 60_000;
/** Forwarding itself takes seconds, and the tolerance of each pair of surfaces covers them. */
const LEAST_MS = 15_000;
const FEWEST_PAIRS = 20;
/** The latest count: a clock that was set right is believed after half of these. */
const LATEST_PAIRS = 100;
/** How sure the middle must be: spread over the square root of the count. */
const MOST_DOUBT_MS = 6_000;

/** Every surface that could be measured, the reference among them. */
export function learnClockSkew(
  events: readonly CallEvent[],
  options: DetectOptions = {},
  /** Per surface, how long after an event its news arrived, in the middle. Whose is shortest has the best clock. */
  arrivalLagMs: Readonly<Record<string, number>> = {},
): readonly ClockSkew[] {
  return againstReference(pairOffsets(events, options), arrivalLagMs);
}

/** What detection takes off each surface's times; nothing where the tolerance of the surfaces covers it anyway. */
export function clockCorrections(
  skews: readonly Pick<ClockSkew, 'surface' | 'offsetMs'>[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    skews
      .filter(({ offsetMs }) => Math.abs(offsetMs) >= LEAST_MS && Math.abs(offsetMs) <= MOST_MS)
      .map(({ surface, offsetMs }) => [surface, offsetMs]),
  );
}

/** The offset of each pair of surfaces that enough certain pairs of calls show. */
export function pairOffsets(
  events: readonly CallEvent[],
  options: DetectOptions = {},
): readonly PairOffset[] {
  const dated = events.filter((event) => event.timePrecision !== 'none');
  const calls = surfaceCalls(distinct(dated), options).filter((call) => call.direction === 'inbound');
  const bySurfaces = Map.groupBy(certainPairs(calls), ([a, b]) => `${a.surface}\u0000${b.surface}`);
  const found: PairOffset[] = [];
  for (const pairs of bySurfaces.values()) {
    const latest = pairs
      .toSorted(([one], [two]) => two.startMs - one.startMs || (one.key < two.key ? -1 : 1))
      .slice(0, LATEST_PAIRS);
    const [a, b] = latest[0] ?? [];
    if (a === undefined || b === undefined || latest.length < FEWEST_PAIRS) continue;
    const best = steadier(
      middle(latest.map(([one, two]) => two.startMs - one.startMs)),
      middle(latest.flatMap(([one, two]) => endDifference(one, two))),
    );
    if (best.spreadMs / Math.sqrt(best.count) > MOST_DOUBT_MS) continue;
    found.push({
      a: a.surface,
      b: b.surface,
      offsetMs: best.offsetMs,
      spreadMs: best.spreadMs,
      pairs: best.count,
    });
  }
  return found.sort(
    (one, two) => two.pairs - one.pairs || (`${one.a}/${one.b}` < `${two.a}/${two.b}` ? -1 : 1),
  );
}

/** One clock of each group of linked surfaces is taken as right; the others are measured against it, by the best-known way. */
function againstReference(
  offsets: readonly PairOffset[],
  arrivalLagMs: Readonly<Record<string, number>>,
): readonly ClockSkew[] {
  const lag = (surface: string): number => Math.abs(arrivalLagMs[surface] ?? Number.POSITIVE_INFINITY);
  const open = new Set(offsets.flatMap(({ a, b }) => [a, b]));
  const found: ClockSkew[] = [];
  while (open.size > 0) {
    const [reference = ''] = [...open].sort((a, b) => lag(a) - lag(b) || (a < b ? -1 : 1));
    const known = new Map([[reference, { offsetMs: 0, spreadMs: 0, pairs: 0 }]]);
    open.delete(reference);
    for (;;) {
      const next = offsets.find(({ a, b }) => known.has(a) !== known.has(b));
      if (next === undefined) break;
      const forward = known.has(next.a);
      const from = known.get(forward ? next.a : next.b);
      const surface = forward ? next.b : next.a;
      open.delete(surface);
      known.set(surface, {
        offsetMs: (from?.offsetMs ?? 0) + (forward ? next.offsetMs : -next.offsetMs),
        spreadMs: next.spreadMs,
        pairs: next.pairs,
      });
    }
    for (const [surface, { offsetMs, ...rest }] of known)
      found.push({ surface, reference, offsetMs: Math.round(offsetMs / 1000) * 1000, ...rest });
  }
  return found.sort((a, b) => (a.surface < b.surface ? -1 : 1));
}

type Pair = readonly [SurfaceCall, SurfaceCall];

function certainPairs(calls: readonly SurfaceCall[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  const add = (one: SurfaceCall, two: SurfaceCall): void => {
    const pair: Pair = one.surface < two.surface ? [one, two] : [two, one];
    if (Math.abs(one.startMs - two.startMs) <= MOST_MS) pairs.set(`${pair[0].key}\u0000${pair[1].key}`, pair);
  };
  for (const [one, two] of sharedTraces(calls)) add(one, two);
  const byCustomer = Map.groupBy(calls, (call) => call.customer ?? '');
  for (const [customer, own] of byCustomer) {
    if (customer === '') continue;
    for (const one of own) {
      for (const two of own) {
        if (
          one.surface === two.surface ||
          !forwardsTo(one, two) ||
          Math.abs(one.startMs - two.startMs) > MOST_MS
        )
          continue;
        if (isAlone(one, two, own) && isAlone(two, one, own)) add(one, two);
      }
    }
  }
  return [...pairs.values()];
}

/** Two calls of two surfaces that carry the same trace id, which nobody else does. */
function sharedTraces(calls: readonly SurfaceCall[]): readonly Pair[] {
  const byTrace = new Map<string, Set<SurfaceCall>>();
  for (const call of calls) {
    for (const { event } of call.events) {
      for (const id of [event.attribution.traceId, event.attribution.correlationId]) {
        if (id === undefined || id.length < 8) continue;
        byTrace.set(id, (byTrace.get(id) ?? new Set()).add(call));
      }
    }
  }
  return [...byTrace.values()].flatMap((sharing): Pair[] => {
    const [one, two, ...more] = [...sharing];
    if (one === undefined || two === undefined || more.length > 0 || one.surface === two.surface) return [];
    return [[one, two]];
  });
}

function forwardsTo(from: SurfaceCall, to: SurfaceCall): boolean {
  return (
    from.targets.some((number) => to.numbers.includes(number)) ||
    to.origins.some((number) => from.numbers.includes(number))
  );
}

/** `other` is the only call of its surface near `call`, so it must be the same one. */
function isAlone(call: SurfaceCall, other: SurfaceCall, own: readonly SurfaceCall[]): boolean {
  return own.every(
    (each) =>
      each === other || each.surface !== other.surface || Math.abs(each.startMs - call.startMs) > ALONE_MS,
  );
}

/** Both saw the caller go: without what forwarding takes, but a mailbox behind one of them holds the caller longer. */
function endDifference(one: SurfaceCall, two: SurfaceCall): readonly number[] {
  const end = (call: SurfaceCall): number =>
    Math.max(...call.events.filter(({ event }) => event.final).map(({ endMs }) => endMs));
  const difference = end(two) - end(one);
  return Number.isFinite(difference) ? [difference] : [];
}

interface Middle {
  readonly offsetMs: number;
  readonly spreadMs: number;
  readonly count: number;
}

function middle(values: readonly number[]): Middle {
  const offsetMs = median(values);
  return {
    offsetMs,
    spreadMs: median(values.map((value) => Math.abs(value - offsetMs))),
    count: values.length,
  };
}

/** Of the two ways to compare, the one that agrees with itself; the start unless the end is clearly better. */
function steadier(start: Middle, end: Middle): Middle {
  return end.count >= FEWEST_PAIRS && end.spreadMs < start.spreadMs * 0.75 ? end : start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
