import canonicalize from 'canonicalize';
import type { CallEvent } from '../model/call-event.ts';

/** An event with its times as numbers, so that they are parsed once, by a clock that is right. */
export interface TimedEvent {
  readonly event: CallEvent;
  /** Best knowledge of when the call began, as this event has it. */
  readonly startMs: number;
  readonly endMs: number;
  readonly atMs: number;
}

/** A start further than this from the event itself is a clock fault, not the start of this call. */
const LONGEST_CALL_MS = 24 * 3600_000;

/**
 * The events in one fixed order, each exact repeat counted once: same surface and event id, or the same content under
 * another event id. Vendors redeliver, operators replay, and two processes may both hear a webhook.
 */
export function distinct(
  events: readonly CallEvent[],
  /** How far ahead each surface's clock is; taken off every time of its events. */
  skewMs: Readonly<Record<string, number>> = {},
): readonly TimedEvent[] {
  const byId = new Map<string, { readonly text: string; readonly event: CallEvent }>();
  for (const event of events) {
    const key = `${event.surface}\u0000${event.eventId}`;
    const known = byId.get(key);
    if (known?.event === event) continue;
    const text = canonicalize(event) ?? '';
    // Two versions under one id: keep the one that sorts first, so that arrival order cannot choose.
    if (known === undefined || text < known.text) byId.set(key, { text, event });
  }
  const byContent = new Map<string, { readonly text: string; readonly event: CallEvent }>();
  for (const entry of byId.values()) {
    const key = canonicalize({ ...entry.event, eventId: '', source: '' }) ?? '';
    const known = byContent.get(key);
    if (known === undefined || entry.text < known.text) byContent.set(key, entry);
  }
  return [...byContent.values()]
    .map(({ text, event }) => ({ text, timed: timed(event, skewMs[event.surface] ?? 0) }))
    .sort(
      (a, b) =>
        a.timed.startMs - b.timed.startMs || a.timed.atMs - b.timed.atMs || (a.text < b.text ? -1 : 1),
    )
    .map((entry) => entry.timed);
}

function timed(event: CallEvent, surfaceSkewMs: number): TimedEvent {
  // Without a time of its own the event bears the time of its arrival, by our clock.
  const skewMs = event.timePrecision === 'none' ? 0 : surfaceSkewMs;
  const atMs = Date.parse(event.occurredAt);
  const near = (text: string | undefined): number => {
    const ms = text === undefined ? atMs : Date.parse(text);
    return Math.abs(ms - atMs) <= LONGEST_CALL_MS ? ms : atMs;
  };
  return {
    event,
    atMs: atMs - skewMs,
    startMs: Math.min(atMs, near(event.startedAt), near(event.answeredAt)) - skewMs,
    endMs: Math.max(atMs, near(event.endedAt), near(event.answeredAt)) - skewMs,
  };
}

/** How much wider windows must be for an event whose time is coarse. */
export function precisionMs(event: CallEvent): number {
  switch (event.timePrecision) {
    case 'ms':
      return 0;
    case 's':
      return 1000;
    case 'min':
      return 60_000;
    case 'none':
      // Dated by arrival: a vendor's delivery delay lies in between.
      return 120_000;
  }
}
