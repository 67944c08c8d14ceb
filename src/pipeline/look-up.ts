/**
 * Asks lists and vendors about numbers: one job per number, started when a missed call is known or when the Gate lacks an
 * answer. The sources of a list are asked in the operator's order; one that fails is left alone for a while, ever longer,
 * and the next is asked. Answers are kept with their date and end, and each asking is on record. Whatever is not an
 * answer stays unknown.
 */
import type { Organisation } from '../core/model/directory.ts';
import type { NumberTopic } from '../core/model/look-ups.ts';
import { listOf, standingOf } from '../core/organisation/look-ups.ts';
import type { LookupReply } from '../ports/lookup.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import {
  dropQuestions,
  giveUp,
  lockStandings,
  questionsAbout,
  reserveUntil,
  rouseAnswers,
  type LookupStanding,
  type NumberQuestion,
} from '../store/look-ups.ts';
import { numberFacts } from '../store/number-facts.ts';
import type { SourceRecord } from '../store/sources.ts';
import type { Pipeline, Step } from './context.ts';
import { askSource, printOf, settleReply, tenantNow, type Ask } from './look-up-answers.ts';
import { spent } from './look-up-facts.ts';

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

interface Turn {
  readonly job: Job;
  readonly phone: string;
  readonly asks: readonly Ask[];
}

/** Within the lease of the jobs: so many at a time, each for so long. */
const LANES = 8;
const MOST_AT_ONCE = 24;
/** Questions that would have to wait less than this for the vendor's limit are asked at once. */
const BURST_MS = 1_000;
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

function gapMs(organisation: Organisation, topics: readonly NumberTopic[]): number {
  const perMinute = Math.min(
    ...topics.map((topic) => listOf(organisation.tenant.config, topic).requestsPerMinute),
  );
  return Math.ceil(60_000 / perMinute);
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
