/** One question to one look-up source, and what is kept of its reply: the answer with its end, or that there was none. */
import type { Organisation } from '../core/model/directory.ts';
import type { LookUpList, NumberTopic } from '../core/model/look-ups.ts';
import { listOf } from '../core/organisation/look-ups.ts';
import type { LookupAnswer, LookupReply, NumberLookup } from '../ports/lookup.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { dropQuestions, lockStandings, noteAnswer, noteFailure, noteUnanswered } from '../store/look-ups.ts';
import { CANNOT_TELL, keepAnswers } from '../store/number-facts.ts';
import type { SourceRecord } from '../store/sources.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import { configFor, type Pipeline } from './context.ts';
import { raiseNotification } from './notify.ts';
import { withinTime } from './route.ts';

/** One source, asked for one or more lists about one number. */
export interface Ask {
  readonly source: SourceRecord;
  readonly connector: NumberLookup;
  readonly topics: readonly NumberTopic[];
  readonly knownSince: string | null;
}

const TIME_LIMIT_MS = 5_000;
/** "Cannot tell" is asked again after a week. */
const CANNOT_TELL_DAYS = 7;

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

export function tenantNow(organisation: Organisation, pipeline: Pipeline): Date {
  const { id, clockOffsetMs } = organisation.tenant;
  return clockWithOffset(id, clockOffsetMs, pipeline.clock).now();
}
