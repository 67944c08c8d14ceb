import { sendJobs, type Job } from '../store/jobs.ts';
import { addToInbox, contentHashOf, type NewDelivery } from '../store/inbox.ts';
import { changeTask, noteHeard, type SourceTask } from '../store/source-tasks.ts';
import type { SourceRecord } from '../store/sources.ts';
import type { PollResult, VendorRefusal } from '../ports/voice.ts';
import type { Pipeline, Step } from './context.ts';
import { askVendor, hookUrl, jobOf, settleRefusal, settleTurn, takeTurn, type Turn } from './upkeep.ts';

/**
 * Looks for news at vendors that do not push, or that never repeat a push that was lost. One job per source, one page
 * per turn: the raw page goes into the inbox in the same transaction that remembers where the next one begins, so a
 * crash between the two cannot be. What a look finds again because it reaches back is the same content or the same
 * event ids, and changes nothing. `random` spreads the waits after failures.
 */
export function poll(random: () => number): Step {
  return async (pipeline, jobs) => {
    await Promise.all(jobs.map((job) => onePage(pipeline, job, random)));
  };
}

async function onePage(pipeline: Pipeline, job: Job, random: () => number): Promise<void> {
  const turn = await takeTurn(pipeline, job, 'poll', async (tx, given) => {
    const { task, now, surface } = given;
    // Kept here and not in memory: however many workers there are, the vendor sees one caller.
    if (task.nextRequestAt !== null && Date.parse(task.nextRequestAt) > now.getTime())
      return { laterAt: task.nextRequestAt };
    const overlapMs = (surface.poll?.overlapSeconds ?? 0) * 1000;
    const look = task.look ?? {
      from: new Date(
        (task.lookedUntil === null ? now.getTime() : Date.parse(task.lookedUntil)) - overlapMs,
      ).toISOString(),
      to: now.toISOString(),
      cursor: null,
      pages: 0,
    };
    const nextRequestAt = new Date(now.getTime() + gapMs(given)).toISOString();
    await changeTask(tx, pipeline.keeper, task, { look, nextRequestAt });
    return { ...given, task: { ...task, look, nextRequestAt } };
  });
  if (turn === null) return;
  const { answer, requests } = await ask(pipeline, turn);
  await settleTurn(pipeline, turn, async (tx, task) => {
    const now = pipeline.clock.now();
    const nextRequestAt = new Date(turn.now.getTime() + gapMs(turn) * Math.max(1, requests)).toISOString();
    await changeTask(tx, pipeline.keeper, task, { nextRequestAt });
    const refused = (refusal: VendorRefusal): Promise<void> =>
      settleRefusal(tx, pipeline, turn, task, refusal, random);
    if (answer.result !== 'page' && answer.result !== 'preparing') return refused(answer);
    const { look } = task;
    if (look === null) return;
    if (answer.result === 'preparing') {
      const next = waited(look, answer, nextRequestAt, now);
      if (next === null)
        return refused({ result: 'try-later', detail: 'the vendor was never ready', markLost: true });
      await changeTask(tx, pipeline.keeper, task, next);
      return sendJobs(tx, [jobOf(task, next.nextDueAt)], { move: true });
    }
    const page = answer.body === null ? [] : [deliveryOf(pipeline, turn.source, answer.body, now)];
    if ((await addToInbox(tx, page)) > 0) await noteHeard(tx, turn.source, now);
    const done = answer.next === null;
    const pages = look.pages + 1;
    const fault = answer.next === null ? null : faultOf(look.cursor, answer.next, pages);
    if (fault !== null) return refused({ result: 'try-later', detail: fault });
    const nextDueAt = done
      ? new Date(now.getTime() + (turn.surface.poll?.everySeconds ?? 0) * 1000).toISOString()
      : nextRequestAt;
    await changeTask(tx, pipeline.keeper, task, {
      failures: 0,
      nextDueAt,
      ...(done
        ? { look: null, lookedUntil: look.to, lastSuccessAt: now.toISOString() }
        : { look: { ...look, cursor: answer.next, pages } }),
    });
    await sendJobs(tx, [jobOf(task, nextDueAt)], { move: true });
  });
  pipeline.signal.wake('inbox');
}

/** Neither news nor a failure: the same place in the look, a little later. Null when it was never ready. */
function waited(
  look: Look,
  answer: Extract<PollResult, { result: 'preparing' }>,
  earliest: string,
  now: Date,
): { readonly look: Look; readonly nextDueAt: string } | null {
  const pages = look.pages + 1;
  if (pages >= MOST_PAGES) return null;
  const later = new Date(now.getTime() + answer.afterMs).toISOString();
  return { look: { ...look, cursor: answer.mark, pages }, nextDueAt: later > earliest ? later : earliest };
}

type Look = NonNullable<SourceTask['look']>;

/** Time between two requests that keeps to what the vendor allows. */
function gapMs(turn: Turn): number {
  return Math.ceil(60_000 / Math.max(1, turn.surface.poll?.requestsPerMinute ?? 1));
}

/** One page, and how many requests it took: a token or a look at details counts against the same limit. */
async function ask(
  pipeline: Pipeline,
  turn: Turn,
): Promise<{ readonly answer: PollResult; readonly requests: number }> {
  const { surface, task, config } = turn;
  const { look } = task;
  if (surface.poll === undefined || look === null) throw new Error('there is nothing to look for');
  if (config === null) return { answer: SETTINGS_DO_NOT_FIT, requests: 0 };
  const { poll: looking } = surface;
  let requests = 0;
  const counted: typeof fetch = (...args) => {
    requests += 1;
    return pipeline.fetch(...args);
  };
  const answer = await askVendor<PollResult>((signal) =>
    looking.fetchPage(
      config,
      { cursor: look.cursor, from: look.from, to: look.to },
      { fetch: counted, now: () => pipeline.clock.now(), signal },
    ),
  );
  return { answer, requests };
}

export const SETTINGS_DO_NOT_FIT: VendorRefusal = {
  result: 'not-configured',
  detail: 'The settings of this source do not fit its connector.',
};

const MOST_PAGES = 5_000;

/** A vendor whose pages never end would be asked for ever, and the look would never count as done. */
function faultOf(cursor: string | null, next: string, pages: number): string | null {
  if (next === cursor) return 'the vendor gave the same page mark again';
  return pages >= MOST_PAGES ? `the vendor gave ${MOST_PAGES} pages and no end` : null;
}

/** As if the vendor had sent the page to the source's own address. */
function deliveryOf(
  pipeline: Pipeline,
  source: SourceRecord,
  body: { readonly contentType: string; readonly text: string },
  now: Date,
): NewDelivery {
  const bytes = Buffer.from(body.text);
  const target = `/hooks/voice/${source.key}`;
  return {
    tenantId: source.tenantId,
    sourceId: source.id,
    kind: 'voice',
    contentHash: contentHashOf('POST', target, bytes),
    method: 'POST',
    url: hookUrl(pipeline, source) ?? `http://localhost${target}`,
    headers: { 'content-type': body.contentType },
    body: bytes,
    receivedAt: now.toISOString(),
  };
}
