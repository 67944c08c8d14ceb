import { decisionRecord } from '../core/audit/decision-record.ts';
import type { composeTextback } from '../core/compose/compose.ts';
import { explainDecision } from '../core/gate/explain.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import type { Decision } from '../core/model/decision.ts';
import { ANSWER_VERSION, type PreCheck, type PreCheckFacts } from '../core/trigger/pre-check.ts';
import { saveAnswers, type AnswerWrite } from '../store/answers.ts';
import type { AttemptRow } from '../store/attempts.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import { fileCounselItems, type CounselWrite } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import { sendJobs, type NewJob } from '../store/jobs.ts';
import type { CallbackWrite } from '../store/leads.ts';
import { dueAt, type TenantClock } from '../store/tenant-clock.ts';
import { together } from '../store/together.ts';
import type { Pipeline } from './context.ts';
import type { GateQuestion } from './gate-facts.ts';
import { gateRecord } from './gate-record.ts';
import { listForCallback } from './side-gate.ts';
import type { Situation } from './situation.ts';

export interface Candidate {
  readonly attempt: AttemptRow;
  readonly location: LocationRecord;
  readonly caller: string;
  readonly situation: Situation;
  readonly composed: ReturnType<typeof composeTextback>;
  readonly question: GateQuestion;
}

/** Collects how each attempt ends, so that each table is written once. */
export class Desk {
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
    await together(
      saveAnswers(tx, tenantId, this.#answers, this.#at),
      listForCallback(tx, pipeline, this.#organisation, this.#callbacks),
      fileCounselItems(tx, tenantId, this.#counsel),
      sendJobs(tx, this.#timers, { move: true }),
      appendRecords(tx, pipeline.keeper, tenantId, this.#records),
    );
  }
}
