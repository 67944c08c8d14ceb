/**
 * Who does a booked visit is a routing decision like who rings back: the calendar chooses among the reps, so the Gate is
 * asked first (`route.assign`). What it does not agree to is not booked by Ringback; a person takes over, with the reason.
 * Bays are no people: where a shop lists no reps and the caller rang this very shop, nothing is routed.
 */
import { explainDecision } from '../core/gate/explain.ts';
import type { GateInput } from '../core/gate/input.ts';
import { approvedFor, dialledNumber } from '../store/callback-assignment.ts';
import { askCounselOnce } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import { together } from '../store/together.ts';
import { counselItem, dialledLocation, routingOf } from './assign.ts';
import type { BookingOrigin } from './book.ts';
import type { Pipeline } from './context.ts';
import type { GateQuestion } from './gate-facts.ts';
import { judgeAside } from './judge-aside.ts';

export type Routed = { readonly go: true } | { readonly go: false; readonly why: string };

/** May the calendar give this visit to one of the reps? Without a number nobody's inquiry is routed: a person enters a visit. */
export async function mayRouteBooking(tx: Tx, pipeline: Pipeline, origin: BookingOrigin): Promise<Routed> {
  const { organisation, location, phone, attemptId, by } = origin;
  if (phone === null) return { go: true };
  const { tenant } = organisation;
  const { reps } = location.config;
  // Nobody else could have been called, and nobody is chosen: nothing to ask the database about either.
  if (reps.length === 0 && (attemptId === null || organisation.locations.size === 1)) return { go: true };
  const attempts = attemptId === null ? [] : [attemptId];
  const [called, approved] = await together(
    attemptId === null ? Promise.resolve(null) : dialledNumber(tx, tenant.id, attemptId),
    approvedFor(tx, tenant.id, 'route.assign', attempts),
  );
  const dialled = dialledLocation(organisation, { dialled: called }, location);
  if (reps.length === 0 && dialled.id === location.id) return { go: true };
  const byHand = by !== 'assistant';
  const features = byHand || reps.length === 0 ? [] : RANKED;
  const question = bookingQuestion(
    origin,
    phone,
    routingOf(dialled, location, features, byHand, 'booking'),
    [...approved.values()].flat(),
  );
  const [judged] = await judgeAside(tx, pipeline, organisation, 'gate.route', [question]);
  if (judged === undefined) return { go: false, why: 'The facts for the Gate could not be read.' };
  const { decision } = judged;
  if (decision.decision === 'pass') return { go: true };
  if (decision.decision === 'route-to-counsel')
    await askCounselOnce(tx, tenant.id, [counselItem(question, decision, new Date(origin.at))]);
  return { go: false, why: explainDecision(decision) };
}

/** What chooses among reps (core/book/availability): nothing about who people are or where they live. */
const RANKED: readonly string[] = ['skills of the service', 'rep hours', 'free time'];

function bookingQuestion(
  { location, attemptId, at }: BookingOrigin,
  phone: string,
  routing: GateInput['routing'],
  approvedRules: readonly string[],
): GateQuestion {
  return {
    location,
    phone,
    at: new Date(at),
    action: { kind: 'route.assign', messageClass: 'service', category: 'booking', hasMarketing: false },
    call: attemptId === null ? null : { attemptId, primaryClass: 'booking', endedAt: at, events: [] },
    approvedRules,
    sections: { routing },
  };
}
