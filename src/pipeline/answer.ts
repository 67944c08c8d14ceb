import { composeTextback, textbackFacts } from '../core/compose/compose.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import { MISSED_CALL_CLASSES, type MissedCallClass } from '../core/model/attempt.ts';
import { effectiveMode, type LocationRecord } from '../core/model/directory.ts';
import { preCheck, type PreCheckFacts } from '../core/trigger/pre-check.ts';
import { loadAttempts, type AttemptRow } from '../store/attempts.ts';
import { lapseCounselItems } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, type Job } from '../store/jobs.ts';
import { dismissCallbacks } from '../store/leads.ts';
import { lockCallers } from '../store/locks.ts';
import { openThreads } from '../store/open-threads.ts';
import { clockWithOffset, type TenantClock } from '../store/tenant-clock.ts';
import { together } from '../store/together.ts';
import { Desk, type Candidate } from './answer-desk.ts';
import type { Pipeline, Step } from './context.ts';
import { gateFacts } from './gate-facts.ts';
import { intendTexts, type IntendedText } from './intend.ts';
import { judgeActions } from './policy-desk.ts';
import { senderSource } from './sender.ts';
import { loadSituations, type Situation } from './situation.ts';

/**
 * Answers missed calls when their delay is over: looks once more whether a text is still wanted, writes it, asks the
 * Gate about exactly that text, and commits the intent to send. Every other end has a reason a shop owner understands.
 */
export const answer: Step = async (pipeline, jobs) => {
  for (const [tenantId, group] of Map.groupBy(jobs, (job) => job.tenantId)) {
    await pipeline.store.tx(tenantId, (tx) => answerTenant(tx, pipeline, tenantId, group));
    pipeline.signal.wake('job:send');
    pipeline.signal.wake(`change:${tenantId}`);
  }
};

async function answerTenant(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  jobs: readonly Job[],
): Promise<void> {
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const ids = jobs.map((job) => job.key);
  const waiting = await loadAttempts(tx, tenantId, ids);
  await lockCallers(
    tx,
    waiting.flatMap((row) => (row.caller === null ? [] : [{ tenantId, phone: row.caller }])),
  );
  // Read again under the lock: a call, a text or a STOP may have come in between.
  const { turn: attempts, wait } = onePerCaller(
    (await loadAttempts(tx, tenantId, ids)).filter((row) => row.merged_into === null),
  );
  const situations = await loadSituations(tx, tenantId, attempts);

  const desk = new Desk(organisation, clock);
  for (const attempt of wait) desk.nextRound(attempt);
  const open: Candidate[] = [];
  for (const attempt of attempts) {
    const location = organisation.locations.get(attempt.location_id);
    const situation = situations.get(attempt.id);
    if (situation === undefined) continue;
    if (location === undefined) {
      desk.closeRemoved(attempt);
      continue;
    }
    const facts = preCheckFacts(attempt, effectiveMode(organisation, location), situation, clock.now());
    const verdict = preCheck(facts);
    desk.recordPreCheck(attempt, facts, verdict);
    if (!verdict.go) desk.close(attempt, location, verdict);
    else if (attempt.caller !== null) open.push(draft(location, attempt, situation, attempt.caller, clock));
  }
  const inputs = await gateFacts(
    tx,
    organisation,
    open.map((candidate) => candidate.question),
  );
  const passed: { candidate: Candidate; decision: GateDecision }[] = [];
  const judged = await judgeActions(pipeline.policy, organisation.tenant, inputs);
  open.forEach((candidate, index) => {
    const answered = judged[index];
    if (answered === undefined) return;
    const { facts, decision } = answered;
    desk.recordGate(candidate, facts, decision);
    if (decision.decision !== 'pass') desk.refuse(candidate, decision);
    else if (effectiveMode(organisation, candidate.location) === 'shadow') desk.shadow(candidate);
    else passed.push({ candidate, decision });
  });
  await sendPassed(
    tx,
    pipeline,
    desk,
    passed.map((each) => each.candidate),
    clock,
  );
  await desk.write(tx, pipeline, tenantId);
  await finishJobs(tx, jobs);
}

/**
 * Calls of one person that fall due in the same batch take turns: the Gate must know of the text to the first before it
 * judges the second. The rest comes back at once.
 */
function onePerCaller(attempts: readonly AttemptRow[]): { turn: AttemptRow[]; wait: AttemptRow[] } {
  const turn: AttemptRow[] = [];
  const wait: AttemptRow[] = [];
  const callers = new Set<string>();
  for (const attempt of [...attempts].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const again = attempt.caller !== null && callers.has(attempt.caller);
    (again ? wait : turn).push(attempt);
    if (attempt.caller !== null) callers.add(attempt.caller);
  }
  return { turn, wait };
}

