import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { decisionRecord } from '../core/audit/decision-record.ts';
import { consentReach } from '../core/gate/consent-reach.ts';
import { effectiveMode, type LocationRecord, type Organisation } from '../core/model/directory.ts';
import { checkBeforeSend, type SendCheckFacts } from '../core/trigger/send-check.ts';
import type { SendAnswer } from '../ports/messaging.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import { loadConsent, type StoredConsentEvent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job, type NewJob } from '../store/jobs.ts';
import { lockCallers } from '../store/locks.ts';
import {
  lockTexts,
  markSubmitted,
  recipientsOf,
  settleAttempts,
  writeStates,
  type OutboundText,
} from '../store/messages.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import { together } from '../store/together.ts';
import type { Pipeline, Step } from './context.ts';
import { outgoingText, routeOf, withinTime } from './route.ts';
import { RECONCILE_AFTER_MS, answerDesk, pauseKey, pauses, type Submission } from './send-answers.ts';
import { settleRefused, type Settling } from './settle.ts';
import { listForCallback } from './side-gate.ts';

/**
 * Hands intended texts to their providers. Never twice: a text is marked as submitted, and its reconciliation is
 * scheduled, in a transaction that commits BEFORE the provider is called. Whatever dies after that, the next to look
 * finds `unknown` and asks the provider instead of sending again. Never lost: every text ends as accepted, as rejected
 * with a reason and a callback, or back here.
 */
export const send: Step = async (pipeline, jobs) => {
  const submissions: Submission[] = [];
  const failures: unknown[] = [];
  for (const [tenantId, group] of Map.groupBy(jobs, (job) => job.tenantId)) {
    try {
      submissions.push(
        ...(await pipeline.store.tx(tenantId, (tx) => prepare(tx, pipeline, tenantId, group))),
      );
    } catch (error) {
      failures.push(error);
    }
  }
  await handOver(pipeline, submissions);
  // The jobs of a tenant that failed are still there; the worker tries them one by one.
  if (failures.length > 0) throw failures[0];
};

