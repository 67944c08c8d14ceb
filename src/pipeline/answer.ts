import { decisionRecord } from '../core/audit/decision-record.ts';
import { composeTextback, textbackFacts } from '../core/compose/compose.ts';
import { explainDecision } from '../core/gate/explain.ts';
import { judge } from '../core/gate/coverage.ts';
import { GATE_VERSION, type GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import { MISSED_CALL_CLASSES, type MissedCallClass } from '../core/model/attempt.ts';
import { effectiveMode, type LocationRecord, type Organisation } from '../core/model/directory.ts';
import type { Decision } from '../core/model/decision.ts';
import { loadAttempts, type AnswerState, type AttemptRow } from '../store/attempts.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import { addCallbacks, dismissCallbacks, type CallbackWrite } from '../store/leads.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job, type NewJob } from '../store/jobs.ts';
import { lockCallers } from '../store/locks.ts';
import { openThreads } from '../store/open-threads.ts';
import { clockWithOffset, dueAt, type TenantClock } from '../store/tenant-clock.ts';
import { saveAnswers, type AnswerWrite } from '../store/answers.ts';
import { fileCounselItems, lapseCounselItems, type CounselWrite } from '../store/counsel.ts';
import type { Pipeline, Step } from './context.ts';
import { gateFacts, type GateQuestion } from './gate-facts.ts';
import { intendTexts, type IntendedText } from './intend.ts';
import { loadSituations, type Situation } from './situation.ts';

/** Raised whenever the same facts may give another answer. */
export const ANSWER_VERSION = 1;
/** While a redial still rings we wait a little: the caller may get through. After two minutes he rather talks. */
const RINGING_WAIT_MS = 15_000;
const TALKING_WAIT_MS = 60_000;
const RINGING_MS = 2 * 60_000;
/** An end that nobody has reported by then was lost on its way: a person decides. */
const END_UNKNOWN_AFTER_MS = 30 * 60_000;

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
  open.forEach((candidate, index) => {
    const input = inputs[index];
    if (input === undefined) return;
    const decision = judge(input);
    desk.recordGate(candidate, input, decision);
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

interface Candidate {
  readonly attempt: AttemptRow;
  readonly location: LocationRecord;
  readonly caller: string;
  readonly situation: Situation;
  readonly composed: ReturnType<typeof composeTextback>;
  readonly question: GateQuestion;
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
      approvedByCounsel: situation.counselApproved,
    },
  };
}

/** What the look before the text reads: plain data, recorded with the verdict. */
export interface PreCheckFacts {
  readonly state: string;
  readonly missed: boolean;
  readonly caller: string | null;
  readonly answer: AnswerState;
  readonly mode: 'live' | 'shadow' | 'off';
  readonly liveThread: boolean;
  readonly calledBack: boolean;
  readonly blocked: boolean;
  readonly counselRefused: boolean;
  /** A person has taken over the conversation with this caller. */
  readonly heldByPerson?: boolean;
  /** Since when the call rings or goes on that keeps the attempt in progress. */
  readonly ringingSince?: string | null;
  readonly now: string;
}

export type PreCheck =
  | { readonly go: true }
  | {
      readonly go: false;
      readonly state: AnswerState;
      readonly code: string;
      readonly reason: string;
      readonly callback: boolean;
      /** Look again at this instant. */
      readonly again?: string;
    };

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

/** Cheap facts first: is a text still wanted at all? */
export function preCheck(facts: PreCheckFacts): PreCheck {
  const no = (
    state: AnswerState,
    code: string,
    reason: string,
    callback = false,
  ): PreCheck & { go: false } => ({ go: false, state, code, reason, callback });
  if (facts.answer === 'sending' || facts.answer === 'sent' || facts.answer === 'shadow') {
    return no(facts.answer, 'already-answered', 'This call was already answered.');
  }
  if (facts.state === 'answered') return no('cancelled', 'answered', 'The call was answered by a person.');
  if (facts.state === 'recovered-by-caller')
    return no(
      'cancelled',
      'recovered-by-caller',
      'The caller got through in another call, so no text was needed.',
    );
  if (facts.state === 'in-progress') {
    const nowMs = Date.parse(facts.now);
    const ringingMs = facts.ringingSince == null ? 0 : nowMs - Date.parse(facts.ringingSince);
    if (ringingMs > END_UNKNOWN_AFTER_MS)
      return no(
        'held',
        'end-unknown',
        'The caller rang again, and the phone system has not told how that call ended. Call back if nobody spoke with this person.',
        true,
      );
    const again = new Date(
      nowMs + (ringingMs > RINGING_MS ? TALKING_WAIT_MS : RINGING_WAIT_MS),
    ).toISOString();
    return {
      ...no('scheduled', 'ringing-again', 'The caller is ringing again; we wait for that call to end.'),
      again,
    };
  }
  if (!facts.missed) return no('cancelled', 'not-missed', 'It turned out that this call was not missed.');
  if (facts.caller === null)
    return no('held', 'withheld', 'The caller withheld the number, so there is nobody to text.');
  if (facts.mode === 'off')
    return no('held', 'texting-off', 'Texting is switched off for this location.', true);
  if (facts.blocked) return no('held', 'blocked', 'This number is blocked.');
  if (facts.calledBack)
    return no('cancelled', 'called-back', 'Somebody called this person back before the text was due.');
  if (facts.liveThread)
    return no(
      'held',
      'live-thread',
      'A conversation with this person is already going on; it continues there.',
    );
  if (facts.heldByPerson === true)
    return no(
      'held',
      'held-by-person',
      'A person of yours has taken over the conversation with this caller, so no automatic text goes out.',
      true,
    );
  if (facts.counselRefused)
    return no('held', 'refused-by-counsel', 'Counsel decided that this text is not sent.', true);
  return { go: true };
}

