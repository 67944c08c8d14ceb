import type { CorrelationLink } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { distinct } from './distinct.ts';
import { DEFAULTS, nameOf, redialWindowMs, toleranceMs } from './options.ts';
import type { DetectOptions } from './options.ts';
import { surfaceCalls } from './surface-call.ts';
import type { SurfaceCall } from './surface-call.ts';
import { UnionFind } from './union-find.ts';

/**
 * Finds which events are one customer's try to reach one location. A pure function of the set of events: any order, any
 * repetition and any batching gives the same groups, and more events only ever merge groups, never split them, because
 * every rule asks about two calls alone and windows only widen as a call becomes better known.
 *
 * Cost is n log n per caller, so the store may pass just the events of one caller near in time plus those linked by id.
 */
export interface EventGroup {
  /** Calls that came in, earliest first. */
  readonly calls: readonly SurfaceCall[];
  /** Calls that we made to the same person afterwards, earliest first. */
  readonly callbacks: readonly SurfaceCall[];
  readonly links: readonly CorrelationLink[];
}

export function correlate(events: readonly CallEvent[], options: DetectOptions = {}): readonly EventGroup[] {
  const calls = surfaceCalls(distinct(events, options.clockSkewMs), options);
  const inbound = calls.filter((call) => call.direction === 'inbound').sort(byStart);
  const sets = new UnionFind(inbound.length);
  const links = new Map<number, CorrelationLink>();
  for (const bucket of bucketsByCustomer(inbound)) joinWithin(bucket, inbound, sets, links, options);

  const groups = sets.groups().map((members) => {
    const own = members.map((index) => inbound[index]).filter((call) => call !== undefined);
    const between = members.map((index) => links.get(index)).filter((link) => link !== undefined);
    return {
      calls: own,
      callbacks: [] as SurfaceCall[],
      links: [...own.flatMap((call) => call.links), ...between],
    };
  });
  attachCallbacks(groups, calls.filter((call) => call.direction === 'outbound').sort(byStart), options);
  return groups;
}

/** Indices of each customer's calls; calls that never show a number share a bucket, where only timing may join. */
function bucketsByCustomer(calls: readonly SurfaceCall[]): Iterable<readonly number[]> {
  const buckets = new Map<string, number[]>();
  calls.forEach((call, index) => {
    for (const customer of call.customers.length === 0 ? [''] : call.customers) {
      const bucket = buckets.get(customer);
      if (bucket === undefined) buckets.set(customer, [index]);
      else bucket.push(index);
    }
  });
  return buckets.values();
}

function joinWithin(
  bucket: readonly number[],
  calls: readonly SurfaceCall[],
  sets: UnionFind,
  links: Map<number, CorrelationLink>,
  options: DetectOptions,
): void {
  const reach = reachMs(
    bucket.map((index) => calls[index]).filter((call) => call !== undefined),
    options,
  );
  let open: number[] = [];
  for (const index of bucket) {
    const call = calls[index];
    if (call === undefined) continue;
    open = open.filter((other) => (calls[other]?.endMs ?? 0) + reach >= call.startMs);
    for (const earlier of open) {
      const other = calls[earlier];
      if (other === undefined || sets.find(earlier) === sets.find(index)) continue;
      const link = linkBetween(other, call, options);
      if (link === null) continue;
      // The later root gives way, so one link per root tells the whole tree.
      links.set(Math.max(sets.find(earlier), sets.find(index)), link);
      sets.join(earlier, index);
    }
    open.push(index);
  }
}

/** Why two calls, the first begun no later than the second, are one attempt; null when they are not. */
function linkBetween(a: SurfaceCall, b: SurfaceCall, options: DetectOptions): CorrelationLink | null {
  const samePlace = !a.places.isDisjointFrom(b.places);
  const forwarded = !a.via.isDisjointFrom(b.places) || !b.via.isDisjointFrom(a.places);
  if (!samePlace && !forwarded) return null;
  const tolerance = toleranceMs(a.surface, b.surface, options);
  const slack = a.surface === b.surface ? 0 : tolerance + a.slackMs + b.slackMs;
  const apart = b.startMs - a.startMs;
  const names = `${nameOf(a.surface, options)} and ${nameOf(b.surface, options)}`;
  const eventIds: readonly [string, string] = [
    a.events[0]?.event.eventId ?? '',
    b.events[0]?.event.eventId ?? '',
  ];

  if (a.customer === null || b.customer === null) {
    const nearest = nearestMs(a, b);
    if (a.surface === b.surface || nearest > slack) return null;
    return {
      eventIds,
      rule: forwarded ? 'forwarding-chain' : 'same-try',
      confidence: 0.7,
      because: `${names} each saw a caller without a number ring the same place ${seconds(nearest)} apart${setRight([a, b], options)}.`,
    };
  }
  if (a.surface !== b.surface && apart <= slack) {
    const seen = `${names} saw the same caller ${seconds(apart)} apart${setRight([a, b], options)}`;
    const chain = chainWords(a, b, options);
    if (chain !== null)
      return { eventIds, rule: 'forwarding-chain', confidence: 0.97, because: `${seen}; ${chain}.` };
    return {
      eventIds,
      rule: samePlace ? 'same-try' : 'forwarding-chain',
      confidence: 0.92,
      because: `${seen}, for the same location.`,
    };
  }
  const gap = Math.max(0, b.startMs - a.endMs);
  const window = Math.max(...[...a.places, ...b.places].map((place) => redialWindowMs(place, options)));
  if (gap > window + slack) return null;
  return {
    eventIds,
    rule: 'redial',
    confidence: 0.9,
    because: `The same caller rang the same location again ${seconds(gap)} later.`,
  };
}