function draft(
  location: LocationRecord,
  attempt: AttemptRow,
  situation: Situation,
  caller: string,
  clock: TenantClock,
): Candidate {
  const at = clock.now();
  const classes = classesOf(attempt);
  const composed = composeTextback(
    textbackFacts({
      location,
      dialled: attempt.dialled,
      primaryClass: asClass(attempt.primary_class),
      classes,
      callerName: situation.callerName,
      returning: situation.returning,
      assistantAnswers: true,
      at: at.toISOString(),
    }),
  );
  const text = composed.outcome;
  return {
    attempt,
    location,
    caller,
    situation,
    composed,
    question: {
      location,
      phone: caller,
      at,
      action: {
        kind: 'sms.textback.first',
        messageClass: 'informational',
        category: 'textback',
        body: text.body,
        brandNamed: text.brandNamed,
        optOutInstruction: text.optOutInstruction,
        hasMarketing: text.hasMarketing,
        hasPhi: false,
        ...(attempt.first_evaluated_at === null
          ? {}
          : { firstEvaluatedUtc: `${attempt.first_evaluated_at.slice(0, 19)}Z` }),
      },
      call: {
        attemptId: attempt.id,
        primaryClass: attempt.primary_class ?? 'unknown',
        endedAt: attempt.missed_at ?? attempt.started_at,
        events: situation.events,
      },
      assistant: true,
      aiDisclosed: text.aiDisclosed,
      approvedRules: situation.counselApproved,
    },
  };
}

function preCheckFacts(
  attempt: AttemptRow,
  mode: PreCheckFacts['mode'],
  situation: Situation,
  now: Date,
): PreCheckFacts {
  const { liveThread, blocked, counselRefused, heldByPerson } = situation;
  // Marked done on the callback list, or seen as an outgoing call to this person after the miss.
  const calledBack = situation.calledBack || classesOf(attempt).includes('callback-in-progress');
  const { state, missed, caller, answer } = attempt;
  return {
    state,
    missed,
    caller,
    answer,
    mode,
    liveThread,
    calledBack,
    blocked,
    counselRefused,
    heldByPerson,
    ringingSince: ringingSince(attempt),
    now: now.toISOString(),
  };
}

async function sendPassed(
  tx: Tx,
  pipeline: Pipeline,
  desk: Desk,
  candidates: readonly Candidate[],
  clock: TenantClock,
): Promise<void> {
  const at = clock.now().toISOString();
  const ready: { candidate: Candidate; sourceId: string; from: string }[] = [];
  for (const candidate of candidates) {
    const sender = candidate.location.config.sender;
    const source =
      sender === undefined
        ? null
        : await senderSource(pipeline, candidate.location.tenantId, sender.provider);
    if (sender === undefined || source === null) desk.noSender(candidate);
    else ready.push({ candidate, sourceId: source, from: sender.number });
  }
  const threads = await openThreads(
    tx,
    ready.map(({ candidate }) => ({
      tenantId: candidate.location.tenantId,
      locationId: candidate.location.id,
      phone: candidate.caller,
      contactId: candidate.situation.contactId,
      attemptId: candidate.attempt.id,
      at,
    })),
  );
  const texts = ready.flatMap(({ candidate, sourceId, from }): IntendedText[] => {
    const threadId = threads.get(`${candidate.location.id} ${candidate.caller}`);
    if (threadId === undefined) return [];
    return [
      {
        tenantId: candidate.location.tenantId,
        threadId,
        attemptId: candidate.attempt.id,
        kind: 'textback',
        purpose: `textback:${candidate.attempt.id}`,
        author: 'system',
        sourceId,
        from,
        to: candidate.caller,
        body: candidate.composed.outcome.body,
        segments: candidate.composed.outcome.segments,
        at,
      },
    ];
  });
  const intended = await intendTexts(tx, pipeline, texts);
  const written = new Set(
    texts.flatMap((each, index) =>
      intended[index] !== undefined && 'messageId' in intended[index] ? (each.attemptId ?? []) : [],
    ),
  );
  for (const { candidate } of ready) {
    if (written.has(candidate.attempt.id)) desk.sending(candidate);
    else desk.alreadyWritten(candidate);
  }
  // An earlier look, on less evidence, may have asked a person to call back or a lawyer to decide.
  const ids = [...written];
  const tenantId = ready[0]?.candidate.location.tenantId;
  if (tenantId === undefined) return;
  await together(
    dismissCallbacks(tx, tenantId, ids, 'A text went out after all.', at),
    lapseCounselItems(tx, tenantId, ids, 'sms.textback.first', at),
  );
}

function ringingSince(attempt: AttemptRow): string | null {
  const view = attempt.view as { calls?: readonly { outcome: string; startedAt: string }[] };
  const going = (view.calls ?? []).filter((call) => call.outcome === 'in-progress');
  return going.at(-1)?.startedAt ?? null;
}

function classesOf(attempt: AttemptRow): MissedCallClass[] {
  const view = attempt.view as { classes?: readonly { class: string }[] };
  return (view.classes ?? []).flatMap((finding) => asClass(finding.class) ?? []);
}

function asClass(name: string | null): MissedCallClass | null {
  return MISSED_CALL_CLASSES.find((each) => each === name) ?? null;
}
