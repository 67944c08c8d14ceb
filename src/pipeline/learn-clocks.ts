import { learnClockSkew, median } from '../core/detect/clock-skew.ts';
import { latestEvents, readClockSkew, saveClockSkew, type HeardEvent } from '../store/clock-skew.ts';
import type { Pipeline } from './context.ts';
import { detectOptions, siteOf } from './detect-facts.ts';

/**
 * Learns once an hour, for organisations with several phone systems, how far the clocks of those are off. What was
 * judged by then is not judged again: each verdict names the value it took.
 */
const EVERY_MS = 3_600_000;
/** Enough for a hundred certain pairs of calls, and little enough to hold nothing up. */
const ATTEMPTS = 600;

const looked = new WeakMap<Pipeline, Map<string, number>>();

/** Cheap when nothing is due: the worker asks every second. Returns for how many organisations it learned. */
export async function learnClocks(pipeline: Pipeline): Promise<number> {
  const seen = looked.get(pipeline) ?? new Map<string, number>();
  looked.set(pipeline, seen);
  const now = pipeline.clock.now();
  const voices = (await pipeline.sources.all()).filter((source) => source.kind !== 'messaging');
  let learned = 0;
  for (const [tenantId, sources] of Map.groupBy(voices, (source) => source.tenantId)) {
    if (new Set(sources.map((source) => source.connector)).size < 2) continue;
    if (now.getTime() - (seen.get(tenantId) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) continue;
    seen.set(tenantId, now.getTime());
    if (await learnFor(pipeline, tenantId, now)) learned += 1;
  }
  return learned;
}

async function learnFor(pipeline: Pipeline, tenantId: string, now: Date): Promise<boolean> {
  return pipeline.store.tx(tenantId, async (tx) => {
    const known = await readClockSkew(tx, tenantId);
    // Another worker was here.
    if (known.some((skew) => now.getTime() - Date.parse(skew.learnedAt) < EVERY_MS * 0.9)) return false;
    const heard = await latestEvents(tx, tenantId, ATTEMPTS);
    if (new Set(heard.map(({ event }) => event.surface)).size < 2) return false;
    const organisation = await pipeline.organisations.load(tx, tenantId);
    const options = detectOptions({ ...siteOf(organisation, pipeline.connectors), blocked: [] });
    const skews = learnClockSkew(
      heard.map(({ event }) => event),
      options,
      arrivalLags(heard),
    );
    await saveClockSkew(tx, tenantId, skews, now.toISOString());
    return skews.length > 0;
  });
}

/** How long after the end of a call its news arrives, in the middle. */
function arrivalLags(heard: readonly HeardEvent[]): Readonly<Record<string, number>> {
  const ends = heard.filter(({ event }) => event.final && event.timePrecision !== 'none');
  return Object.fromEntries(
    [...Map.groupBy(ends, ({ event }) => event.surface)].map(([surface, own]) => [
      surface,
      median(own.map(({ event, receivedAt }) => Date.parse(receivedAt) - Date.parse(event.occurredAt))),
    ]),
  );
}