/** Which clocks were set right before the two were compared. */
function setRight(calls: readonly SurfaceCall[], options: DetectOptions): string {
  const off = calls.flatMap(({ surface }) => {
    const skewMs = options.clockSkewMs?.[surface] ?? 0;
    if (skewMs === 0) return [];
    return [
      `${nameOf(surface, options)}'s clock, ${seconds(Math.abs(skewMs))} ${skewMs > 0 ? 'fast' : 'slow'}`,
    ];
  });
  return off.length === 0 ? '' : ` (after setting right ${off.join(' and ')})`;
}

function chainWords(a: SurfaceCall, b: SurfaceCall, options: DetectOptions): string | null {
  const into = (from: SurfaceCall, to: SurfaceCall): boolean =>
    from.targets.some((number) => to.numbers.includes(number)) ||
    to.origins.some((number) => from.numbers.includes(number));
  const words = (from: SurfaceCall, to: SurfaceCall): string =>
    `${nameOf(to.surface, options)}'s call was forwarded from ${nameOf(from.surface, options)}'s number`;
  if (into(a, b)) return words(a, b);
  return into(b, a) ? words(b, a) : null;
}

/** Smallest distance between any two events' starts: adding events can only make it smaller. */
function nearestMs(a: SurfaceCall, b: SurfaceCall): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const left of a.events)
    for (const right of b.events) nearest = Math.min(nearest, Math.abs(left.startMs - right.startMs));
  return nearest;
}

/** No two calls of these further apart than this can be linked. */
function reachMs(calls: readonly SurfaceCall[], options: DetectOptions): number {
  let redial = 0;
  let slack = 0;
  let tolerance = DEFAULTS.clockToleranceSeconds * 1000;
  for (const call of calls) {
    for (const place of call.places) redial = Math.max(redial, redialWindowMs(place, options));
    slack = Math.max(slack, call.slackMs);
    tolerance = Math.max(tolerance, (options.clockToleranceSeconds?.[call.surface] ?? 0) * 1000);
  }
  return redial + 2 * (tolerance + slack);
}

/** An outgoing call belongs to the latest attempt of that person which began before it, at the place it was made from. */
function attachCallbacks(
  groups: readonly { readonly calls: readonly SurfaceCall[]; readonly callbacks: SurfaceCall[] }[],
  outgoing: readonly SurfaceCall[],
  options: DetectOptions,
): void {
  if (outgoing.length === 0) return;
  const windowMs = (options.callbackWindowMinutes ?? DEFAULTS.callbackWindowMinutes) * 60_000;
  const byCustomer = new Map<string, (typeof groups)[number][]>();
  for (const group of groups) {
    for (const customer of new Set(group.calls.flatMap((call) => call.customers))) {
      const known = byCustomer.get(customer);
      if (known === undefined) byCustomer.set(customer, [group]);
      else known.push(group);
    }
  }
  for (const call of outgoing) {
    const candidates = (byCustomer.get(call.customer ?? '') ?? []).filter((group) => {
      const startMs = Math.min(...group.calls.map((own) => own.startMs));
      const endMs = Math.max(...group.calls.map((own) => own.endMs));
      return (
        startMs <= call.startMs &&
        call.startMs - endMs <= windowMs &&
        group.calls.some((own) => madeFrom(call, own, options))
      );
    });
    candidates.at(-1)?.callbacks.push(call);
  }
}

function madeFrom(outgoing: SurfaceCall, call: SurfaceCall, options: DetectOptions): boolean {
  if (!outgoing.places.isDisjointFrom(call.places) || !outgoing.places.isDisjointFrom(call.via)) return true;
  // A rep calling back from a mobile that the organisation does not list as a location's number.
  return (
    options.locate !== undefined &&
    outgoing.numbers.every((number) => (options.locate?.(number) ?? null) === null)
  );
}

function byStart(a: SurfaceCall, b: SurfaceCall): number {
  return a.startMs - b.startMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function seconds(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
