/**
 * Asks lists and vendors about numbers: one job per number, started when a missed call is known or when the Gate lacks an
 * answer. The sources of a list are asked in the operator's order; one that fails is left alone for a while, ever longer,
 * and the next is asked. Answers are kept with their date and end, and each asking is on record. Whatever is not an
 * answer stays unknown.
 */
import type { Organisation } from '../core/model/directory.ts';
import type { LookUpList, NumberTopic } from '../core/model/look-ups.ts';
import { listOf, standingOf } from '../core/organisation/look-ups.ts';
import type { LookupAnswer, LookupReply, NumberLookup } from '../ports/lookup.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import {
  dropQuestions,
  giveUp,
  lockStandings,
  noteAnswer,
  noteFailure,
  noteUnanswered,
  questionsAbout,
  reserveUntil,
  rouseAnswers,
  type LookupStanding,
  type NumberQuestion,
} from '../store/look-ups.ts';
import { CANNOT_TELL, keepAnswers, numberFacts } from '../store/number-facts.ts';
import type { SourceRecord } from '../store/sources.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import { configFor, type Pipeline, type Step } from './context.ts';
import { spent } from './look-up-facts.ts';
import { raiseNotification } from './notify.ts';
import { withinTime } from './route.ts';

export function lookUp(random: () => number): Step {
  return async (pipeline, jobs) => {
    for (const [tenantId, group] of Map.groupBy(jobs, (job) => job.tenantId)) {
      const turns = await pipeline.store.tx(tenantId, (tx) => takeTurns(tx, pipeline, tenantId, group));
      await inLanes(turns, async (turn) => {
        const replies = await Promise.all(turn.asks.map((ask) => askSource(pipeline, turn.phone, ask)));
        await settle(pipeline, tenantId, turn, replies, random);
      });
    }
  };
}

/** One source, asked for one or more lists about one number. */
export interface Ask {
  readonly source: SourceRecord;
  readonly connector: NumberLookup;
  readonly topics: readonly NumberTopic[];
  readonly knownSince: string | null;
}

interface Turn {
  readonly job: Job;
  readonly phone: string;
  readonly asks: readonly Ask[];
}

/** Within the lease of the jobs: so many at a time, each for so long. */
const LANES = 8;
const MOST_AT_ONCE = 24;
const TIME_LIMIT_MS = 5_000;
/** Questions that would have to wait less than this for the vendor's limit are asked at once. */
const BURST_MS = 1_000;
/** "Cannot tell" is asked again after a week. */
const CANNOT_TELL_DAYS = 7;
const GIVE_UP_MS = 60 * 60_000;

// ---------------------------------------------------------------- whose turn it is

async function takeTurns(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  jobs: readonly Job[],
): Promise<Turn[]> {
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const now = pipeline.clock.now();
  const at = tenantNow(organisation, pipeline);
  const phones = jobs.map((job) => job.key);
  const sources = await lookupSources(pipeline, organisation);
  const standing = await lockStandings(
    tx,
    tenantId,
    sources.map((source) => ({ id: source.id, print: printOf(pipeline, source) })),
  );
  const questions = (await questionsAbout(tx, tenantId, phones)).filter(({ state }) => state === 'asking');
  const facts = await numberFacts(tx, tenantId, phones, at.toISOString());
  const next = new Map(
    [...standing].map(([id, each]) => [id, Math.max(now.getTime(), timeOf(each.nextRequestAt))]),
  );
  const turns: Turn[] = [];
  const waiting: { job: Job; until: number }[] = [];
  const done: Job[] = [];
  for (const job of jobs) {
    const own = questions.filter(({ phone }) => phone === job.key);
    const plan = planFor(own, (question) => {
      const wanted = standingOf(organisation.tenant.config, question.topic, at.toISOString().slice(0, 10));
      return {
        known: sources.filter((source) => wanted.sources.includes(source.key)),
        order: wanted.sources,
        toldNothing: spent(facts.get(job.key), question.topic) ?? new Set<string>(),
        standing,
        now,
      };
    });
    await dropQuestions(tx, tenantId, job.key, plan.nobody);
    const asks = groupAsks(pipeline, plan.asks);
    const slot = Math.max(now.getTime(), ...asks.map(({ source }) => next.get(source.id) ?? 0));
    if (asks.length === 0 && plan.later === null) done.push(job);
    else if (asks.length === 0) waiting.push({ job, until: plan.later ?? now.getTime() });
    else if (turns.length >= MOST_AT_ONCE || slot - now.getTime() > BURST_MS)
      waiting.push({ job, until: slot });
    else {
      turns.push({ job, phone: job.key, asks });
      for (const { source, topics } of asks) {
        const from = next.get(source.id) ?? now.getTime();
        const until = from + gapMs(organisation, topics);
        next.set(source.id, until);
        await reserveUntil(tx, source.id, new Date(until));
      }
    }
  }
  await finishJobs(tx, done);
  await later(tx, tenantId, waiting);
  return turns;
}

