import { z } from 'zod';
import type { Reconciliation } from '../ports/messaging.ts';
import { appendRecords } from '../store/audit.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import { lockCallers } from '../store/locks.ts';
import { lockTexts, markUnsubmitted, otherProviderIds, recipientsOf } from '../store/messages.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import type { Pipeline, Step } from './context.ts';
import { raiseNotification } from './notify.ts';
import { outgoingText, routeOf, withinTime } from './route.ts';
import { answerRecord, settleAccepted, settleRefused } from './settle.ts';

/**
 * Settles texts whose answer was lost: asks the provider what became of them. Found means accepted. Surely absent means
 * that it may be submitted again, a few times. Anything else is asked again later; after a day the text counts as
 * failed and a person takes over. It is never sent again on a guess.
 */
export const reconcile: Step = async (pipeline, jobs) => {
  const results = await Promise.allSettled(jobs.map((job) => reconcileOne(pipeline, job)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

/** Each time the provider was sure that it had none: two in a row are lost once in some thousand texts under bad weather. */
const MAX_SUBMISSIONS = 4;
const TIME_LIMIT_MS = 20_000;
/** Waits between questions, by how often we asked; the last one repeats. */
const WAITS_MS = [60_000, 180_000, 600_000, 1_800_000, 3_600_000];
const GIVE_UP_MS = 86_400_000;

const Payload = z.object({ asked: z.int().min(0), underWayUntil: z.string().optional() }).catch({ asked: 0 });
type Payload = z.infer<typeof Payload>;

async function reconcileOne(pipeline: Pipeline, job: Job): Promise<void> {
  const { tenantId } = job;
  const question = await pipeline.store.tx(tenantId, async (tx) => {
    const organisation = await pipeline.organisations.load(tx, tenantId);
    const [text] = await lockTexts(tx, tenantId, [job.key]);
    if (text?.state !== 'unknown') {
      await finishJobs(tx, [job]);
      return null;
    }
    const { underWayUntil } = Payload.parse(job.payload);
    if (underWayUntil !== undefined && pipeline.clock.now().toISOString() < underWayUntil) {
      // Our own call may not have reached the provider yet: asking now could take a text that is on its way for absent.
      const payload: Payload = { asked: 0, underWayUntil };
      await sendJobs(tx, [{ tenantId, kind: 'reconcile', key: job.key, dueAt: underWayUntil, payload }], {
        move: true,
      });
      await finishJobs(tx, [job]);
      return null;
    }
    const route = await routeOf(pipeline, organisation, text);
    const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
    const outgoing =
      route === null
        ? null
        : {
            ...outgoingText(pipeline, tenantId, text, route.source, text.submittedAt ?? text.intendedAt),
            knownProviderIds: await otherProviderIds(tx, tenantId, text),
          };
    return { route, clock, outgoing };
  });
  if (question === null) return;
  const { route, clock, outgoing } = question;
  const answer: Reconciliation =
    route === null || outgoing === null
      ? { status: 'unknown', detail: 'the messaging source is missing or its settings do not fit' }
      : await withinTime(TIME_LIMIT_MS, (signal) =>
          route.provider.reconcile(outgoing, route.config, { fetch: pipeline.fetch, now: clock.now, signal }),
        ).catch((error: unknown): Reconciliation => ({
          status: 'unknown',
          detail: error instanceof Error ? error.name : 'the connector failed',
        }));
  await store(pipeline, job, answer);
  pipeline.signal.wake(`change:${tenantId}`);
  pipeline.signal.wake('job:send');
}

async function store(pipeline: Pipeline, job: Job, answer: Reconciliation): Promise<void> {
  const { tenantId } = job;
  await pipeline.store.tx(tenantId, async (tx) => {
    const organisation = await pipeline.organisations.load(tx, tenantId);
    const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
    const at = clock.now().toISOString();
    const settling = { tx, pipeline, organisation, at };
    await lockCallers(
      tx,
      (await recipientsOf(tx, tenantId, [job.key])).map((phone) => ({ tenantId, phone })),
    );
    const [text] = await lockTexts(tx, tenantId, [job.key]);
    // A receipt or a late answer settled it while we asked.
    if (text?.state !== 'unknown') return finishJobs(tx, [job]);

    if (answer.status === 'accepted') {
      const odd = await settleAccepted(settling, [{ text, answer, learnedBy: 'reconciliation' }]);
      if (odd.length === 0) return finishJobs(tx, [job]);
    }
    if (answer.status === 'absent' && text.submissions < MAX_SUBMISSIONS) {
      await markUnsubmitted(tx, tenantId, text.id, { forget: false });
      await sendJobs(
        tx,
        [{ tenantId, kind: 'send', key: text.id, dueAt: pipeline.clock.now().toISOString() }],
        { move: true },
      );
      await appendRecords(tx, pipeline.keeper, tenantId, [
        answerRecord(text, at, { status: 'absent', again: true }),
      ]);
      return finishJobs(tx, [job]);
    }
    const { asked } = Payload.parse(job.payload);
    const age = clock.now().getTime() - Date.parse(text.submittedAt ?? text.intendedAt);
    if (answer.status === 'absent' || age > GIVE_UP_MS) {
      const detail =
        answer.status === 'absent'
          ? `The provider took none of ${MAX_SUBMISSIONS} submissions.`
          : 'The provider could not say for a day what became of the text.';
      await settleRefused(settling, text, {
        state: 'failed',
        reason: 'unknown',
        code: answer.status === 'absent' ? 'never-taken' : 'unconfirmed',
        detail,
      });
      await raiseNotification(tx, pipeline, {
        tenantId,
        locationId: text.locationId,
        type: 'problem',
        subject: 'A text could not be confirmed',
        body: `${detail} The caller is on the callback list; nothing was sent again.`,
        link: `/inbox/${text.threadId}`,
        dedupeKey: `unconfirmed:${text.id}`,
        at,
      });
      return finishJobs(tx, [job]);
    }
    const wait = WAITS_MS[Math.min(asked, WAITS_MS.length - 1)] ?? GIVE_UP_MS;
    await appendRecords(tx, pipeline.keeper, tenantId, [
      answerRecord(text, at, { status: 'unknown', asked: asked + 1, detail: detailOf(answer) }),
    ]);
    const dueAt = new Date(pipeline.clock.now().getTime() + wait).toISOString();
    await sendJobs(
      tx,
      [{ tenantId, kind: 'reconcile', key: job.key, dueAt, payload: { asked: asked + 1 } }],
      { move: true },
    );
    return finishJobs(tx, [job]);
  });
}

function detailOf(answer: Reconciliation): string {
  if (answer.status === 'accepted') return 'the provider named a text that is another one of ours';
  return answer.status === 'absent' ? 'absent' : answer.detail;
}
