import { setTimeout as pause } from 'node:timers/promises';
import { claimOrWait, failJob, JOB_KINDS, releaseExpired, type Job, type JobKind } from '../store/jobs.ts';
import { isDatabaseDown, retryConflicts } from '../store/database.ts';
import { retryWaitingLegs, type InboxPart } from '../store/inbox-drain.ts';
import type { Pipeline, Step } from './context.ts';

/** The steps of this build and the chores between them. Handed in by the composition root. */
export interface WorkerPlan {
  readonly steps: Readonly<Record<JobKind, Step>>;
  /** Reads deliveries from the inbox, calls or texts or both; returns how many it took. */
  readonly drainInbox: (pipeline: Pipeline, part?: InboxPart) => Promise<number>;
  /** Makes the jobs of sources that are new or changed; returns how many. */
  readonly planUpkeep: (pipeline: Pipeline) => Promise<number>;
  /** Learns how far the phone systems' clocks are off; returns for how many organisations. */
  readonly learnClocks: (pipeline: Pipeline) => Promise<number>;
  /** Puts new audit records into the Merkle log; returns how many. */
  readonly seal: (pipeline: Pipeline) => Promise<number>;
  /** Cuts card data out of stored deliveries that were heard; returns how many it looked through. */
  readonly cutDeliveries: (pipeline: Pipeline) => Promise<number>;
  /** Counts what the Gate's rules said in sealed records; returns how many records it went through. */
  readonly tally: (pipeline: Pipeline) => Promise<number>;
}

export interface Worker {
  /** Ends after the work in hand; nothing is lost either way. */
  readonly stop: () => Promise<void>;
}

const BATCH = 100;
/** Signals may be lost; polling is the safety net. */
const POLL_MS = 1000;
const SEAL_EVERY_MS = 1000;
/** Whoever reads the tally counts the rest: few large batches cost least. */
const TALLY_EVERY_MS = 15_000;
const CUT_EVERY_MS = 5_000;
const TEXTS_BREATH_MS = 100;

/** Runs every step until stopped. Any number of processes may do so at once. */
export function startWorker(pipeline: Pipeline, plan: WorkerPlan): Worker {
  const stopping = new AbortController();
  const loops = [
    loop('inbox', () => plan.drainInbox(pipeline, 'calls')),
    // Receipts come by the hundred and nobody waits for one: a moment's rest makes few batches of many.
    loop('inbox', async () => ({
      done: await plan.drainInbox(pipeline, 'texts'),
      breathMs: TEXTS_BREATH_MS,
    })),
    ...JOB_KINDS.map((kind) => loop(`job:${kind}`, () => runOrWait(pipeline, kind, plan.steps[kind]))),
    loop('organisation', () => plan.planUpkeep(pipeline)),
    loop('clocks', async () => {
      await plan.learnClocks(pipeline);
      return 0;
    }),
    // Everything that waits is sealed at once and then there is a rest: under load few large batches cost least.
    loop('seal', async () => {
      await plan.seal(pipeline);
      return { done: 0, restMs: SEAL_EVERY_MS };
    }),
    loop(
      'cut',
      async () => {
        await plan.cutDeliveries(pipeline);
        return 0;
      },
      CUT_EVERY_MS,
    ),
    loop(
      'tally',
      async () => {
        await plan.tally(pipeline);
        return 0;
      },
      TALLY_EVERY_MS,
    ),
    loop('lease', async () => {
      await releaseExpired(pipeline.store, pipeline.clock.now());
      if ((await retryWaitingLegs(pipeline.store, pipeline.clock.now())) > 0) pipeline.signal.wake('inbox');
      return 0;
    }),
  ];

  async function loop(topic: string, work: () => Promise<number | Pace>, pollMs = POLL_MS): Promise<void> {
    // What the listener changes while the loop works or sleeps.
    const bell = { rings: 0, rouse: (): void => undefined };
    const off = pipeline.signal.on(topic, () => {
      bell.rings += 1;
      bell.rouse();
    });
    let failures = 0;
    while (!stopping.signal.aborted) {
      const heard = bell.rings;
      let restMs = pollMs;
      try {
        const pace = await work();
        failures = 0;
        if (typeof pace === 'object') restMs = Math.min(restMs, pace.restMs ?? POLL_MS);
        if ((typeof pace === 'object' ? pace.done : pace) > 0) {
          if (typeof pace === 'object' && pace.breathMs !== undefined)
            await pause(pace.breathMs, undefined, { signal: stopping.signal }).catch(() => undefined);
          continue;
        }
      } catch (error) {
        failures += 1;
        const down = isDatabaseDown(error);
        pipeline.log[down ? 'warn' : 'error'](
          { topic, error: describe(error) },
          down ? 'database away, waiting' : 'step failed',
        );
      }
      if (bell.rings > heard) continue;
      const wait = failures > 0 ? Math.min(250 * 2 ** failures, 5000) : restMs;
      if (wait > 0) await sleep(wait, heard);
    }
    off();

    async function sleep(ms: number, heard: number): Promise<void> {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, ms);
        bell.rouse = () => {
          clearTimeout(timer);
          done();
        };
        if (bell.rings > heard || stopping.signal.aborted) bell.rouse();
        stopping.signal.addEventListener('abort', bell.rouse, { once: true });
      });
      stopping.signal.removeEventListener('abort', bell.rouse);
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(loops);
    },
  };
}

