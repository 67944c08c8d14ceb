import { createHash } from 'node:crypto';
import type { AttemptState, AttemptView, Call, ClassFinding, SpamAssessment } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { classify, merged } from './classify.ts';
import { correlate } from './correlate.ts';
import type { EventGroup } from './correlate.ts';
import type { DetectOptions } from './options.ts';
import { outcomeOf } from './outcome.ts';
import { SPAM_SHOWN_FROM } from './spam.ts';
import { sparedInWords, spamFinding, spamOf } from './spam-verdict.ts';
import type { SurfaceCall } from './surface-call.ts';
import { tries } from './tries.ts';
import type { Try } from './tries.ts';

/** Raised whenever the same events may give other attempts, so that replay knows. */
export const DETECT_VERSION = 2;

/**
 * From call events to attempts: who tried to reach which location, whether anybody answered, and of what kind the miss
 * was. Pure and independent of order; sorted by when the attempt began. Calls that only we made are no attempts.
 */
export function detect(events: readonly CallEvent[], options: DetectOptions = {}): readonly AttemptView[] {
  return correlate(events, options)
    .map((group) => viewOf(group, options))
    .sort(
      (a, b) => compare(a.calls[0]?.startedAt, b.calls[0]?.startedAt) || compare(attemptId(a), attemptId(b)),
    );
}

/**
 * A name for the attempt that depends only on its content: the earliest call with its caller and location. It stays the
 * same while later redials and late webhooks of other surfaces join.
 */
export function attemptId(view: AttemptView): string {
  const first =
    view.calls.find((call) => call.events.some((event) => event.direction !== 'outbound')) ?? view.calls[0];
  return createHash('sha256')
    .update(JSON.stringify([view.locationKey, view.from, first?.callKey ?? '']))
    .digest('hex')
    .slice(0, 24);
}

interface Ring {
  readonly ring: Try;
  readonly call: Call;
  readonly evidence: readonly CallEvent[];
  readonly startMs: number;
}

function viewOf(group: EventGroup, options: DetectOptions): AttemptView {
  const rings = tries(group.calls, options).map((ring) => ringOf(ring));
  const callbacks = group.callbacks.map((call) => ringOf([call]));
  const dialled = firstDialled(group.calls);
  const state = stateOf(rings, callbacks);
  const missedRings = rings.filter((ring) => ring.call.outcome === 'missed');
  const last = missedRings.at(-1);
  const from = group.calls.map((call) => call.customer).find((number) => number !== null) ?? null;
  const spam = spamOf(
    missedRings.map((ring) => ring.call),
    from,
    options,
  );
  const classes = classesOf(missedRings, callbacks, dialled.place, from, options, spam);
  const own = last === undefined ? [] : classesOf([last], callbacks, dialled.place, from, options, spam);
  return {
    locationKey: dialled.place,
    from,
    to: dialled.number,
    calls: [...rings, ...callbacks].sort((a, b) => a.startMs - b.startMs).map((ring) => ring.call),
    links: group.links,
    state,
    missed: last !== undefined && state !== 'recovered-by-caller',
    missedAt: last === undefined ? null : (last.call.endedAt ?? last.call.startedAt),
    classes,
    primaryClass: own[0]?.class ?? null,
    confidence: confidenceOf(group),
    explanation: explain(state, rings, own, group) + sparedInWords(spam, options),
    ...(spam !== null && spam.score >= SPAM_SHOWN_FROM ? { spam } : {}),
  };
}

function ringOf(ring: Try): Ring {
  const entries = ring
    .flatMap((call) => call.events)
    .sort((a, b) => a.startMs - b.startMs || a.atMs - b.atMs || compare(a.event.eventId, b.event.eventId));
  const { outcome, evidence } = outcomeOf(ring);
  const outgoing = ring.every((call) => call.direction === 'outbound');
  const startMs = Math.min(...ring.map((call) => call.startMs));
  const ends = entries.filter((entry) => entry.event.final).map((entry) => entry.endMs);
  const first = ring.reduce((a, b) =>
    b.startMs < a.startMs || (b.startMs === a.startMs && b.key < a.key) ? b : a,
  );
  return {
    ring,
    startMs,
    evidence,
    call: {
      callKey: first.key,
      events: entries.map((entry) => entry.event),
      startedAt: iso(startMs),
      endedAt: ends.length === 0 ? null : iso(Math.max(...ends)),
      // A call of ours that nobody took is not a call that we missed.
      outcome: outgoing && outcome === 'missed' ? 'undecided' : outcome,
    },
  };
}

