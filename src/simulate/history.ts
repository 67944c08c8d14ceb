import { DAY_MS } from '../core/model/days.ts';
import type { Pipeline } from '../pipeline/context.ts';
import type { WorkerPlan } from '../pipeline/worker.ts';
import type { Organisation } from '../core/model/directory.ts';
import { ALL_TENANTS, openStore, type Tx } from '../store/database.ts';
import { openInbox, type InboxWriter } from '../store/inbox.ts';
import { noteHeard } from '../store/source-tasks.ts';
import type { SourceRecord } from '../store/sources.ts';
import { virtualCarrier } from '../store/virtual-carrier.ts';
import {
  fastForward,
  moveClock,
  restOfWorker,
  settle,
  tenantNow,
  type Happenings,
  type Standing,
} from './clock.ts';
import { ensureApiSource, feed, sourceFor } from './feed.ts';
import type { Hands } from './hands.ts';
import { closeTheDay, introducePeople } from './housekeeping.ts';
import { Phones } from './phones.ts';
import { planHistory } from './plan-history.ts';
import { shopsOf } from './shops.ts';
import { lastWord, type PlannedCall } from './traffic.ts';

/** How far the generated weeks got; kept in tenant.history, so that a stopped installation carries on. */
export interface HistoryState {
  readonly seed: number;
  readonly attempts: number;
  readonly from: string;
  readonly to: string;
  /** Tenant time reached. */
  readonly at: string;
  readonly done: boolean;
}

export interface HistoryOptions {
  /** With the steps at hand the weeks pass as fast as they can; without, the running worker is woken for each step. */
  readonly plan?: WorkerPlan;
  /** Phones that users of the simulator hold: nobody else answers on them. */
  readonly hands?: Hands;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
  readonly seed?: number;
  readonly attempts?: number;
  readonly days?: number;
}

/**
 * Plays two weeks of a simulated organisation through the real pipeline on its own clock: set back by two weeks, each
 * call delivered at its time, each job run at its due time, until the clock shows now. Marked SIMULATED throughout.
 * Resolves at once when it was played before; carries on where it was stopped.
 */
export async function playHistory(
  pipeline: Pipeline,
  tenantKey: string,
  options: HistoryOptions = {},
): Promise<void> {
  const tenant = await pipeline.store.tx(ALL_TENANTS, (tx) =>
    tx
      .selectFrom('tenant')
      .select(['id', 'simulated', 'history'])
      .where('key', '=', tenantKey)
      .executeTakeFirst(),
  );
  if (tenant === undefined || !tenant.simulated) return;
  const tenantId = tenant.id;
  const state = (tenant.history as HistoryState | null) ?? (await begin(pipeline, tenantId, options));
  if (state.done) return;
  await resume(pipeline, tenantId, state);

  const say = options.onProgress ?? (() => undefined);
  const organisation = await pipeline.store.tx(tenantId, (tx) => pipeline.organisations.load(tx, tenantId));
  await ensureApiSource(pipeline, tenantId, tenantKey);
  const sources = await pipeline.sources.ofTenant(tenantId);
  const calls = planHistory(shopsOf(organisation), new Date(state.from), new Date(state.to), state);
  const inbox = openInbox(pipeline.store);
  const quick = withoutWaiting(pipeline);
  const play = new Play(
    quick,
    organisation,
    sources,
    inbox,
    calls.filter((call) => lastWord(call).toISOString() > state.at),
    options.hands ?? null,
  );
  const drain = (): Promise<Standing> =>
    options.plan === undefined ? restOfWorker(quick, tenantId) : settle(quick, options.plan, tenantId);
  say(`playing two weeks of ${calls.length} simulated calls`);
  let told = -1;
  try {
    await fastForward(
      quick,
      tenantId,
      new Date(state.to),
      drain,
      async ({ at }) => {
        const share =
          (at.getTime() - Date.parse(state.from)) / (Date.parse(state.to) - Date.parse(state.from));
        const tenth = Math.floor(share * 10);
        if (tenth === told) return;
        told = tenth;
        await keep(pipeline, tenantId, { ...state, at: at.toISOString() });
        pipeline.signal.wake(`change:${tenantId}`);
        say(`simulated history: ${Math.min(100, tenth * 10)}%`);
      },
      { happenings: play, ...(options.signal !== undefined && { signal: options.signal }) },
    );
    const stopped = options.signal?.aborted === true;
    const reached = await tenantNow(pipeline, tenantId);
    await pipeline.store.tx(tenantId, async (tx) => {
      await play.noteHeard(tx);
      if (!stopped) await returnToNow(tx, tenantId);
      await write(tx, tenantId, { ...state, at: reached.toISOString(), done: !stopped });
    });
    if (!stopped) say('simulated history: done');
  } finally {
    await inbox.close();
    await quick.store.close();
    pipeline.signal.wake('organisation');
    pipeline.signal.wake(`change:${tenantId}`);
  }
}

/** Calls, replies and closing time, in the order of their time. */
class Play implements Happenings {
  readonly #pipeline: Pipeline;
  readonly #organisation: Organisation;
  readonly #sources: readonly SourceRecord[];
  readonly #inbox: InboxWriter;
  readonly #calls: PlannedCall[];
  readonly #phones: Phones;
  #nextClosing: Date | null = null;
  /** Sources that told of calls, and when last: this history goes past the door that would note it. */
  readonly #heard = new Map<SourceRecord, { readonly at: Date; readonly count: number }>();