/** Claims what is due of one kind and runs it; returns how many jobs were taken. */
export async function runDue(pipeline: Pipeline, kind: JobKind, step: Step, limit = BATCH): Promise<number> {
  return (await runOrWait(pipeline, kind, step, limit)).done;
}

interface Pace {
  readonly done: number;
  /** How long there is nothing to do, if nobody rings. */
  readonly restMs?: number;
  /** A pause after something was done, whoever rings meanwhile. */
  readonly breathMs?: number;
}

async function runOrWait(pipeline: Pipeline, kind: JobKind, step: Step, limit = BATCH): Promise<Pace> {
  const now = pipeline.clock.now();
  const { jobs, nextDue } = await claimOrWait(pipeline.store, kind, now, limit);
  if (jobs.length > 0) await runStep(pipeline, step, jobs);
  const restMs = nextDue === null ? POLL_MS : Math.max(0, nextDue.getTime() - now.getTime());
  return { done: jobs.length, restMs };
}

/** One bad job must not hold up its batch: when a batch fails, each job is tried alone and only the bad one backs off. */
async function runStep(pipeline: Pipeline, step: Step, jobs: readonly Job[]): Promise<void> {
  try {
    await retryConflicts(() => step(pipeline, jobs));
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    for (const job of jobs) {
      try {
        await step(pipeline, [job]);
      } catch (alone) {
        if (isDatabaseDown(alone)) throw alone;
        const state = await failJob(pipeline.store, job, pipeline.clock.now(), describe(alone));
        pipeline.log[state === 'dead' ? 'error' : 'warn'](
          { kind: job.kind, key: job.key, tries: job.tries, error: describe(alone) },
          state === 'dead' ? 'job laid aside after its last try' : 'job will be tried again',
        );
      }
    }
  }
}

/**
 * Works until nothing is due: inbox, jobs, audit. Used by tests, the simulator's clock and `ringback simulate`, never
 * beside a running worker's own pace. Returns the number of rounds that did something.
 */
export async function drain(pipeline: Pipeline, plan: WorkerPlan): Promise<number> {
  for (let rounds = 0; ; rounds += 1) {
    let done = (await plan.planUpkeep(pipeline)) + (await plan.drainInbox(pipeline));
    for (const kind of JOB_KINDS) done += await runDue(pipeline, kind, plan.steps[kind]);
    if (done === 0) {
      while ((await plan.seal(pipeline)) > 0);
      return rounds;
    }
    if (rounds > 100_000) throw new Error('the pipeline does not come to rest');
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
