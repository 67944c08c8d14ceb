import type { Call } from '../model/attempt.ts';
import type { CallEvent, Disposition } from '../model/call-event.ts';
import { isServingLeg } from './surface-call.ts';
import type { SurfaceCall } from './surface-call.ts';
import type { Try } from './tries.ts';

/**
 * How a ring ended, from everything its surfaces said. A person's answer on any leg makes it answered; a menu, a queue,
 * a bot greeting or a mailbox picking up does not; a provisional event never makes a miss; and what cannot be told is
 * said to be undecided rather than guessed.
 */
export interface RingOutcome {
  readonly outcome: Call['outcome'];
  /** The events that the outcome rests on. */
  readonly evidence: readonly CallEvent[];
}

const MISSES: ReadonlySet<Disposition> = new Set([
  'no_answer',
  'busy',
  'voicemail',
  'ivr_abandoned',
  'queue_abandoned',
  'rejected',
  'blocked',
  'failed',
  'canceled',
]);
/** Ends in which a machine picked up: they explain why another surface believes that the call was answered. */
const MACHINE_PICKED_UP: ReadonlySet<Disposition> = new Set([
  'voicemail',
  'ivr_abandoned',
  'queue_abandoned',
]);

export function outcomeOf(ring: Try): RingOutcome {
  const verdicts = ring.map((call) => verdictOf(call));
  const certain = verdicts.flatMap((verdict) => verdict.certainAnswers);
  if (certain.length > 0) return { outcome: 'answered', evidence: certain };
  const claims = verdicts.filter(
    (verdict) => verdict.claimedAnswers.length > 0 && !verdicts.some((other) => refutes(other, verdict)),
  );
  if (claims.length > 0)
    return { outcome: 'answered', evidence: claims.flatMap((verdict) => verdict.claimedAnswers) };
  const misses = verdicts.flatMap((verdict) => verdict.misses);
  if (misses.length > 0) return { outcome: 'missed', evidence: misses };
  const ended = verdicts.filter((verdict) => verdict.ended);
  if (ended.length > 0)
    return {
      outcome: 'undecided',
      evidence: ended.flatMap((verdict) => verdict.call.events.map((entry) => entry.event)),
    };
  return {
    outcome: 'in-progress',
    evidence: ring.flatMap((call) => call.events.map((entry) => entry.event)),
  };
}

interface Verdict {
  readonly call: SurfaceCall;
  /** The surface says that a person, or the operator's own AI receptionist, spoke. */
  readonly certainAnswers: readonly CallEvent[];
  /** The surface says answered and cannot know by whom. */
  readonly claimedAnswers: readonly CallEvent[];
  readonly misses: readonly CallEvent[];
  readonly ended: boolean;
}

/** A surface closer to the person knows better than the one that forwarded the call to it. */
function refutes(other: Verdict, claim: Verdict): boolean {
  if (other === claim || other.misses.length === 0 || other.claimedAnswers.length > 0) return false;
  if (forwardsTo(claim.call, other.call)) return true;
  return (
    other.misses.some((event) => MACHINE_PICKED_UP.has(event.disposition)) &&
    !forwardsTo(other.call, claim.call)
  );
}

function forwardsTo(from: SurfaceCall, to: SurfaceCall): boolean {
  return (
    from.targets.some((number) => to.numbers.includes(number)) ||
    to.origins.some((number) => from.numbers.includes(number))
  );
}

function verdictOf(call: SurfaceCall): Verdict {
  const events = call.events.map((entry) => entry.event);
  const machineLegs = new Set(
    events.filter((event) => event.answeredBy === 'machine').map((event) => event.callId),
  );
  const answers = events.filter(
    (event) => event.disposition === 'answered' && event.answeredBy !== 'machine',
  );
  const certainAnswers = answers.filter((event) => event.answeredBy !== undefined);
  const claimedAnswers = answers.filter(
    (event) =>
      event.answeredBy === undefined &&
      !machineLegs.has(event.callId) &&
      !event.linkedCallIds.some((id) => machineLegs.has(id)),
  );
  const roots = call.events.filter((entry) => !isServingLeg(call, entry.event));
  const legs = call.events.filter((entry) => isServingLeg(call, entry.event));
  const rootMisses = roots.filter((entry) => entry.event.final && MISSES.has(entry.event.disposition));
  const ended = roots.some((entry) => entry.event.final);
  const legMisses = legs.filter((entry) => entry.event.final && MISSES.has(entry.event.disposition));
  const lastLegMs = Math.max(Number.NEGATIVE_INFINITY, ...legMisses.map((entry) => entry.atMs));
  const legIds = new Set(legs.map((entry) => entry.event.callId));
  const everyLegOver = [...legIds].every((id) => legMisses.some((entry) => entry.event.callId === id));
  // One phone that did not pick up decides nothing while the call itself, or another phone, goes on.
  const legsDecide = ended || (everyLegOver && !roots.some((entry) => entry.atMs > lastLegMs));
  const misses = [...rootMisses, ...(legsDecide ? legMisses : [])];
  const lastMissMs = Math.max(Number.NEGATIVE_INFINITY, ...misses.map((entry) => entry.atMs));
  const overMs = Math.max(
    lastMissMs,
    ...roots.filter((entry) => entry.event.final).map((entry) => entry.atMs),
  );
  const goesOn = roots.some(
    (entry) => !entry.event.final && entry.event.disposition === 'in_progress' && entry.atMs > overMs,
  );
  return {
    call,
    certainAnswers,
    claimedAnswers,
    misses: goesOn ? [] : misses.map((entry) => entry.event),
    ended: ended && !goesOn,
  };
}
