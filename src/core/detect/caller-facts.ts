import type { CallEvent } from '../model/call-event.ts';

/**
 * What is known of a caller beyond the call itself: plain data, recorded with the verdict, so that replay needs neither
 * the lists nor the customers of today.
 */
export interface CallerFacts {
  readonly number: string;
  /** How the shop knows this caller as a customer, after "the caller ..."; null when it does not. */
  readonly customer: string | null;
  /** When the number was first heard of; null when never before. */
  readonly firstSeenAt: string | null;
  /** Lists of spam callers that name the number. */
  readonly lists: readonly { readonly list: string; readonly label: string | null }[];
  /** The number's calls within some hours, at any location, earliest first. */
  readonly recent: readonly RecentCall[];
}

export interface RecentCall {
  readonly at: string;
  readonly location: string;
  /** From the first ring to the end; null while it goes on, or when only the end is known. */
  readonly seconds: number | null;
}

/** More of them say nothing new. */
const MOST = 60;

/**
 * A number's calls, each counted once however many surfaces saw it: at each location the surface that saw most speaks.
 */
export function recentCalls(
  number: string,
  heard: readonly { readonly event: CallEvent; readonly location: string }[],
): readonly RecentCall[] {
  const own = heard.filter(({ event }) => event.from === number && event.direction === 'inbound');
  return [...Map.groupBy(own, ({ location }) => location)]
    .flatMap(([location, there]) => {
      const bySurface = [...Map.groupBy(there, ({ event }) => event.surface)].map(([surface, seen]) => ({
        surface,
        calls: [...Map.groupBy(seen, ({ event }) => event.callId).values()],
      }));
      const [most] = bySurface.sort(
        (a, b) => b.calls.length - a.calls.length || (a.surface < b.surface ? -1 : 1),
      );
      return (most?.calls ?? []).map((entries) =>
        callOf(
          location,
          entries.map(({ event }) => event),
        ),
      );
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.location < b.location ? -1 : 1))
    .slice(-MOST);
}

function callOf(location: string, events: readonly CallEvent[]): RecentCall {
  const start = Math.min(...events.map((event) => Date.parse(event.startedAt ?? event.occurredAt)));
  const ends = events.filter((event) => event.final);
  const end = Math.max(...ends.map((event) => Date.parse(event.endedAt ?? event.occurredAt)));
  return {
    at: new Date(start).toISOString(),
    location,
    seconds: Number.isFinite(end) && end > start ? Math.round((end - start) / 1000) : null,
  };
}
