import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { MessagingProvider, OutgoingText, RejectReason, SendAnswer } from '../ports/messaging.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { cancelJobs, sendJobs } from '../store/jobs.ts';
import { lockCallers } from '../store/locks.ts';
import { lockTexts, markUnsubmitted, type OutboundText } from '../store/messages.ts';
import { clockWithOffset, type TenantClock } from '../store/tenant-clock.ts';
import type { Pipeline } from './context.ts';
import { answerRecord, settleAccepted, settleRefused, type Settling } from './settle.ts';

/** The second half of `send`: what a provider answered becomes durable, many answers in one transaction. */
/** A text that is marked as submitted and waits for its turn. */
export interface Submission {
  readonly text: OutboundText;
  readonly outgoing: OutgoingText;
  readonly provider: MessagingProvider;
  readonly config: unknown;
  readonly clock: TenantClock;
  readonly retries: number;
  readonly preparedAt: number;
}

export interface AnswerDesk {
  /** Resolves once the answer is durable. */
  readonly store: (submission: Submission, answer: SendAnswer) => Promise<void>;
}

/** Well after the longest turn and call, so that reconciliation never overtakes a submission under way. */
export const RECONCILE_AFTER_MS = 120_000;

type Answered = { readonly submission: Submission; readonly answer: SendAnswer };

/** Answers that come in while one transaction runs share the next: one commit for many texts. */
export function answerDesk(pipeline: Pipeline): AnswerDesk {
  let waiting: Answered[] = [];
  let flushing: Promise<void> | null = null;
  const flush = async (): Promise<void> => {
    await nextTurn();
    const batch = waiting;
    waiting = [];
    flushing = null;
    const tenants = Map.groupBy(batch, (each) => each.submission.outgoing.tenantId);
    const results = await Promise.allSettled(
      [...tenants].map(([tenantId, group]) => persist(pipeline, tenantId, group)),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  let last: Promise<void> = Promise.resolve();
  return {
    store: (submission, answer) => {
      waiting.push({ submission, answer });
      flushing ??= last = last.catch(() => undefined).then(flush);
      return flushing;
    },
  };
}

/** An answer that is already in our hands is worth a few tries; after that it has to be asked for. */
async function persist(pipeline: Pipeline, tenantId: string, answers: readonly Answered[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await pipeline.store.tx(tenantId, (tx) => storeAnswers(tx, pipeline, tenantId, answers));
      break;
    } catch (error) {
      if (tries === 4) throw error;
      await sleep(200 * 3 ** tries, undefined, { ref: false });
    }
  }
  pipeline.signal.wake(`change:${tenantId}`);
  for (const topic of ['job:send', 'job:notify', 'inbox']) pipeline.signal.wake(topic);
}

async function storeAnswers(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  answers: readonly Answered[],
): Promise<void> {
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const settling: Settling = { tx, pipeline, organisation, at: clock.now().toISOString() };
  await lockCallers(
    tx,
    answers.map(({ submission }) => ({ tenantId, phone: submission.text.recipient })),
  );
  const texts = new Map(
    (
      await lockTexts(
        tx,
        tenantId,
        answers.map(({ submission }) => submission.text.id),
      )
    ).map((text) => [text.id, text]),
  );
  const known = answers.flatMap(({ submission, answer }) => {
    const text = texts.get(submission.text.id);
    return text === undefined ? [] : [{ text, answer, submission }];
  });
  const odd = await settleAccepted(
    settling,
    known.flatMap(({ text, answer }) =>
      answer.status === 'accepted' ? [{ text, answer, learnedBy: 'answer' as const }] : [],
    ),
  );
  const records: NewRecord[] = odd.map(({ text, answer }) =>
    answerRecord(text, settling.at, { status: 'accepted-twice', providerId: answer.providerId }),
  );
  if (odd.length > 0)
    pipeline.log.error(
      { messages: odd.map(({ text }) => text.id) },
      'a provider took a text that it had taken before',
    );
  const lost: string[] = [];
  for (const { text, answer, submission } of known) {
    if (answer.status === 'accepted') continue;
    if (answer.status === 'unknown') {
      records.push(answerRecord(text, settling.at, { status: 'unknown', detail: answer.detail }));
      // The call is over, so the question need not wait for its time limit any more.
      if (text.state === 'unknown') lost.push(text.id);
    } else if (text.state !== 'unknown') {
      // A receipt settled it meanwhile; a receipt knows better than a refusal.
      records.push(answerRecord(text, settling.at, { ...answer, overtaken: text.state }));
    } else if (answer.retryable && submission.retries < MAX_RETRIES) {
      records.push(answerRecord(text, settling.at, { ...answer, retries: submission.retries }));
      await tryAgain(tx, pipeline, tenantId, text, answer.reason, answer.retryAfterMs, submission.retries);
    } else {
      await settleRefused(settling, text, {
        state: 'rejected',
        reason: answer.reason,
        code: answer.code,
        detail: answer.detail,
      });
    }
  }
  await askLater(tx, pipeline, tenantId, lost);
  await appendRecords(tx, pipeline.keeper, tenantId, records);
}

async function askLater(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  messageIds: readonly string[],
): Promise<void> {
  const dueAt = new Date(pipeline.clock.now().getTime() + RECONCILE_AFTER_MS).toISOString();
  await sendJobs(
    tx,
    messageIds.map((key) => ({ tenantId, kind: 'reconcile', key, dueAt, payload: { asked: 0 } })),
    { move: true },
  );
}

async function tryAgain(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  text: OutboundText,
  reason: RejectReason,
  retryAfterMs: number | undefined,
  retries: number,
): Promise<void> {
  const now = pipeline.clock.now().getTime();
  const wait = Math.max(retryAfterMs ?? 0, Math.min(1000 * 2 ** retries, 60_000));
  // The provider named its limit for this sender: the others of its texts wait as well.
  if (reason === 'rate-limited' && retryAfterMs !== undefined)
    pauses(pipeline).set(pauseKey(text), now + retryAfterMs);
  await markUnsubmitted(tx, tenantId, text.id, { forget: true });
  await cancelJobs(tx, tenantId, 'reconcile', [text.id]);
  await sendJobs(
    tx,
    [
      {
        tenantId,
        kind: 'send',
        key: text.id,
        dueAt: new Date(now + wait).toISOString(),
        payload: { retries: retries + 1 },
      },
    ],
    { move: true },
  );
}

const MAX_RETRIES = 8;

/** Senders that a provider asked to slow down, until when. Each process learns it for itself. */
const pausedSenders = new WeakMap<Pipeline, Map<string, number>>();

export function pauses(pipeline: Pipeline): Map<string, number> {
  let paused = pausedSenders.get(pipeline);
  if (paused === undefined) pausedSenders.set(pipeline, (paused = new Map<string, number>()));
  return paused;
}

export function pauseKey(text: OutboundText): string {
  return `${text.sourceId ?? ''} ${text.sender}`;
}