async function handOver(pipeline: Pipeline, submissions: readonly Submission[]): Promise<void> {
  if (submissions.length === 0) return;
  const desk = answerDesk(pipeline);
  const stored: Promise<void>[] = [];
  const everything = inParallel(submissions, MAX_PARALLEL, async (submission) => {
    const durable = desk.store(submission, await submit(pipeline, submission));
    // Looked at below, when every call is done; until then a failure is not unheard.
    durable.catch(() => undefined);
    stored.push(durable);
  }).then(() => Promise.all(stored));
  // One silent provider must not hold up the texts of everybody else: stragglers finish by themselves, and if they
  // cannot, their reconciliation is already scheduled.
  everything.catch((error: unknown) =>
    pipeline.log.error(
      { error: String(error) },
      'an answer of a provider could not be stored; it will be asked for',
    ),
  );
  await Promise.race([everything.catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);
}

/** What `erasePerson` leaves of a text. */
const ERASED = '[erased]';
const MAX_PARALLEL = 32;
const PATIENCE_MS = 3_000;
/** A provider that has said nothing by then gets no more of our time; what it did is asked for later. */
const TIME_LIMIT_MS = 15_000;
/** A text that waited this long for its turn is not sent on the strength of an old look: it is looked at again. */
const STALE_TURN_MS = 30_000;

const REMOVED =
  'The location was removed from the organisation before the text could leave; it was not sent.';
const Payload = z.object({ retries: z.int().min(0) }).catch({ retries: 0 });

// ---------------------------------------------------------------- before the call

async function prepare(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  jobs: readonly Job[],
): Promise<Submission[]> {
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const at = clock.now().toISOString();
  const ids = jobs.map((job) => job.key);
  const phones = await recipientsOf(tx, tenantId, ids);
  await lockCallers(
    tx,
    phones.map((phone) => ({ tenantId, phone })),
  );
  const [texts, ledgers] = await together(lockTexts(tx, tenantId, ids), loadConsent(tx, tenantId, phones));
  const jobOf = new Map(jobs.map((job) => [job.key, job]));

  const submissions: Submission[] = [];
  const records: NewRecord[] = [];
  const timers: NewJob[] = [];
  const settling: Settling = { tx, pipeline, organisation, at };
  for (const text of texts) {
    const job = jobOf.get(text.id);
    if (job === undefined) continue;
    // Somebody submitted it and died before the answer was stored.
    if (text.state === 'unknown') timers.push(reconcileJob(pipeline, tenantId, text.id));
    if (text.state !== 'intent') continue;
    const location = organisation.locations.get(text.locationId);
    if (location === undefined && organisation.former?.has(text.locationId) === true) {
      await withdraw(settling, text, { code: 'location-removed', callback: true }, REMOVED);
      continue;
    }
    const route = location === undefined ? null : await routeOf(pipeline, organisation, text);
    if (location === undefined || route === null) {
      await settleRefused(settling, text, {
        state: 'rejected',
        reason: 'not-configured',
        code: 'no-source',
        detail: 'The messaging source is missing or its settings do not fit.',
      });
      continue;
    }
    // The person was erased while the text waited: there are no words left to send.
    if (text.body === ERASED) {
      await withdraw(
        settling,
        text,
        { code: 'erased', callback: false },
        'The person was erased before the text could leave.',
      );
      continue;
    }
    const pausedUntil = pauses(pipeline).get(pauseKey(text));
    if (pausedUntil !== undefined && pausedUntil > pipeline.clock.now().getTime()) {
      timers.push({
        tenantId,
        kind: 'send',
        key: text.id,
        dueAt: new Date(pausedUntil).toISOString(),
        payload: job.payload,
      });
      continue;
    }
    const decision = checkBeforeSend(
      checkFacts(organisation, location, text, ledgers.get(text.recipient) ?? [], at),
    );
    if (!decision.outcome.go) {
      records.push(
        decisionRecord(decision, {
          ...(text.attemptId === null ? {} : { attemptId: text.attemptId }),
          phone: text.recipient,
          occurredAt: at,
        }),
      );
      await withdraw(settling, text, decision.outcome, decision.explanation);
      continue;
    }
    const submission = text.submissions + 1;
    records.push({
      kind: 'send.started',
      ...(text.attemptId === null ? {} : { attemptId: text.attemptId }),
      phone: text.recipient,
      occurredAt: at,
      body: {
        messageId: text.id,
        kind: text.kind,
        provider: route.provider.meta.id,
        source: route.source.key,
        submission,
      },
    });
    timers.push(reconcileJob(pipeline, tenantId, text.id));
    submissions.push({
      text: { ...text, state: 'unknown', submissions: submission, submittedAt: at },
      outgoing: outgoingText(pipeline, tenantId, text, route.source, at),
      provider: route.provider,
      config: route.config,
      clock,
      retries: Payload.parse(job.payload).retries,
      preparedAt: performance.now(),
    });
  }
  await together(
    markSubmitted(
      tx,
      tenantId,
      submissions.map((each) => each.text.id),
      at,
    ),
    sendJobs(tx, timers, { move: true }),
    appendRecords(tx, pipeline.keeper, tenantId, records),
  );
  await finishJobs(tx, jobs);
  return submissions;
}

function reconcileJob(pipeline: Pipeline, tenantId: string, messageId: string): NewJob {
  return {
    tenantId,
    kind: 'reconcile',
    key: messageId,
    dueAt: new Date(pipeline.clock.now().getTime() + RECONCILE_AFTER_MS).toISOString(),
    // In machine time: a simulated clock may jump two minutes while the call is still on its way.
    payload: {
      asked: 0,
      underWayUntil: new Date(pipeline.clock.now().getTime() + TIME_LIMIT_MS + 5_000).toISOString(),
    },
  };
}

function checkFacts(
  organisation: Organisation,
  location: LocationRecord,
  text: OutboundText,
  ledger: readonly StoredConsentEvent[],
  at: string,
): SendCheckFacts {
  const { crossBannerOptOut, textbackFreshnessSeconds } = organisation.tenant.config.policy;
  const { own, optOut } = consentReach(ledger, location.banner.id, { crossBanner: crossBannerOptOut, at });
  return {
    kind: text.kind,
    mode: effectiveMode(organisation, location),
    optOut,
    consentState: own.state,
    consentSince: own.since,
    contactBlocked: text.contactBlocked,
    attemptState: text.attemptState,
    attemptAnsweredElsewhere: text.attemptAnsweredElsewhere,
    lastInboundAt: text.lastInboundAt,
    intendedAt: text.intendedAt,
    freshnessSeconds: textbackFreshnessSeconds,
    now: at,
  };
}

/** Something changed since the text was decided: it is withdrawn before anybody saw it. */
async function withdraw(
  { tx, pipeline, organisation, at }: Settling,
  text: OutboundText,
  verdict: { readonly code: string; readonly callback: boolean },
  explanation: string,
): Promise<void> {
  const tenantId = organisation.tenant.id;
  await writeStates(tx, tenantId, [
    { id: text.id, state: 'rejected', reason: null, code: verdict.code, deliveredAt: null },
  ]);
  if (text.attemptId === null) return;
  if (text.kind === 'textback') {
    const cancelled = verdict.code === 'recovered-by-caller' || verdict.code === 'same-attempt';
    await settleAttempts(
      tx,
      tenantId,
      [
        {
          id: text.attemptId,
          answer: cancelled ? 'cancelled' : 'held',
          code: verdict.code,
          reason: explanation,
        },
      ],
      at,
    );
  }
  if (verdict.callback) {
    await listForCallback(tx, pipeline, organisation, [
      {
        locationId: text.locationId,
        attemptId: text.attemptId,
        phone: text.recipient,
        name: text.contactName,
        reasonCode: verdict.code,
        reason: explanation,
        at,
      },
    ]);
  }
}

// ---------------------------------------------------------------- the call

async function submit(pipeline: Pipeline, submission: Submission): Promise<SendAnswer> {
  if (performance.now() - submission.preparedAt > STALE_TURN_MS) {
    return {
      status: 'rejected',
      reason: 'rate-limited',
      code: 'not-called',
      detail: 'The text waited too long for its turn and was not handed over.',
      retryable: true,
    };
  }
  return withinTime(TIME_LIMIT_MS, (signal) =>
    submission.provider.send(submission.outgoing, submission.config, {
      fetch: pipeline.fetch,
      now: submission.clock.now,
      signal,
    }),
  ).catch((error: unknown): SendAnswer => ({
    status: 'unknown',
    detail: error instanceof Error ? error.name : 'the connector failed',
  }));
}

async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const errors: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (errors.length > 0) throw errors[0];
}