interface Choices {
  readonly known: readonly SourceRecord[];
  readonly order: readonly string[];
  readonly toldNothing: ReadonlySet<string>;
  readonly standing: ReadonlyMap<string, LookupStanding>;
  readonly now: Date;
}

interface Plan {
  readonly asks: readonly { readonly source: SourceRecord; readonly question: NumberQuestion }[];
  /** Nobody is left to ask. */
  readonly nobody: readonly NumberTopic[];
  /** When the first source that is left alone may be asked again. */
  readonly later: number | null;
}

function planFor(questions: readonly NumberQuestion[], choices: (question: NumberQuestion) => Choices): Plan {
  const asks: { source: SourceRecord; question: NumberQuestion }[] = [];
  const nobody: NumberTopic[] = [];
  const waits: number[] = [];
  for (const question of questions) {
    const { known, order, toldNothing, standing, now } = choices(question);
    const left = order
      .filter((key) => !toldNothing.has(key))
      .flatMap((key) => known.find((source) => source.key === key) ?? []);
    const until = (source: SourceRecord): number => timeOf(standing.get(source.id)?.pausedUntil ?? null);
    const ready = left.filter((source) => until(source) <= now.getTime());
    // Each state keeps a list of its own; everywhere else one answer is enough.
    const chosen = question.topic === 'state-dnc' ? ready : ready.slice(0, 1);
    if (left.length === 0) nobody.push(question.topic);
    else if (chosen.length === 0) waits.push(Math.min(...left.map(until)));
    asks.push(...chosen.map((source) => ({ source, question })));
  }
  return { asks, nobody, later: waits.length === 0 ? null : Math.min(...waits) };
}

/** A vendor that answers two lists is asked once. */
function groupAsks(pipeline: Pipeline, asks: Plan['asks']): Ask[] {
  return [...Map.groupBy(asks, ({ source }) => source.id).values()].flatMap((group): Ask[] => {
    const source = group[0]?.source;
    const connector = source === undefined ? undefined : pipeline.connectors.lookup?.get(source.connector);
    if (source === undefined || connector === undefined) return [];
    return [
      {
        source,
        connector,
        topics: group.map(({ question }) => question.topic),
        knownSince: group.find(({ question }) => question.knownSince !== null)?.question.knownSince ?? null,
      },
    ];
  });
}

/** An organisation's look-ups, as far as this build has their connectors. A simulated one asks nobody. */
export async function lookupSources(
  pipeline: Pipeline,
  organisation: Organisation,
): Promise<readonly SourceRecord[]> {
  if (organisation.tenant.simulated) return [];
  return (await pipeline.sources.ofTenant(organisation.tenant.id)).filter(
    (source) => source.kind === 'lookup' && pipeline.connectors.lookup?.has(source.connector) === true,
  );
}

const prints = new WeakMap<SourceRecord, string>();

/** Says whether settings changed without keeping them. */
export function printOf(pipeline: Pipeline, source: SourceRecord): string {
  let print = prints.get(source);
  if (print === undefined) {
    const settings = Object.entries((source.config ?? {}) as Readonly<Record<string, unknown>>).sort(
      ([a], [b]) => (a < b ? -1 : 1),
    );
    print = pipeline.keeper
      .fingerprint(JSON.stringify([source.connector, settings]), `lookup:${source.id}`)
      .toString('hex');
    prints.set(source, print);
  }
  return print;
}