  constructor(
    pipeline: Pipeline,
    organisation: Organisation,
    sources: readonly SourceRecord[],
    inbox: InboxWriter,
    calls: readonly PlannedCall[],
    hands: Hands | null,
  ) {
    this.#pipeline = pipeline;
    this.#organisation = organisation;
    this.#sources = sources;
    this.#inbox = inbox;
    this.#calls = [...calls].sort((a, b) => lastWord(a).getTime() - lastWord(b).getTime());
    this.#phones = new Phones(organisation, virtualCarrier(pipeline.store, pipeline.clock), hands);
  }

  next(): Date | null {
    const [call] = this.#calls;
    const times = [call === undefined ? null : lastWord(call), this.#phones.next(), this.#nextClosing];
    return times.reduce(
      (first, time) => (first === null || (time !== null && time < first) ? time : first),
      null,
    );
  }

  async happen(now: Date): Promise<void> {
    this.#nextClosing ??= new Date(now.getTime() + DAY_MS);
    const due: PlannedCall[] = [];
    for (let [call] = this.#calls; call !== undefined && lastWord(call) <= now; [call] = this.#calls) {
      due.push(call);
      this.#calls.shift();
    }
    const deliveries = due.flatMap((call) => call.deliveries);
    if (deliveries.length > 0) {
      await feed(this.#inbox, this.#sources, deliveries, this.#pipeline.clock.now());
      for (const delivery of deliveries) {
        const source = sourceFor(this.#sources, delivery);
        if (source === undefined) continue;
        const count = (this.#heard.get(source)?.count ?? 0) + 1;
        this.#heard.set(source, { at: delivery.at, count });
      }
    }
    await this.#phones.answer(now);
    if (now < this.#nextClosing) return;
    this.#nextClosing = new Date(this.#nextClosing.getTime() + DAY_MS);
    await closeTheDay(this.#pipeline, this.#organisation.tenant.id, now);
  }

  async noteHeard(tx: Tx): Promise<void> {
    for (const [source, { at, count }] of this.#heard) await noteHeard(tx, source, at, count);
  }

  /** The callers look at their phones. */
  async notice(standing: Standing): Promise<void> {
    await this.#phones.read(this.#pipeline.store, standing.lastText);
  }
}

/**
 * Two weeks in a minute are thousands of small transactions. What is generated can be generated again, so none of them
 * waits for the disk: connections of their own, on which a commit is in order but not yet on disk when it returns.
 */
function withoutWaiting(pipeline: Pipeline): Pipeline {
  const { connectionString } = pipeline.store.pool.options;
  if (connectionString === undefined)
    return { ...pipeline, store: { ...pipeline.store, close: () => Promise.resolve() } };
  const url = new URL(connectionString);
  const given = url.searchParams.get('options');
  url.searchParams.set('options', `${given === null ? '' : `${given} `}-c synchronous_commit=off`);
  return { ...pipeline, store: openStore(url.href, { max: 6, applicationName: 'ringback-history' }) };
}

async function begin(pipeline: Pipeline, tenantId: string, options: HistoryOptions): Promise<HistoryState> {
  const now = pipeline.clock.now();
  const from = new Date(now.getTime() - (options.days ?? 14) * DAY_MS);
  const state: HistoryState = {
    seed: options.seed ?? 2026,
    attempts: options.attempts ?? 420,
    from: from.toISOString(),
    to: now.toISOString(),
    at: from.toISOString(),
    done: false,
  };
  await pipeline.store.tx(tenantId, async (tx) => {
    await introducePeople(tx, tenantId, from);
    await write(tx, tenantId, state);
  });
  return state;
}

/**
 * Time went on while nobody played: the clock goes back to where the last step left it. After a crash that is the last
 * thing that was recorded, because progress is only kept every now and then.
 */
async function resume(pipeline: Pipeline, tenantId: string, state: HistoryState): Promise<void> {
  const now = await tenantNow(pipeline, tenantId);
  await pipeline.store.tx(tenantId, async (tx) => {
    const last = await tx
      .selectFrom('audit_record')
      .select((eb) => eb.fn.max('occurred_at').as('at'))
      .where('tenant_id', '=', tenantId)
      // What is recorded about the organisation itself bears the time of the machine, not of the history.
      .where('attempt_id', 'is not', null)
      .executeTakeFirst();
    const reached = Math.max(Date.parse(state.at), Date.parse(last?.at ?? state.at));
    await moveClock(tx, tenantId, Math.min(reached, Date.parse(state.to)) - now.getTime());
  });
}

/** What is left of the difference to the machine's clock is the seconds that playing took. */
async function returnToNow(tx: Tx, tenantId: string): Promise<void> {
  const { clock_offset_ms: offset } = await tx
    .selectFrom('tenant')
    .select('clock_offset_ms')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  await moveClock(tx, tenantId, -offset);
}

async function keep(pipeline: Pipeline, tenantId: string, state: HistoryState): Promise<void> {
  await pipeline.store.tx(tenantId, (tx) => write(tx, tenantId, state));
}

async function write(tx: Tx, tenantId: string, state: HistoryState): Promise<void> {
  await tx
    .updateTable('tenant')
    .set({ history: JSON.stringify(state) })
    .where('id', '=', tenantId)
    .execute();
}
