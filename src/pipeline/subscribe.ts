import { isDeepStrictEqual } from 'node:util';
import type { ActiveSubscription, Subscription, VendorRefusal, WantedSubscription } from '../ports/voice.ts';
import { sendJobs, type Job } from '../store/jobs.ts';
import { changeTask, type MadeWith } from '../store/source-tasks.ts';
import type { Pipeline, Step } from './context.ts';
import { SETTINGS_DO_NOT_FIT } from './poll.ts';
import {
  askVendor,
  endHeld,
  endMade,
  hookUrl,
  jobOf,
  settleRefusal,
  settleTurn,
  takeTurn,
  type Turn,
} from './upkeep.ts';

/**
 * Keeps push subscriptions at vendors alive: made when a source appears, renewed before they run out, made anew when
 * one ran out all the same. One job per source. `random` spreads the waits after failures.
 */
export function subscribe(random: () => number): Step {
  return async (pipeline, jobs) => {
    await Promise.all(jobs.map((job) => ensureOne(pipeline, job, random)));
  };
}

async function ensureOne(pipeline: Pipeline, job: Job, random: () => number): Promise<void> {
  const turn = await takeTurn(pipeline, job, 'subscribe');
  if (turn === null) return;
  const answer = await ask(pipeline, turn);
  const settled = await settleTurn(pipeline, turn, async (tx, task) => {
    if (answer.result !== 'active') return settleRefusal(tx, pipeline, turn, task, answer, random);
    const now = pipeline.clock.now();
    const nextDueAt = renewAt(now, answer.expiresAt, turn.surface.subscription);
    // The vendor made a new one: the one before would go on delivering beside it.
    await endHeld(tx, pipeline, task, now, answer.id);
    await changeTask(tx, pipeline.keeper, task, {
      failures: 0,
      lastSuccessAt: now.toISOString(),
      subscription: { id: answer.id, expiresAt: answer.expiresAt, madeWith: madeWith(pipeline, turn) },
      nextDueAt,
    });
    await sendJobs(tx, [jobOf(task, nextDueAt)], { move: true });
  });
  if (settled || answer.result !== 'active' || answer.id === turn.task.subscription?.id) return;
  // Made while its source was removed or changed: nobody would ever know of it.
  const made = { id: answer.id, expiresAt: answer.expiresAt, madeWith: madeWith(pipeline, turn) };
  await pipeline.store.tx(turn.task.tenantId, (tx) => endMade(tx, pipeline, turn.task, made));
}

type Answer = ({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal;

async function ask(pipeline: Pipeline, turn: Turn): Promise<Answer> {
  const { surface, source, config, task, now } = turn;
  const { subscription } = surface;
  if (subscription === undefined) throw new Error('there is nothing to subscribe to');
  const url = hookUrl(pipeline, source);
  if (url === null)
    return {
      result: 'not-configured',
      detail: 'The vendor cannot be told where to deliver: this installation has no public address.',
    };
  if (config === null) return SETTINGS_DO_NOT_FIT;
  const held = task.subscription;
  const over = held?.expiresAt != null && Date.parse(held.expiresAt) <= now.getTime();
  const current = held === null || over ? null : { id: held.id, expiresAt: held.expiresAt };
  const changed = held?.madeWith != null && !isDeepStrictEqual(held.madeWith, madeWith(pipeline, turn));
  const ensure = (wanted: WantedSubscription): Promise<Answer> =>
    askVendor<Answer>((signal) =>
      subscription.ensure(config, wanted, { fetch: pipeline.fetch, now: () => pipeline.clock.now(), signal }),
    );
  let answer = await ensure({ url, current, changed });
  // Other credentials may be of another account, which knows nothing of the subscription of the old one.
  if (answer.result === 'refused' && current !== null && changed)
    answer = await ensure({ url, current: null });
  if (answer.result === 'active' && answer.expiresAt !== null && Number.isNaN(Date.parse(answer.expiresAt)))
    return { result: 'try-later', detail: 'the vendor named an end of the subscription that is no date' };
  return answer;
}

function madeWith(pipeline: Pipeline, { source }: Turn): MadeWith {
  // As it comes back from the database.
  const config = JSON.parse(JSON.stringify(source.config ?? {})) as unknown;
  return { config, url: hookUrl(pipeline, source) ?? '' };
}

const SOONEST_MS = 60_000;

/** Some time before its end; one that lives shorter than that is renewed when half of it is over. */
export function renewAt(now: Date, expiresAt: string | null, subscription: Subscription | undefined): string {
  const beforeMs = (subscription?.renewBeforeSeconds ?? 0) * 1000;
  if (expiresAt === null) return new Date(now.getTime() + Math.max(SOONEST_MS, beforeMs)).toISOString();
  const leftMs = Date.parse(expiresAt) - now.getTime();
  const waitMs = leftMs > beforeMs ? leftMs - beforeMs : leftMs / 2;
  return new Date(now.getTime() + Math.max(SOONEST_MS, waitMs)).toISOString();
}
