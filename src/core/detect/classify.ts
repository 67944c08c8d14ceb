import type { ClassFinding, MissedCallClass } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { isOpenAt } from './hours.ts';
import { mismatches } from './mismatch.ts';
import { DEFAULTS } from './options.ts';
import type { DetectOptions, LocationFacts } from './options.ts';

/**
 * The standing classes of a missed ring: every one that holds, each with how sure we are and the fact it rests on. The
 * first in PRIMARY_ORDER is primary: what says most about the caller comes before what says when it was.
 */
export interface MissedRing {
  /** All events of the ring. */
  readonly events: readonly CallEvent[];
  /** The events that show it was missed. */
  readonly evidence: readonly CallEvent[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly from: string | null;
}

const PRIMARY_ORDER: readonly MissedCallClass[] = [
  'blocked-caller',
  'known-spam',
  'callback-in-progress',
  'voicemail-left-with-callback',
  'voicemail-left-without-callback',
  'language-mismatch',
  'skill-mismatch',
  'queue-abandon',
  'ivr-drop',
  'rep-busy',
  'after-hours',
  'voicemail-not-left',
  'no-answer',
  'prolonged-ring',
  'short-duration',
  'during-business-hours',
];

export function classify(
  ring: MissedRing,
  location: LocationFacts | null,
  options: DetectOptions,
): readonly ClassFinding[] {
  return [
    ...endings(ring),
    ...voicemail(ring),
    ...lengths(ring, location),
    ...mismatches(ring, location),
    ...blocked(ring, options),
    hours(ring, location),
  ];
}

/** The findings of several rings as one list, each class once with its surest reason, in the order of importance. */
export function merged(findings: readonly ClassFinding[]): readonly ClassFinding[] {
  return PRIMARY_ORDER.flatMap((name) => {
    const own = findings.filter((finding) => finding.class === name);
    const best = own.reduce<ClassFinding | null>(
      (top, finding) => (top === null || finding.confidence > top.confidence ? finding : top),
      null,
    );
    return best === null ? [] : [best];
  });
}

function finding(name: MissedCallClass, confidence: number, because: string): ClassFinding {
  return { class: name, confidence, because };
}

function endings(ring: MissedRing): readonly ClassFinding[] {
  const found: ClassFinding[] = [];
  for (const disposition of new Set(ring.evidence.map((event) => event.disposition))) {
    switch (disposition) {
      case 'no_answer':
        found.push(finding('no-answer', 1, 'The phone rang and nobody picked up.'));
        break;
      case 'canceled':
        found.push(finding('no-answer', 0.9, 'The caller hung up before anybody picked up.'));
        break;
      case 'failed':
        found.push(finding('no-answer', 0.7, 'The call could not be put through.'));
        break;
      case 'busy':
        found.push(finding('rep-busy', 1, 'The line was busy.'));
        break;
      case 'rejected':
        found.push(finding('rep-busy', 0.7, 'Somebody declined the call.'));
        break;
      case 'ivr_abandoned':
        found.push(finding('ivr-drop', 0.9, 'The caller hung up in the phone menu.'));
        break;
      case 'queue_abandoned':
        found.push(finding('queue-abandon', 1, 'The caller gave up waiting in the queue.'));
        break;
      case 'blocked':
      case 'voicemail':
      case 'answered':
      case 'in_progress':
      case 'unknown':
        break;
    }
  }
  return found;
}

/** Words by which callers ask to be called back, in English and Spanish. */
const ASKS_CALLBACK =
  /\b(call (me|us) (back|at|on|when|as soon)|(give|gimme) (me|us)? ?a (call|ring|buzz)|return my call|ring me|phone me|reach me|callback|ll[aá]m[ae](me|nos)|devu[eé]lv[ae](me|nos)? la llamada)\b/i;

function voicemail(ring: MissedRing): readonly ClassFinding[] {
  const reached = ring.events.filter(
    (event) => event.voicemail !== undefined || (event.disposition === 'voicemail' && event.final),
  );
  if (reached.length === 0) return [];
  const left = reached.filter((event) => event.voicemail?.left === true);
  if (left.length === 0) {
    const certain = reached.some((event) => event.voicemail?.left === false);
    return [
      finding(
        'voicemail-not-left',
        certain ? 1 : 0.6,
        `Voicemail picked up and ${certain ? 'no message was left' : 'no message is known'}.`,
      ),
    ];
  }
  const keyed = ring.events.some((event) => event.keypress === true);
  const asked = left.some((event) => ASKS_CALLBACK.test(event.voicemail?.transcript ?? ''));
  if (keyed || asked)
    return [
      finding(
        'voicemail-left-with-callback',
        0.95,
        `The caller ${keyed ? 'pressed the key' : 'asked in the message'} to be called back.`,
      ),
    ];
  const heard = left.some((event) => event.voicemail?.transcript !== undefined);
  return [
    finding(
      'voicemail-left-without-callback',
      heard ? 0.9 : 0.6,
      heard
        ? 'A voicemail was left; it does not ask for a call back.'
        : 'A voicemail was left; without a transcript we cannot tell whether it asks for a call back.',
    ),
  ];
}

function lengths(ring: MissedRing, location: LocationFacts | null): readonly ClassFinding[] {
  const shortest = location?.shortSeconds ?? DEFAULTS.shortSeconds;
  const longest = location?.prolongedRingSeconds ?? DEFAULTS.prolongedRingSeconds;
  const span = spanOf(ring);
  const told = ring.events.map((event) => event.ringSeconds).filter((value) => value !== undefined);
  const rang = ring.evidence.every(
    (event) => event.disposition === 'no_answer' || event.disposition === 'canceled',
  );
  const ringing = told.length > 0 ? Math.max(...told) : rang ? span : null;
  const found: ClassFinding[] = [];
  // A span of zero is a surface that only told us of the end, not a call of no length.
  if (span !== null && span > 0 && span < shortest)
    found.push(finding('short-duration', 0.9, `The whole call lasted ${Math.round(span)} s.`));
  if (ringing !== null && ringing >= longest) {
    found.push(finding('prolonged-ring', told.length > 0 ? 1 : 0.8, `It rang for ${Math.round(ringing)} s.`));
  }
  return found;
}

function blocked(ring: MissedRing, options: DetectOptions): readonly ClassFinding[] {
  if (ring.evidence.some((event) => event.disposition === 'blocked'))
    return [finding('blocked-caller', 1, 'The phone system blocked the caller.')];
  return ring.from !== null && options.isBlocked?.(ring.from) === true
    ? [finding('blocked-caller', 1, 'The number is on your block list.')]
    : [];
}

/** How long the surface that saw most of it saw the call: from beginning to end by one clock, never by two. */
function spanOf(ring: MissedRing): number | null {
  if (ring.endedAt === null) return null;
  const spans = [...Map.groupBy(ring.events, (event) => event.surface).values()].map((events) => {
    const starts = events.map((event) => Date.parse(event.startedAt ?? event.occurredAt));
    const ends = events.flatMap((event) =>
      event.final ? Date.parse(event.endedAt ?? event.occurredAt) : [],
    );
    return (Math.max(...ends) - Math.min(...starts)) / 1000;
  });
  const known = spans.filter((span) => Number.isFinite(span) && span >= 0 && span <= LONGEST_CALL_SECONDS);
  return known.length === 0 ? null : Math.max(...known);
}

/** Longer is a clock fault. */
const LONGEST_CALL_SECONDS = 24 * 3600;

/** Exactly one of the two always holds; without known hours it is said with little confidence. */
function hours(ring: MissedRing, location: LocationFacts | null): ClassFinding {
  if (location === null)
    return finding('during-business-hours', 0.3, 'No opening hours are known for this number.');
  return isOpenAt(location, ring.startedAt)
    ? finding('during-business-hours', 1, 'The location was open.')
    : finding('after-hours', 1, 'The location was closed.');
}
