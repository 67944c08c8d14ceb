import type { VendorRefusal, VoiceSurface } from '../ports/voice.ts';
import { ALL_TENANTS, type Tx } from '../store/database.ts';
import { addEnded, endSubscription } from '../store/ended-subscriptions.ts';
import { cancelJobs, finishJobs, sendJobs, type Job, type NewJob } from '../store/jobs.ts';
import {
  changeTask,
  fitTask,
  lockTask,
  removeTask,
  tasksOfRemovedSources,
  TASK_KINDS,
  type SourceTask,
  type TaskKind,
} from '../store/source-tasks.ts';
import type { SourceRecord } from '../store/sources.ts';
import { configFor, type Pipeline } from './context.ts';
import { raiseNotification } from './notify.ts';
import { withinTime } from './route.ts';

/**
 * What Ringback does at a vendor by itself, for each source whose connector has it: `poll` looks for news, `subscribe`
 * keeps a push subscription alive. This file holds what the two share: which sources need it, whose turn it is, and
 * what follows from a vendor's no. A simulated organisation never asks the outside.
 */
const planned = new WeakMap<Pipeline, Map<string, string>>();

/**
 * Makes the jobs of sources that are new to this process or were changed, in whatever process. Cheap when nothing was:
 * the worker asks every second. Returns how many jobs were made.
 */
export async function planUpkeep(pipeline: Pipeline): Promise<number> {
  const first = !planned.has(pipeline);
  const seen = planned.get(pipeline) ?? new Map<string, string>();
  planned.set(pipeline, seen);
  const wanted = (await pipeline.sources.all()).flatMap((source) => tasksFor(pipeline, source));
  const ids = new Set(wanted.map((task) => task.id));
  const gone = [...seen.keys()].filter((id) => !ids.has(id));
  for (const id of gone) seen.delete(id);
  const fresh = wanted.filter((task) => seen.get(task.id) !== task.print);
  const now = pipeline.clock.now();
  // A source may also have gone while no process was there to see it.
  let made = first || gone.length > 0 ? await dropRemoved(pipeline, now) : 0;
  if (fresh.length === 0) return made;
  for (const [tenantId, tasks] of Map.groupBy(fresh, (task) => task.tenantId)) {
    await pipeline.store.tx(tenantId, async (tx) => {
      for (const task of tasks) made += await planTask(tx, pipeline, task, now);
    });
    for (const task of tasks) seen.set(task.id, task.print);
  }
  if (made > 0) for (const kind of TASK_KINDS) pipeline.signal.wake(`job:${kind}`);
  return made;
}

interface WantedTask {
  readonly id: string;
  readonly sourceId: string;
  readonly tenantId: string;
  readonly kind: TaskKind;
  readonly connector: string;
  readonly print: string;
}

function tasksFor(pipeline: Pipeline, source: SourceRecord): WantedTask[] {
  const surface = surfaceOf(pipeline, source);
  if (surface === null) return [];
  return TASK_KINDS.filter((kind) => does(surface, kind)).map((kind) => ({
    id: `${kind}:${source.id}`,
    sourceId: source.id,
    tenantId: source.tenantId,
    kind,
    connector: source.connector,
    print: printOf(pipeline, source, kind),
  }));
}

async function planTask(tx: Tx, pipeline: Pipeline, wanted: WantedTask, now: Date): Promise<number> {
  const before = await lockTask(tx, pipeline.keeper, wanted.sourceId, wanted.kind);
  // Its vendor is another one now: what was agreed with the old one is not wanted any more.
  if (before !== null && before.connector !== wanted.connector) await endHeld(tx, pipeline, before, now);
  const task = await fitTask(tx, wanted, now);
  // Waits for a person, and nobody changed anything.
  if (task.state !== 'going') return 0;
  const job: NewJob = jobOf(task, task.nextDueAt ?? now.toISOString());
  await sendJobs(tx, [job], { move: task.changed });
  return task.changed ? 1 : 0;
}

async function dropRemoved(pipeline: Pipeline, now: Date): Promise<number> {
  const removed = await pipeline.store.tx(ALL_TENANTS, tasksOfRemovedSources);
  for (const task of removed) {
    await pipeline.store.tx(task.tenantId, (tx) => dropTask(tx, pipeline, task, task.kind, now));
  }
  return removed.length;
}

/** The standing of a source that is gone; what it had agreed with its vendor is ended. */
async function dropTask(
  tx: Tx,
  pipeline: Pipeline,
  source: { readonly sourceId: string; readonly tenantId: string },
  kind: TaskKind,
  now: Date,
): Promise<void> {
  const task = await lockTask(tx, pipeline.keeper, source.sourceId, kind);
  if (task !== null) await endHeld(tx, pipeline, task, now);
  await removeTask(tx, source.sourceId, kind);
  await cancelJobs(tx, source.tenantId, kind, [source.sourceId]);
}

