/**
 * May a person ring these people now? Asked whenever the callback list is shown, so that nobody reads an old answer; and
 * recorded when somebody says that they are calling.
 */
import { decisiveFinding, explainDecision } from '../core/gate/explain.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import { RULES } from '../core/gate/rules/all.ts';
import { isKnownZone, wallClock } from '../core/gate/zone-clock.ts';
import { DAY_MS } from '../core/model/days.ts';
import type { Organisation } from '../core/model/directory.ts';
import { approvedFor, inDanger } from '../store/callback-assignment.ts';
import { fileCounselItems } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import { together } from '../store/together.ts';
import type { Pipeline } from './context.ts';
import { gateFacts, type GateQuestion } from './gate-facts.ts';
import { judgeActions } from './policy-desk.ts';
import { judgeAside } from './judge-aside.ts';
import { callQuestion } from './side-gate.ts';

export interface CallVerdict {
  readonly state: 'allowed' | 'not-now' | 'counsel' | 'do-not-call';
  /** In the words of the rules. */
  readonly why: string;
  /** With `not-now`: when, and what clocks show there then. */
  readonly until: string | null;
  readonly untilTheirTime: string | null;
  /** What decided, with its source; null when nothing stands against it. */
  readonly rule: { readonly id: string; readonly title: string; readonly citation: string } | null;
}

export interface CallableItem {
  readonly id: string;
  readonly location_id: string;
  readonly attempt_id: string | null;
  readonly phone: string | null;
}

/** By id of the item; items without a number or a place have none. */
export async function callVerdicts(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  items: readonly CallableItem[],
  at: Date,
): Promise<ReadonlyMap<string, CallVerdict>> {
  const asked = await questionsFor(tx, organisation, items, at);
  const inputs = await gateFacts(
    tx,
    organisation,
    asked.map(({ question }) => question),
  );
  const answers = await judgeActions(pipeline.policy, organisation.tenant, inputs);
  return new Map(
    asked.flatMap(({ id }, index) => {
      const answer = answers[index];
      return answer === undefined ? [] : [[id, verdictOf(answer.decision, answer.facts)] as const];
    }),
  );
}

/** Somebody is about to ring this person: the answer is recorded, and what only counsel can say goes to counsel. */
export async function recordCall(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  item: CallableItem,
  at: Date,
): Promise<CallVerdict | null> {
  const [asked] = await questionsFor(tx, organisation, [item], at);
  if (asked === undefined) return null;
  const [judged] = await judgeAside(tx, pipeline, organisation, 'gate.callback', [asked.question]);
  if (judged === undefined) return null;
  const { decision } = judged;
  if (decision.decision === 'route-to-counsel' && item.attempt_id !== null)
    await fileCounselItems(tx, organisation.tenant.id, [
      {
        locationId: item.location_id,
        attemptId: item.attempt_id,
        queue: decision.queue ?? 'counsel',
        action: 'call.human',
        reason: explainDecision(decision),
        decision,
        at: at.toISOString(),
      },
    ]);
  return verdictOf(decision, judged.input);
}

async function questionsFor(
  tx: Tx,
  organisation: Organisation,
  items: readonly CallableItem[],
  at: Date,
): Promise<readonly { readonly id: string; readonly question: GateQuestion }[]> {
  const attempts = items.flatMap(({ attempt_id: attempt }) => attempt ?? []);
  const [approved, endangered] = await together(
    approvedFor(tx, organisation.tenant.id, 'call.human', attempts),
    inDanger(tx, organisation.tenant.id, attempts, new Date(at.getTime() - DAY_MS).toISOString()),
  );
  return items.flatMap(({ id, location_id: place, attempt_id: attempt, phone }) => {
    const location = organisation.locations.get(place);
    if (location === undefined || phone === null) return [];
    const rules = attempt === null ? undefined : approved.get(attempt);
    const danger = attempt !== null && endangered.has(attempt);
    const question = callQuestion(location, phone, attempt ?? id, at, danger);
    return [{ id, question: rules === undefined ? question : { ...question, approvedRules: rules } }];
  });
}

const STATES: Readonly<Record<GateDecision['decision'], CallVerdict['state']>> = {
  pass: 'allowed',
  'defer-until': 'not-now',
  'route-to-counsel': 'counsel',
  deny: 'do-not-call',
};

function verdictOf(decision: GateDecision, input: GateInput): CallVerdict {
  const giver = decision.decision === 'pass' ? undefined : decisiveFinding(decision);
  const until = decision.until ?? null;
  return {
    state: STATES[decision.decision],
    why:
      decision.decision === 'pass'
        ? input.action.category === 'safety-text'
          ? 'They spoke of danger to life: a person may ring them at any hour.'
          : explainDecision(decision)
        : (giver?.evidence.because ?? explainDecision(decision)),
    until,
    untilTheirTime: until === null ? null : theirClock(until, input),
    rule:
      giver === undefined
        ? null
        : {
            id: giver.rule,
            title: RULES.find(({ id }) => id === giver.rule)?.title ?? giver.rule,
            citation: giver.evidence.citation,
          },
  };
}

/** On the earliest clock of the places where the person may be: it is as late on all the others, or later. */
function theirClock(until: string, input: GateInput): string | null {
  const clocks = (input.recipient.candidates ?? []).flatMap(({ zone }) =>
    zone !== null && zone !== undefined && isKnownZone(zone) ? [wallClock(zone, Date.parse(until))] : [],
  );
  return [...new Set(clocks)].sort()[0] ?? null;
}
