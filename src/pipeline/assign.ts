/**
 * Who is to ring a person back: a routing decision, so the Gate is asked like for everything else (`route.assign`). What it
 * does not agree to is not routed: the callback stays with the location that was called, on the list of those that a
 * person assigns by hand, with the reason.
 */
import { chooseRep } from '../core/assign/choose-rep.ts';
import { explainDecision } from '../core/gate/explain.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import {
  loadAssignable,
  openPerRep,
  saveAssignments,
  type AssignableCallback,
  type Assignment,
} from '../store/callback-assignment.ts';
import { askCounselOnce } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import type { Pipeline } from './context.ts';
import type { GateQuestion } from './gate-facts.ts';
import { judgeAside } from './judge-aside.ts';

/** Gives callbacks that nobody has yet to reps. `approvedRules`: what counsel has just said yes to. */
export async function assignCallbacks(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  of: { readonly attemptIds: readonly string[] } | { readonly manualAt: string },
  at: Date,
  approvedRules: readonly string[] = [],
): Promise<void> {
  const tenantId = organisation.tenant.id;
  const waiting = await loadAssignable(tx, tenantId, of);
  const load = await openPerRep(tx, tenantId, [...new Set(waiting.map((one) => one.location_id))]);
  const counts = new Map([...load].map(([location, reps]) => [location, new Map(reps)]));
  const routes = waiting.flatMap((callback) => {
    const location = organisation.locations.get(callback.location_id);
    if (location === undefined) return [];
    const open = counts.get(location.id) ?? new Map<string, number>();
    counts.set(location.id, open);
    const { rep, features } = chooseRep({
      location: location.config,
      statedLanguage: callback.language,
      open,
      at: at.toISOString(),
    });
    const dialled = dialledLocation(organisation, callback, location);
    // The shop that was called keeps its own missed call, and no rep is chosen: nothing is routed.
    if (rep === null && dialled.id === location.id) return [];
    if (rep !== null) open.set(rep, (open.get(rep) ?? 0) + 1);
    return [{ callback, location, rep, routing: routingOf(dialled, location, features, false) }];
  });
  if (routes.length === 0) return;
  const judged = await judgeAside(
    tx,
    pipeline,
    organisation,
    'gate.route',
    routes.map(({ callback, location, routing }) =>
      routeQuestion(callback, location, routing, at, approvedRules),
    ),
  );
  const assignments = routes.map(({ callback, rep }, index): Assignment => {
    const decision = judged[index]?.decision;
    return decision?.decision === 'pass'
      ? { id: callback.id, assignedTo: rep, assignment: 'auto', reason: null }
      : { id: callback.id, assignedTo: null, assignment: 'manual', reason: refusal(decision) };
  });
  await saveAssignments(tx, tenantId, assignments);
  await askCounselOnce(
    tx,
    tenantId,
    judged.flatMap(({ question, decision }) =>
      decision.decision === 'route-to-counsel' ? [counselItem(question, decision, at)] : [],
    ),
  );
}

export type ByHand = { readonly go: true } | { readonly go: false; readonly why: string };

/** A person chooses who rings. The Gate is asked all the same: a territory stays another's whoever sends a caller there. */
export async function assignByHand(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  wish: {
    readonly callback: AssignableCallback;
    readonly rep: string | null;
    readonly to: LocationRecord;
    readonly at: Date;
  },
): Promise<ByHand> {
  const { callback, rep, to, at } = wish;
  const from = organisation.locations.get(callback.location_id) ?? to;
  const routing = routingOf(dialledLocation(organisation, callback, from), to, [], true);
  const [judged] = await judgeAside(tx, pipeline, organisation, 'gate.route', [
    routeQuestion(callback, to, routing, at, []),
  ]);
  if (judged === undefined) return { go: false, why: refusal(undefined) };
  if (judged.decision.decision === 'route-to-counsel')
    await askCounselOnce(tx, organisation.tenant.id, [counselItem(judged.question, judged.decision, at)]);
  if (judged.decision.decision !== 'pass') return { go: false, why: refusal(judged.decision) };
  await saveAssignments(tx, organisation.tenant.id, [
    {
      id: callback.id,
      assignedTo: rep,
      assignment: 'by-hand',
      reason: null,
      ...(to.id === callback.location_id ? {} : { locationId: to.id }),
    },
  ]);
  return { go: true };
}

function routeQuestion(
  callback: AssignableCallback,
  location: LocationRecord,
  routing: GateInput['routing'],
  at: Date,
  approvedRules: readonly string[],
): GateQuestion {
  return {
    location,
    phone: callback.phone,
    at,
    action: { kind: 'route.assign', messageClass: 'service', category: 'callback', hasMarketing: false },
    call: {
      attemptId: callback.attempt_id,
      primaryClass: 'callback',
      endedAt: at.toISOString(),
      events: [],
    },
    approvedRules,
    sections: { routing },
  };
}

/** Where the caller meant to call: whose number it was. */
export function dialledLocation(
  organisation: Organisation,
  { dialled }: Pick<AssignableCallback, 'dialled'>,
  otherwise: LocationRecord,
): LocationRecord {
  const owner = dialled === null ? undefined : organisation.numbers.get(dialled)?.locationId;
  return (owner === undefined ? undefined : organisation.locations.get(owner)) ?? otherwise;
}

/**
 * Who called one legal entity's number is that entity's caller: sent to a shop of another one, they would leave its
 * territory (16 CFR § 436.5(l)). We hold no maps; where an agreement permits it, counsel says so once for the location.
 */
export function routingOf(
  dialled: LocationRecord,
  assigned: LocationRecord,
  features: readonly string[],
  humanReview: boolean,
  purpose: 'callback' | 'booking' = 'callback',
): GateInput['routing'] {
  const own = entityOf(dialled) === entityOf(assigned);
  return {
    dialledLocation: dialled.key,
    assignedLocation: assigned.key,
    reason: dialled.id === assigned.id ? 'own-missed-call' : humanReview ? 'reassignment' : 'cross-routing',
    ...(dialled.id === assigned.id ? {} : { callerTerritory: dialled.key }),
    ownedByAssigned: own,
    features: [...features],
    purpose,
    decisionType: 'scheduling',
    humanReview,
  };
}

function entityOf(location: LocationRecord): string {
  return (location.config.sender?.legalEntity ?? location.banner.legalEntity).trim().toLowerCase();
}

export function counselItem(question: GateQuestion, decision: GateDecision, at: Date) {
  return {
    locationId: question.location.id,
    attemptId: question.call?.attemptId ?? null,
    queue: decision.queue ?? 'counsel',
    action: 'route.assign',
    reason: explainDecision(decision),
    decision,
    at: at.toISOString(),
  };
}

function refusal(decision: GateDecision | undefined): string {
  return decision === undefined ? 'The facts for the Gate could not be read.' : explainDecision(decision);
}