/** Makes the job that cancels the subscription of this standing, where its vendor has a call for that. */
export async function endHeld(
  tx: Tx,
  pipeline: Pipeline,
  task: Pick<SourceTask, 'sourceId' | 'tenantId' | 'kind' | 'connector'>,
  now: Date,
  unless: string | null = null,
): Promise<void> {
  const surface = pipeline.connectors.voice.get(task.connector);
  if (task.kind !== 'subscribe' || surface?.subscription?.cancel === undefined) return;
  const id = await endSubscription(tx, task.sourceId, now, unless);
  if (id !== null) await sendJobs(tx, [endingOf(task.tenantId, id, now)]);
}

/** The same for one that was made and never noted. */
export async function endMade(
  tx: Tx,
  pipeline: Pipeline,
  task: Pick<SourceTask, 'sourceId' | 'tenantId' | 'connector'>,
  made: NonNullable<SourceTask['subscription']>,
): Promise<void> {
  if (pipeline.connectors.voice.get(task.connector)?.subscription?.cancel === undefined) return;
  const now = pipeline.clock.now();
  const id = await addEnded(tx, pipeline.keeper, task, made, now);
  await sendJobs(tx, [endingOf(task.tenantId, id, now)]);
}

function endingOf(tenantId: string, id: string, now: Date): NewJob {
  return { tenantId, kind: 'unsubscribe', key: id, dueAt: now.toISOString() };
}

/** Only what is asked of vendors outside; a simulated organisation has none. */
function surfaceOf(pipeline: Pipeline, source: SourceRecord): VoiceSurface | null {
  if (source.kind !== 'voice' || source.simulated) return null;
  return pipeline.connectors.voice.get(source.connector) ?? null;
}

export function does(surface: VoiceSurface, kind: TaskKind): boolean {
  return (kind === 'poll' ? surface.poll : surface.subscription) !== undefined;
}

/** The address that a subscription delivers to; null while the operator has set no public address. */
export function hookUrl(pipeline: Pipeline, source: SourceRecord): string | null {
  return pipeline.publicUrl === null ? null : `${pipeline.publicUrl}/hooks/voice/${source.key}`;
}

const prints = new WeakMap<SourceRecord, Map<TaskKind, string>>();

/** Says whether settings changed without keeping them. Remembered: the worker asks for each source every second. */
function printOf(pipeline: Pipeline, source: SourceRecord, kind: TaskKind): string {
  const known = prints.get(source) ?? new Map<TaskKind, string>();
  prints.set(source, known);
  let print = known.get(kind);
  if (print === undefined) {
    const settings = Object.entries((source.config ?? {}) as Readonly<Record<string, unknown>>).sort(
      ([a], [b]) => (a < b ? -1 : 1),
    );
    const all = [
      source.connector,
      settings,
      source.zone,
      kind === 'subscribe' ? hookUrl(pipeline, source) : null,
    ];
    print = pipeline.keeper.fingerprint(JSON.stringify(all), `source-task:${source.id}`).toString('hex');
    known.set(kind, print);
  }
  return print;
}

/** Everything a task needs to ask its vendor once. */
export interface Turn {
  readonly source: SourceRecord;
  readonly surface: VoiceSurface;
  readonly config: unknown;
  readonly task: SourceTask;
  readonly now: Date;
}

/**
 * Whether it is this job's turn. Whatever is not is put where it belongs: gone with its source, waiting for a person,
 * or later. `take` may refuse the turn with a later instant; it runs in the same transaction.
 */
export async function takeTurn(
  pipeline: Pipeline,
  job: Job,
  kind: TaskKind,
  take: (tx: Tx, turn: Turn) => Promise<Turn | { readonly laterAt: string }> = (_tx, turn) =>
    Promise.resolve(turn),
): Promise<Turn | null> {
  const source = await pipeline.sources.byId(job.key);
  return pipeline.store.tx(job.tenantId, async (tx) => {
    const surface = source === null ? null : surfaceOf(pipeline, source);
    if (source === null || surface === null || !does(surface, kind)) {
      const { tenantId, key: sourceId } = job;
      if (source === null) await dropTask(tx, pipeline, { sourceId, tenantId }, kind, pipeline.clock.now());
      else if (source.simulated) await removeTask(tx, sourceId, kind);
      await finishJobs(tx, [job]);
      return null;
    }
    const task = await lockTask(tx, pipeline.keeper, source.id, kind);
    if (task?.state !== 'going') {
      await finishJobs(tx, [job]);
      return null;
    }
    const now = pipeline.clock.now();
    // Our copy of the settings, or whoever planned this, is behind by a moment.
    if (task.print !== printOf(pipeline, source, kind))
      return later(tx, job, new Date(now.getTime() + SETTLING_MS).toISOString());
    if (task.nextDueAt !== null && Date.parse(task.nextDueAt) > now.getTime())
      return later(tx, job, task.nextDueAt);
    const taken = await take(tx, { source, surface, config: configFor(surface, source), task, now });
    return 'laterAt' in taken ? later(tx, job, taken.laterAt) : taken;
  });
}