function stateOf(rings: readonly Ring[], callbacks: readonly Ring[]): AttemptState {
  const lastMissed = rings.filter((ring) => ring.call.outcome === 'missed').at(-1);
  const answered = [...rings, ...callbacks].filter((ring) => ring.call.outcome === 'answered');
  if (lastMissed === undefined) {
    if (rings.some((ring) => ring.call.outcome === 'answered')) return 'answered';
    return rings.some((ring) => ring.call.outcome === 'in-progress') ? 'in-progress' : 'undecided';
  }
  if (answered.some((ring) => ring.startMs >= lastMissed.startMs)) return 'recovered-by-caller';
  const ringing = rings.some(
    (ring) => ring.call.outcome === 'in-progress' && ring.startMs >= lastMissed.startMs,
  );
  return ringing ? 'in-progress' : 'missed';
}

function classesOf(
  missedRings: readonly Ring[],
  callbacks: readonly Ring[],
  place: string,
  from: string | null,
  options: DetectOptions,
  spam: SpamAssessment | null,
): readonly ClassFinding[] {
  const location = options.location?.(place) ?? null;
  const found = missedRings.flatMap(({ call, evidence }) =>
    classify(
      { events: call.events, evidence, startedAt: call.startedAt, endedAt: call.endedAt, from },
      location,
      options,
    ),
  );
  const latest = missedRings.at(-1);
  // Rings of one attempt may straddle closing time; the latest decides, so that exactly one of the two holds.
  const latestHours = latest === undefined ? null : found.findLast((entry) => isHours(entry));
  const once = found.filter((entry) => !isHours(entry) || entry === latestHours);
  if (latest !== undefined) once.push(...spamFinding(spam, options));
  const calling = callbacks.find(
    (callback) =>
      latest !== undefined && callback.startMs >= latest.startMs && callback.call.outcome !== 'answered',
  );
  if (calling !== undefined && calling.call.outcome === 'in-progress') {
    once.push({
      class: 'callback-in-progress',
      confidence: 1,
      because: 'Somebody is calling the caller back right now.',
    });
  } else if (calling !== undefined) {
    once.push({
      class: 'callback-in-progress',
      confidence: 0.7,
      because: 'Somebody called back after the miss and did not get through.',
    });
  }
  return merged(once);
}

function isHours(entry: ClassFinding): boolean {
  return entry.class === 'after-hours' || entry.class === 'during-business-hours';
}

/** The number that the customer dialled: one that no other surface of the attempt forwarded to; the earliest of those. */
function firstDialled(calls: readonly SurfaceCall[]): { readonly number: string; readonly place: string } {
  const reached = new Set(calls.flatMap((call) => call.targets));
  const head =
    calls.find((call) => call.origins.length === 0 && call.numbers.some((number) => !reached.has(number))) ??
    calls[0];
  const event =
    head?.events.find((entry) => entry.event.direction === 'inbound')?.event ?? head?.events[0]?.event;
  const number = event?.to ?? '';
  // A known location wins over a bare number, whichever surface names it.
  const known = (places: Iterable<string>): string | undefined =>
    [...places].sort().find((place) => !place.startsWith('+'));
  return {
    number,
    place: known(head?.places ?? []) ?? known(calls.flatMap((call) => [...call.places])) ?? number,
  };
}

function confidenceOf(group: EventGroup): AttemptView['confidence'] {
  const rules = group.links.filter((link) => link.rule !== 'same-call-id' && link.rule !== 'linked-id');
  if (rules.length === 0) return 'high';
  return rules.some((link) => link.confidence < 0.8) ? 'low' : 'medium';
}

function explain(
  state: AttemptState,
  rings: readonly Ring[],
  own: readonly ClassFinding[],
  group: EventGroup,
): string {
  const count = rings.length === 1 ? 'One call' : `${rings.length} calls`;
  const how = group.links.find((link) => link.rule !== 'same-call-id' && link.rule !== 'linked-id');
  const why = how === undefined ? '' : ` ${how.because}`;
  switch (state) {
    case 'missed':
      return `${count}, missed. ${own[0]?.because ?? ''}${why}`;
    case 'answered':
      return `${count}, answered.${why}`;
    case 'recovered-by-caller':
      return `${count}; missed at first, then the caller was spoken to.${why}`;
    case 'in-progress':
      return `${count}; still going on.${why}`;
    case 'undecided':
      return `${count}; the phone system does not say whether anybody answered.${why}`;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