/** Collects how each attempt ends, so that each table is written once. */
class Desk {
  readonly #organisation: Organisation;
  readonly #clock: TenantClock;
  readonly #at: string;
  readonly #answers: AnswerWrite[] = [];
  readonly #callbacks: CallbackWrite[] = [];
  readonly #timers: NewJob[] = [];
  readonly #counsel: CounselWrite[] = [];
  readonly #records: NewRecord[] = [];

  constructor(organisation: Organisation, clock: TenantClock) {
    this.#organisation = organisation;
    this.#clock = clock;
    this.#at = clock.now().toISOString();
  }

  close(attempt: AttemptRow, location: LocationRecord, verdict: Extract<PreCheck, { go: false }>): void {
    if (verdict.code === 'already-answered') return;
    if (verdict.again !== undefined) this.#later(attempt.id, new Date(verdict.again));
    if (verdict.callback) this.#callBack(attempt, location.id, verdict.code, verdict.reason);
    this.#answers.push({
      id: attempt.id,
      answer: verdict.state,
      code: verdict.code,
      reason: verdict.reason,
      dueAt: null,
      firstEvaluatedAt: attempt.first_evaluated_at,
    });
  }

  /** This person has another call under judgement right now. */
  nextRound(attempt: AttemptRow): void {
    this.#later(attempt.id, this.#clock.now());
  }

  /** The location is gone, so there is nobody in whose name a text could go out. */
  closeRemoved(attempt: AttemptRow): void {
    const reason = 'The location of this call was removed from the organisation, so no text is sent.';
    this.#answers.push({
      id: attempt.id,
      answer: 'held',
      code: 'location-removed',
      reason,
      dueAt: null,
      firstEvaluatedAt: attempt.first_evaluated_at,
    });
    this.#callBack(attempt, attempt.location_id, 'location-removed', reason);
  }

  recordPreCheck(attempt: AttemptRow, facts: PreCheckFacts, verdict: PreCheck): void {
    const explanation = verdict.go ? 'Nothing speaks against a text so far.' : verdict.reason;
    // The number itself stays with the facts, under the caller's key.
    this.#record(attempt, {
      kind: 'answer',
      version: ANSWER_VERSION,
      facts,
      outcome: verdict,
      confidence: 1,
      explanation,
      citations: [],
    });
  }

  recordGate(candidate: Candidate, input: GateInput, decision: GateDecision): void {
    this.#record(candidate.attempt, candidate.composed);
    this.#record(candidate.attempt, gateRecord(input, decision));
  }

  /** Deferred, sent to counsel, or denied: with what happens instead. */
  refuse(candidate: Candidate, decision: GateDecision): void {
    const { attempt, location } = candidate;
    const reason = explainDecision(decision);
    const code = decision.reason ?? decision.decision;
    const firstEvaluatedAt = attempt.first_evaluated_at ?? this.#at;
    switch (decision.decision) {
      case 'defer-until': {
        const until = decision.until ?? this.#at;
        this.#later(attempt.id, new Date(until));
        this.#answers.push({
          id: attempt.id,
          answer: 'deferred',
          code,
          reason,
          dueAt: until,
          firstEvaluatedAt,
        });
        return;
      }
      case 'route-to-counsel':
        this.#counsel.push({
          locationId: location.id,
          attemptId: attempt.id,
          queue: decision.queue ?? 'counsel',
          action: 'sms.textback.first',
          reason,
          decision,
          at: this.#at,
        });
        this.#answers.push({
          id: attempt.id,
          answer: 'counsel',
          code,
          reason,
          dueAt: null,
          firstEvaluatedAt,
        });
        // A lawyer may take days; the caller should not wait that long for a person.
        this.#callBack(attempt, location.id, code, reason);
        return;
      case 'deny':
      case 'pass':
        if (
          decision.fallback === 'manual-callback' ||
          decision.fallback === 'manual-review' ||
          decision.fallback === 'fixed-safety-text+human-alert'
        ) {
          this.#callBack(
            attempt,
            location.id,
            code,
            reason,
            decision.fallback === 'fixed-safety-text+human-alert',
          );
        }
        this.#answers.push({ id: attempt.id, answer: 'held', code, reason, dueAt: null, firstEvaluatedAt });
    }
  }

  shadow(candidate: Candidate): void {
    const reason =
      'This location is in shadow mode: we would have sent this text. Switch it to live to send.';
    this.#answers.push({
      id: candidate.attempt.id,
      answer: 'shadow',
      code: 'shadow',
      reason,
      dueAt: null,
      firstEvaluatedAt: candidate.attempt.first_evaluated_at ?? this.#at,
    });
    this.#callBack(candidate.attempt, candidate.location.id, 'shadow', reason);
  }

  sending(candidate: Candidate): void {
    this.#answers.push({
      id: candidate.attempt.id,
      answer: 'sending',
      code: null,
      reason: null,
      dueAt: null,
      firstEvaluatedAt: candidate.attempt.first_evaluated_at ?? this.#at,
    });
    // Without nudges the follow-up still ends the story a day later: "contacted, no reply" and the callback list.
    const minutes = candidate.location.config.textback.nudges[0]?.afterMinutes ?? 24 * 60;
    const due = new Date(this.#clock.now().getTime() + minutes * 60_000);
    this.#timers.push({
      tenantId: this.#organisation.tenant.id,
      kind: 'follow',
      key: `${candidate.attempt.id}:1`,
      dueAt: dueAt(this.#clock, due),
    });
  }

  noSender(candidate: Candidate): void {
    const reason = 'This location has no number that may send texts. Add a sender in its settings.';
    this.#answers.push({
      id: candidate.attempt.id,
      answer: 'held',
      code: 'no-sender',
      reason,
      dueAt: null,
      firstEvaluatedAt: candidate.attempt.first_evaluated_at,
    });
    this.#callBack(candidate.attempt, candidate.location.id, 'no-sender', reason);
  }

  /** One call gets one text, ever: an earlier one was withdrawn or failed, and the caller was missed once more. */
  alreadyWritten(candidate: Candidate): void {
    const reason =
      'A text for this call was written before and did not go out. A call gets one text only: call this person back.';
    this.#answers.push({
      id: candidate.attempt.id,
      answer: 'held',
      code: 'already-written',
      reason,
      dueAt: null,
      firstEvaluatedAt: candidate.attempt.first_evaluated_at,
    });
    this.#callBack(candidate.attempt, candidate.location.id, 'already-written', reason);
  }

  #later(attemptId: string, instant: Date): void {
    this.#timers.push({
      tenantId: this.#organisation.tenant.id,
      kind: 'answer',
      key: attemptId,
      dueAt: dueAt(this.#clock, instant),
    });
  }

  #callBack(attempt: AttemptRow, locationId: string, code: string, reason: string, urgent = false): void {
    this.#callbacks.push({
      locationId,
      attemptId: attempt.id,
      phone: attempt.caller,
      reasonCode: code,
      reason,
      urgent,
      at: this.#at,
    });
  }

  #record(attempt: AttemptRow, decision: Decision<unknown>): void {
    this.#records.push(
      decisionRecord(decision, {
        attemptId: attempt.id,
        ...(attempt.caller === null ? {} : { phone: attempt.caller }),
        occurredAt: this.#at,
      }),
    );
  }

  async write(tx: Tx, pipeline: Pipeline, tenantId: string): Promise<void> {
    await saveAnswers(tx, tenantId, this.#answers, this.#at);
    await addCallbacks(tx, tenantId, this.#callbacks);
    await fileCounselItems(tx, tenantId, this.#counsel);
    await sendJobs(tx, this.#timers, { move: true });
    await appendRecords(tx, pipeline.keeper, tenantId, this.#records);
  }
}

/** The Gate's verdict as a recorded decision: its input is all the facts, so replay needs nothing else. */
export function gateRecord(input: GateInput, decision: GateDecision): Decision<GateDecision, GateInput> {
  return {
    kind: 'gate',
    version: GATE_VERSION,
    facts: input,
    outcome: decision,
    confidence: 1,
    explanation: explainDecision(decision),
    citations: decision.findings
      .filter((finding) => finding.decision === decision.decision)
      .map((finding) => finding.rule),
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
  await dismissCallbacks(tx, tenantId, ids, 'A text went out after all.', at);
  await lapseCounselItems(tx, tenantId, ids, 'sms.textback.first', at);
}

/** The messaging source that a location's sender names; a simulated organisation has only the on-screen phone. */
export async function senderSource(
  pipeline: Pipeline,
  tenantId: string,
  provider: string,
): Promise<string | null> {
  const sources = (await pipeline.sources.ofTenant(tenantId)).filter((source) => source.kind === 'messaging');
  return (
    (
      sources.find((source) => source.key === provider) ??
      sources.find((source) => source.connector === provider)
    )?.id ?? null
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