const SETTLING_MS = 3_000;

async function later(tx: Tx, job: Job, dueAt: string): Promise<null> {
  await sendJobs(tx, [{ tenantId: job.tenantId, kind: job.kind, key: job.key, dueAt }], { move: true });
  return null;
}

export function jobOf(task: Pick<SourceTask, 'tenantId' | 'sourceId' | 'kind'>, dueAt: string): NewJob {
  return { tenantId: task.tenantId, kind: task.kind, key: task.sourceId, dueAt };
}

/** Stores what came of a turn, unless another worker or other settings have overtaken it: then it returns false. */
export async function settleTurn(
  pipeline: Pipeline,
  turn: Turn,
  settle: (tx: Tx, task: SourceTask) => Promise<void>,
): Promise<boolean> {
  const settled = await pipeline.store.tx(turn.task.tenantId, async (tx) => {
    const current = await lockTask(tx, pipeline.keeper, turn.task.sourceId, turn.task.kind);
    if (current === null || current.print !== turn.task.print || current.state !== 'going') return false;
    if (
      JSON.stringify([current.look, current.lookedUntil]) !==
      JSON.stringify([turn.task.look, turn.task.lookedUntil])
    )
      return false;
    await settle(tx, current);
    return true;
  });
  pipeline.signal.wake(`change:${turn.task.tenantId}`);
  return settled;
}

const TIME_LIMIT_MS = 20_000;

/** Asks the vendor within the time of a lease. Whatever goes wrong on the way is a try-later; no detail quotes anything. */
export async function askVendor<T>(
  ask: (signal: AbortSignal) => Promise<T | VendorRefusal>,
): Promise<T | VendorRefusal> {
  try {
    return await withinTime(TIME_LIMIT_MS, ask);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    return {
      result: 'try-later',
      detail:
        name === 'TimeoutError' || name === 'AbortError'
          ? 'no answer in time'
          : `the connector failed (${name})`,
    };
  }
}

/** A vendor's no: a person has to act, or we come again, ever more slowly and never all at once. */
export async function settleRefusal(
  tx: Tx,
  pipeline: Pipeline,
  turn: Turn,
  task: SourceTask,
  refusal: VendorRefusal,
  random: () => number,
): Promise<void> {
  const { keeper } = pipeline;
  const now = pipeline.clock.now();
  const at = now.toISOString();
  if (refusal.result === 'try-later') {
    const failures = task.failures + 1;
    const nextDueAt = new Date(now.getTime() + backOffMs(failures, random, refusal.afterMs)).toISOString();
    await changeTask(tx, keeper, task, {
      failures,
      lastFailureAt: at,
      failureDetail: refusal.detail,
      failureRemedy: null,
      nextDueAt,
      // A page mark may have run out at the vendor: after some tries the look begins anew. Nothing is lost by it.
      ...((refusal.markLost === true || failures % STALE_AFTER === 0) && { look: null }),
    });
    await sendJobs(tx, [jobOf(task, nextDueAt)], { move: true });
    return;
  }
  const remedy =
    refusal.result === 'refused' ? refusal.remedy : 'Fill in what is missing in the settings of this source.';
  await changeTask(tx, keeper, task, {
    state: refusal.result,
    ...(refusal.result === 'refused' && { failures: task.failures + 1, lastFailureAt: at }),
    failureDetail: refusal.detail,
    failureRemedy: remedy,
    nextDueAt: null,
    look: null,
  });
  // The settings are still ours (see settleTurn), so no newer job can be meant: it is made anew when a person has acted.
  await cancelJobs(tx, task.tenantId, task.kind, [task.sourceId]);
  if (refusal.result === 'refused') {
    const { source, surface } = turn;
    await raiseNotification(tx, pipeline, {
      tenantId: task.tenantId,
      type: 'problem',
      subject: `${source.name ?? source.key}: ${surface.meta.name} refuses us`,
      body: `${refusal.detail} ${remedy} Nothing is asked again until the settings of this source change.`,
      link: `/sources/${source.key}`,
      dedupeKey: `source-refused:${task.kind}:${source.id}:${at}`,
      at,
    });
  }
}

const STALE_AFTER = 3;
const FIRST_WAIT_MS = 30_000;
const MOST_MS = 30 * 60_000;

/** Doubling from half a minute to half an hour, spread over its later half; never sooner than the vendor asked for. */
export function backOffMs(failures: number, random: () => number, afterMs = 0): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20), MOST_MS);
  return Math.ceil(Math.max(wait * (0.5 + random() / 2), afterMs * (1 + random() / 10)));
}