function gapMs(organisation: Organisation, topics: readonly NumberTopic[]): number {
  const perMinute = Math.min(
    ...topics.map((topic) => listOf(organisation.tenant.config, topic).requestsPerMinute),
  );
  return Math.ceil(60_000 / perMinute);
}

// ---------------------------------------------------------------- the question

/** Whatever goes wrong on the way is no answer; no detail quotes what the vendor sent. */
export async function askSource(pipeline: Pipeline, phone: string, ask: Ask): Promise<LookupReply> {
  const config = configFor(ask.connector, ask.source);
  if (config === null)
    return {
      status: 'unavailable',
      detail: 'The settings of this source do not fit its connector.',
      retryable: false,
      remedy: 'Fill in what is missing on the Look-ups page.',
    };
  try {
    return await withinTime(TIME_LIMIT_MS, (signal) =>
      ask.connector.find(
        { phone, topics: ask.topics, ...(ask.knownSince === null ? {} : { knownSince: ask.knownSince }) },
        config,
        { fetch: pipeline.fetch, now: () => pipeline.clock.now(), signal },
      ),
    );
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    const late = name === 'TimeoutError' || name === 'AbortError';
    return {
      status: 'unavailable',
      detail: late ? 'No answer in time.' : `The connector failed (${name}).`,
      retryable: true,
    };
  }
}

// ---------------------------------------------------------------- what came of it

async function settle(
  pipeline: Pipeline,
  tenantId: string,
  turn: Turn,
  replies: readonly LookupReply[],
  random: () => number,
): Promise<void> {
  const { job, phone, asks } = turn;
  await pipeline.store.tx(tenantId, async (tx) => {
    const organisation = await pipeline.organisations.load(tx, tenantId);
    let learned = false;
    for (const [index, ask] of asks.entries()) {
      const reply = replies[index];
      if (reply === undefined) continue;
      const told = await settleReply(tx, pipeline, organisation, phone, ask, reply, random);
      learned ||= told;
    }
    await goOn(tx, pipeline, organisation, job);
    if (learned) await rouseAnswers(tx, tenantId, phone, pipeline.clock.now().toISOString());
  });
  pipeline.signal.wake('job:answer');
  pipeline.signal.wake(`change:${tenantId}`);
}

/** Stores what one source said, with a record of it; also for a person who tries a number. Returns whether it helped. */
export async function settleReply(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  phone: string,
  ask: Ask,
  reply: LookupReply,
  random: () => number,
): Promise<boolean> {
  const tenantId = organisation.tenant.id;
  const now = pipeline.clock.now();
  const at = tenantNow(organisation, pipeline).toISOString();
  if (reply.status === 'unavailable') {
    await noteUnanswered(tx, tenantId, phone, ask.topics, {
      source: ask.source.key,
      detail: reply.detail,
      at,
    });
    const failures = await failuresOf(tx, pipeline, tenantId, ask.source);
    const pausedUntil = new Date(now.getTime() + pauseMs(reply, failures + 1, random));
    const news = await noteFailure(tx, ask.source.id, {
      at: now,
      pausedUntil,
      refused: !reply.retryable,
      detail: reply.detail,
      remedy: reply.remedy ?? null,
    });
    if (news) await tellOwner(tx, pipeline, tenantId, ask, reply, at);
    await record(tx, pipeline, tenantId, phone, at, 'lookup.failed', {
      source: ask.source.key,
      connector: ask.source.connector,
      lists: ask.topics,
      detail: reply.detail,
    });
    return false;
  }
  const told = reply.status === 'answered' ? reply.answers : [];
  const answers = ask.topics.map((topic): LookupAnswer =>
    shortened(
      told.find((each) => each.topic === topic) ?? {
        topic,
        answer: CANNOT_TELL,
        validDays: CANNOT_TELL_DAYS,
        ...(topic === 'reassigned' && ask.knownSince !== null ? { since: ask.knownSince } : {}),
      },
      listOf(organisation.tenant.config, topic),
    ),
  );
  await keepAnswers(tx, tenantId, ask.source.key, phone, answers, at);
  await noteAnswer(tx, ask.source.id, now);
  const clear = answers.filter(({ answer }) => answer !== CANNOT_TELL).map(({ topic }) => topic);
  await dropQuestions(
    tx,
    tenantId,
    phone,
    clear.filter((topic) => topic !== 'state-dnc'),
  );
  await record(tx, pipeline, tenantId, phone, at, 'lookup.answered', {
    source: ask.source.key,
    connector: ask.source.connector,
    answers: answers.map(({ topic, answer, validDays, asOf, since }) => ({
      list: topic,
      answer,
      validDays,
      ...(asOf === undefined ? {} : { asOf }),
      ...(since === undefined ? {} : { since }),
    })),
  });
  return true;
}

