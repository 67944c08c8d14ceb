import type { CallEvent, Disposition } from '../model/call-event.ts';
import { DAY_MS } from '../model/days.ts';

/**
 * Made-up call histories whose truth is known: the same rings as three surfaces would tell of them, with clocks that
 * disagree and events that get lost. Used by the property tests of detection only.
 */
export interface History {
  readonly events: readonly CallEvent[];
  /** Event key (`surface:eventId`) to the name of its true attempt. */
  readonly truth: ReadonlyMap<string, string>;
  /** Event key to the name of its true ring. */
  readonly rings: ReadonlyMap<string, string>;
}

export interface HistoryShape {
  readonly customers: number;
  readonly locations: number;
  /** Largest difference between any two surfaces' clocks, in seconds. */
  readonly skewSeconds: number;
  /** How far a surface's clock is ahead all the time, in seconds. */
  readonly clocksAhead?: Readonly<Record<string, number>>;
  /** Share of customers who hide their number. */
  readonly hidden: number;
  /** Share of events that never arrive. */
  readonly lost: number;
  readonly seed: number;
}

const BASE_MS = Date.UTC(2026, 10, 16, 13);

export function history(shape: HistoryShape): History {
  const random = mulberry(shape.seed);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const events: CallEvent[] = [];
  const truth = new Map<string, string>();
  const rings = new Map<string, string>();
  let serial = 0;
  for (let customer = 0; customer < shape.customers; customer += 1) {
    const hidden = random() < shape.hidden;
    const from = hidden ? null : `+1310555${String(1000 + customer).padStart(4, '0')}`;
    let place = pick(0, shape.locations - 1);
    let at = BASE_MS + random() * DAY_MS;
    for (let attempt = pick(1, 3); attempt > 0; attempt -= 1) {
      const name = `${customer}/${attempt}`;
      for (let ring = pick(1, 4); ring > 0; ring -= 1) {
        const rangMs = pick(5, 40) * 1000;
        const answered = ring === 1 && random() < 0.4;
        for (const event of ringEvents({
          from,
          place,
          startMs: at,
          rangMs,
          answered,
          serial,
          random,
          skew: shape.skewSeconds,
          ahead: shape.clocksAhead ?? {},
        })) {
          if (random() < shape.lost) continue;
          events.push(event);
          truth.set(`${event.surface}:${event.eventId}`, name);
          rings.set(`${event.surface}:${event.eventId}`, `${name}/${ring}`);
        }
        serial += 1;
        at += rangMs + pick(4, 480) * 1000;
      }
      // The next attempt is at another shop soon after, or clearly later; a redial within minutes is the same attempt.
      const elsewhere = (place + 1) % shape.locations;
      if (random() < 0.3 && elsewhere !== place) place = elsewhere;
      else at += pick(20, 600) * 60_000;
    }
  }
  return { events, truth, rings };
}

interface Ring {
  readonly from: string | null;
  readonly place: number;
  readonly startMs: number;
  readonly rangMs: number;
  readonly answered: boolean;
  readonly serial: number;
  readonly skew: number;
  readonly ahead: Readonly<Record<string, number>>;
  readonly random: () => number;
}

function ringEvents(ring: Ring): CallEvent[] {
  const { serial, startMs, rangMs, answered } = ring;
  const tracking = `+1212555${String(2000 + ring.place)}`;
  const main = `+1212555${String(3000 + ring.place)}`;
  const offset = (surface: string): number =>
    ((ring.random() - 0.5) * ring.skew + (ring.ahead[surface] ?? 0)) * 1000;
  const [rail, twilio, pbx] = [offset('callrail'), offset('twilio'), offset('ringcentral')];
  const endMs = startMs + rangMs;
  const end: Disposition = answered ? 'answered' : 'no_answer';
  const base = {
    from: ring.from,
    fromWithheld: false,
    direction: 'inbound',
    timePrecision: 'ms',
    attribution: {},
  } as const;
  const event = (
    surface: string,
    callId: string,
    linked: string[],
    to: string,
    ms: number,
    rest: Partial<CallEvent>,
  ): CallEvent => ({
    ...base,
    surface,
    callId,
    linkedCallIds: linked,
    to,
    occurredAt: new Date(ms).toISOString(),
    final: false,
    disposition: 'in_progress',
    eventId: `${callId}:${rest.disposition ?? 'in_progress'}:${ms}`,
    ...rest,
  });
  const startedRail = new Date(startMs + rail).toISOString();
  return [
    event('callrail', `CAL${serial}`, [], tracking, startMs + rail, {
      forwardedTo: main,
      startedAt: startedRail,
    }),
    event('callrail', `CAL${serial}`, [], tracking, endMs + rail, {
      forwardedTo: main,
      startedAt: startedRail,
      final: true,
      disposition: end,
    }),
    event('twilio', `CA${serial}`, [], main, startMs + 2000 + twilio, {
      startedAt: new Date(startMs + 2000 + twilio).toISOString(),
    }),
    event('twilio', `CA${serial}`, [`CB${serial}`], main, endMs + twilio, { final: true, disposition: end }),
    event('ringcentral', `s-${serial}`, [`p-${serial}-1`], main, startMs + 3000 + pbx, {}),
    event('ringcentral', `s-${serial}`, [`p-${serial}-2`], main, startMs + 3500 + pbx, {}),
    event('ringcentral', `s-${serial}`, [`p-${serial}-1`], main, endMs + pbx, {
      final: true,
      disposition: end,
    }),
  ];
}

/** A small seeded generator (mulberry32), so that a failing history can be made again. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [a, b] = [copy[index], copy[other]];
    if (a !== undefined && b !== undefined) [copy[index], copy[other]] = [b, a];
  }
  return copy;
}
