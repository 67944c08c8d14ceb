import type { VendorRefusal, VoiceSurface } from '../ports/voice.ts';
import type { Tx } from '../store/database.ts';
import { changeEnded, lockEnded, removeEnded, type EndedSubscription } from '../store/ended-subscriptions.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import type { SourceRecord } from '../store/sources.ts';
import type { Pipeline, Step } from './context.ts';
import { raiseNotification } from './notify.ts';
import { askVendor, backOffMs } from './upkeep.ts';

/**
 * Ends push subscriptions that are wanted no more: of a source that was removed, that has another vendor now, or whose
 * settings led to a new one. Asked with the settings it was made under, again and ever more slowly while the vendor is
 * away; when it will not let us, a person is told what to delete there. One job per subscription, safe to run twice.
 * `random` spreads the waits after failures.
 */
export function unsubscribe(random: () => number): Step {
  return async (pipeline, jobs) => {
    await Promise.all(jobs.map((job) => endOne(pipeline, job, random)));
  };
}

async function endOne(pipeline: Pipeline, job: Job, random: () => number): Promise<void> {
  const ended = await pipeline.store.tx(job.tenantId, async (tx) => {
    const found = await lockEnded(tx, pipeline.keeper, job.key);
    if (found?.state === 'going' && !isOver(found, pipeline.clock.now())) return found;
    if (found?.state === 'going') await removeEnded(tx, found.id);
    await finishJobs(tx, [job]);
    return null;
  });
  if (ended === null) return;
  const surface = pipeline.connectors.voice.get(ended.connector);
  const answer = await ask(pipeline, ended, surface, await pipeline.sources.byId(ended.sourceId));
  await pipeline.store.tx(job.tenantId, async (tx) => {
    const current = await lockEnded(tx, pipeline.keeper, ended.id);
    if (current?.state !== 'going') return finishJobs(tx, [job]);
    if (answer.result !== 'gone')
      return settleNo(tx, pipeline, { job, ended: current, surface }, answer, random);
    await removeEnded(tx, ended.id);
    return finishJobs(tx, [job]);
  });
  pipeline.signal.wake(`change:${job.tenantId}`);
}

type Answer = { readonly result: 'gone' } | VendorRefusal;

async function ask(
  pipeline: Pipeline,
  ended: EndedSubscription,
  surface: VoiceSurface | undefined,
  source: SourceRecord | null,
): Promise<Answer> {
  const cancel = surface?.subscription?.cancel;
  if (source?.simulated === true)
    return { result: 'not-configured', detail: 'A simulated organisation asks nobody outside.' };
  // One that was made before its settings were remembered: those of today are the best guess.
  const settings = ended.madeWith?.config ?? source?.config ?? {};
  const config = surface?.config.safeParse(settings);
  if (cancel === undefined || config?.success !== true)
    return { result: 'not-configured', detail: 'The settings it was made with are not known any more.' };
  return askVendor<Answer>((signal) =>
    cancel(config.data, ended.subscription, {
      fetch: pipeline.fetch,
      now: () => pipeline.clock.now(),
      signal,
    }),
  );
}

/** Half an hour at most between two tries: about two days. */
const MOST_TRIES = 100;

async function settleNo(
  tx: Tx,
  pipeline: Pipeline,
  of: { readonly job: Job; readonly ended: EndedSubscription; readonly surface: VoiceSurface | undefined },
  answer: VendorRefusal,
  random: () => number,
): Promise<void> {
  const { job, ended, surface } = of;
  const now = pipeline.clock.now();
  const at = now.toISOString();
  const failures = ended.failures + 1;
  const fresh = { failures, lastFailureAt: at, failureDetail: answer.detail };
  if (answer.result === 'try-later' && failures < MOST_TRIES) {
    await changeEnded(tx, ended.id, { ...fresh, state: 'going', failureRemedy: null });
    const dueAt = new Date(now.getTime() + backOffMs(failures, random, answer.afterMs)).toISOString();
    await sendJobs(tx, [{ tenantId: job.tenantId, kind: job.kind, key: job.key, dueAt }], { move: true });
    return;
  }
  const product = surface?.meta.name ?? ended.connector;
  const runsOut = ended.subscription.expiresAt;
  const failureRemedy =
    `Delete the webhook subscription ${ended.subscription.id} at ${product} by hand` +
    (runsOut === null ? '.' : `, or let it run out on ${runsOut.slice(0, 10)}.`);
  await changeEnded(tx, ended.id, { ...fresh, state: 'left', failureRemedy });
  await finishJobs(tx, [job]);
  await raiseNotification(tx, pipeline, {
    tenantId: ended.tenantId,
    type: 'problem',
    subject: `${product} goes on delivering to a source that does not want it`,
    body: `${answer.detail} ${failureRemedy}`,
    link: '/health',
    dedupeKey: `subscription-left:${ended.id}`,
    at,
  });
}

function isOver(ended: EndedSubscription, now: Date): boolean {
  const { expiresAt } = ended.subscription;
  return expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
}