/** The operator may rely on an answer for less time than the vendor says, never for longer. */
function shortened(answer: LookupAnswer, list: LookUpList): LookupAnswer {
  return { ...answer, validDays: Math.min(answer.validDays, list.keepDays) };
}

/** Another source, the same one later, or enough. */
async function goOn(tx: Tx, pipeline: Pipeline, organisation: Organisation, job: Job): Promise<void> {
  const tenantId = organisation.tenant.id;
  const at = tenantNow(organisation, pipeline);
  const left = (await questionsAbout(tx, tenantId, [job.key])).filter(({ state }) => state === 'asking');
  const old = left.filter(({ wantedAt }) => at.getTime() - Date.parse(wantedAt) > GIVE_UP_MS);
  await giveUp(
    tx,
    tenantId,
    job.key,
    old.map(({ topic }) => topic),
    at.toISOString(),
  );
  // Whose turn it is, and when, is decided anew: a source that failed is left alone, one that cannot tell is passed over.
  if (left.length > old.length) await later(tx, tenantId, [{ job, until: pipeline.clock.now().getTime() }]);
  else await finishJobs(tx, [job]);
}

async function later(
  tx: Tx,
  tenantId: string,
  waiting: readonly { readonly job: Job; readonly until: number }[],
): Promise<void> {
  await sendJobs(
    tx,
    waiting.map(({ job, until }) => ({
      tenantId,
      kind: 'lookup' as const,
      key: job.key,
      dueAt: new Date(until).toISOString(),
    })),
    { move: true },
  );
}

async function failuresOf(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  source: SourceRecord,
): Promise<number> {
  const standing = await lockStandings(tx, tenantId, [{ id: source.id, print: printOf(pipeline, source) }]);
  return standing.get(source.id)?.failures ?? 0;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Seconds at first, because a text waits; a quarter of an hour at most, and at once where only a person can help. */
function pauseMs(
  reply: { readonly retryable: boolean; readonly afterMs?: number },
  failures: number,
  random: () => number,
): number {
  if (!reply.retryable) return LONGEST_PAUSE_MS;
  const wait = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_MS);
  return Math.ceil(Math.max(wait * (0.5 + random() / 2), reply.afterMs ?? 0));
}

async function tellOwner(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  ask: Ask,
  reply: { readonly detail: string; readonly remedy?: string },
  at: string,
): Promise<void> {
  await raiseNotification(tx, pipeline, {
    tenantId,
    type: 'problem',
    subject: `${ask.source.name ?? ask.source.key}: ${ask.connector.meta.name} does not answer`,
    body: `${reply.detail} ${reply.remedy ?? ''} Until it does, what it would answer counts as unknown: texts that need it wait and then go to the call-back list.`,
    link: '/look-ups',
    dedupeKey: `lookup-refused:${ask.source.id}:${at}`,
    at,
  });
}

async function record(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  phone: string,
  occurredAt: string,
  kind: 'lookup.answered' | 'lookup.failed',
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendRecords(tx, pipeline.keeper, tenantId, [{ kind, phone, occurredAt, body }]);
}

function tenantNow(organisation: Organisation, pipeline: Pipeline): Date {
  const { id, clockOffsetMs } = organisation.tenant;
  return clockWithOffset(id, clockOffsetMs, pipeline.clock).now();
}

function timeOf(instant: string | null): number {
  return instant === null ? 0 : Date.parse(instant);
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
}
