/** What is being asked about numbers, and where each look-up source stands with its vendor. */
import { sql } from 'kysely';
import type { NumberTopic } from '../core/model/number-files.ts';
import type { Tx } from './database.ts';
import { sendJobs } from './jobs.ts';
import { storable } from './storable.ts';

export interface NumberWish {
  readonly phone: string;
  readonly topic: NumberTopic;
  /** `YYYY-MM-DD` of consent; only for reassignment. */
  readonly knownSince: string | null;
}

/** What was given up is asked again when somebody wants it again, but not with every text. */
export const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Notes what is wanted and makes the job that asks. What is asked already, or was given up a moment ago, stays as it
 * is. `at` is tenant time, `dueAt` machine time.
 */
export async function wantAnswers(
  tx: Tx,
  tenantId: string,
  wishes: readonly NumberWish[],
  at: string,
  dueAt: string,
): Promise<void> {
  if (wishes.length === 0) return;
  const rows = JSON.stringify(
    [...new Map(wishes.map((wish) => [`${wish.phone} ${wish.topic}`, wish])).values()]
      .sort((a, b) => (`${a.phone} ${a.topic}` < `${b.phone} ${b.topic}` ? -1 : 1))
      .map(({ phone, topic, knownSince }) => ({ phone, topic, known_since: knownSince })),
  );
  const news = await sql<{ phone: string }>`
    insert into number_question as q (tenant_id, phone, topic, known_since, wanted_at)
    select ${tenantId}::uuid, phone, topic, known_since, ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as w(phone text, topic text, known_since date)
    on conflict (tenant_id, phone, topic) do update set known_since = excluded.known_since, state = 'asking', tries = 0,
      wanted_at = case when q.state = 'asking' then q.wanted_at else excluded.wanted_at end
    where q.known_since is distinct from excluded.known_since
      or (q.state = 'given-up' and coalesce(q.last_asked_at, q.wanted_at) < ${at}::timestamptz - ${AGAIN_AFTER_MS} * interval '1 millisecond')
    returning q.phone`.execute(tx);
  await sendJobs(
    tx,
    [...new Set(news.rows.map((row) => row.phone))].map((phone) => ({
      tenantId,
      kind: 'lookup' as const,
      key: phone,
      dueAt,
    })),
    { move: true },
  );
}

export interface NumberQuestion {
  readonly phone: string;
  readonly topic: NumberTopic;
  readonly knownSince: string | null;
  readonly wantedAt: string;
  readonly tries: number;
  readonly state: 'asking' | 'given-up';
  readonly lastAskedAt: string | null;
}

/** Served by the key of number_question. */
export async function questionsAbout(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
): Promise<NumberQuestion[]> {
  if (phones.length === 0) return [];
  return (
    await sql<NumberQuestion>`select phone, topic, known_since::text as "knownSince", wanted_at as "wantedAt", tries, state,
        last_asked_at as "lastAskedAt" from number_question where tenant_id = ${tenantId} and phone = any(${[...phones]}) order by phone, topic`.execute(
      tx,
    )
  ).rows;
}

/** Answered, or wanted no more. */
export async function dropQuestions(
  tx: Tx,
  tenantId: string,
  phone: string,
  topics: readonly NumberTopic[],
): Promise<void> {
  await sql`delete from number_question where tenant_id = ${tenantId} and phone = ${phone}
    and topic = any(${[...topics]})`.execute(tx);
}

export async function noteUnanswered(
  tx: Tx,
  tenantId: string,
  phone: string,
  topics: readonly NumberTopic[],
  what: { readonly source: string; readonly detail: string; readonly at: string },
): Promise<void> {
  await sql`update number_question set tries = tries + 1, source = ${what.source},
      detail = ${storable(what.detail.slice(0, 300))}, last_asked_at = ${what.at}::timestamptz
    where tenant_id = ${tenantId} and phone = ${phone} and topic = any(${[...topics]})`.execute(tx);
}

export async function giveUp(
  tx: Tx,
  tenantId: string,
  phone: string,
  topics: readonly NumberTopic[],
  at: string,
): Promise<void> {
  await sql`update number_question set state = 'given-up', last_asked_at = coalesce(last_asked_at, ${at}::timestamptz)
    where tenant_id = ${tenantId} and phone = ${phone} and topic = any(${[...topics]})`.execute(tx);
}

export interface LookupStanding {
  readonly sourceId: string;
  readonly pausedUntil: string | null;
  readonly refused: boolean;
  readonly failures: number;
  readonly nextRequestAt: string | null;
  readonly lastAnswerAt: string | null;
  readonly lastFailureAt: string | null;
  readonly failureDetail: string | null;
  readonly failureRemedy: string | null;
  readonly asked: number;
  readonly answered: number;
  readonly failed: number;
}

/** Makes rows that are missing and forgets failures that belong to other settings; the rows stay locked. */
export async function lockStandings(
  tx: Tx,
  tenantId: string,
  sources: readonly { readonly id: string; readonly print: string }[],
): Promise<Map<string, LookupStanding>> {
  for (const { id, print } of [...sources].sort((a, b) => (a.id < b.id ? -1 : 1)))
    await sql`insert into lookup_standing as s (source_id, tenant_id, settings_print)
      values (${id}, ${tenantId}, ${Buffer.from(print, 'hex')})
      on conflict (source_id) do update set settings_print = excluded.settings_print, paused_until = null,
        refused = false, failures = 0, failure_detail = null, failure_remedy = null
      where s.settings_print <> excluded.settings_print`.execute(tx);
  const rows = await standings(tx, tenantId, true);
  return new Map(rows.map((row) => [row.sourceId, row]));
}

/** Served by lookup_standing_by_tenant. */
export async function standings(tx: Tx, tenantId: string, lock = false): Promise<LookupStanding[]> {
  const query = tx
    .selectFrom('lookup_standing')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('source_id');
  const rows = await (lock ? query.forUpdate() : query).execute();
  return rows.map((row) => ({
    sourceId: row.source_id,
    pausedUntil: row.paused_until,
    refused: row.refused,
    failures: row.failures,
    nextRequestAt: row.next_request_at,
    lastAnswerAt: row.last_answer_at,
    lastFailureAt: row.last_failure_at,
    failureDetail: row.failure_detail,
    failureRemedy: row.failure_remedy,
    asked: row.asked,
    answered: row.answered,
    failed: row.failed,
  }));
}

/** The vendor's limit, kept across processes. Machine time. */
export async function reserveUntil(tx: Tx, sourceId: string, nextRequestAt: Date): Promise<void> {
  await sql`update lookup_standing set next_request_at = ${nextRequestAt}
    where source_id = ${sourceId}`.execute(tx);
}

export async function noteAnswer(tx: Tx, sourceId: string, at: Date): Promise<void> {
  await sql`update lookup_standing set asked = asked + 1, answered = answered + 1, last_answer_at = ${at}, failures = 0, refused = false,
      paused_until = null where source_id = ${sourceId}`.execute(tx);
}

/** Returns whether this is news: the source stood well, or waited for a retry, and now a person has to act. */
export async function noteFailure(
  tx: Tx,
  sourceId: string,
  failure: {
    readonly at: Date;
    readonly pausedUntil: Date;
    readonly refused: boolean;
    readonly detail: string;
    readonly remedy: string | null;
  },
): Promise<boolean> {
  const { rows } = await sql<{ before: boolean }>`
    with old as (select refused from lookup_standing where source_id = ${sourceId})
    update lookup_standing set asked = asked + 1, failed = failed + 1, failures = failures + 1, last_failure_at = ${failure.at},
      refused = ${failure.refused}, paused_until = greatest(paused_until, ${failure.pausedUntil}),
      failure_detail = ${storable(failure.detail.slice(0, 500))},
      failure_remedy = ${storable(failure.remedy?.slice(0, 500) ?? null)}
    where source_id = ${sourceId} returning (select refused from old) as before`.execute(tx);
  return failure.refused && rows[0]?.before === false;
}

/** A person wants the vendor asked again now. */
export async function rouseSource(tx: Tx, sourceId: string): Promise<void> {
  await sql`update lookup_standing set paused_until = null, refused = false, failures = 0
    where source_id = ${sourceId}`.execute(tx);
}

/** Text-backs that wait for an answer about this number need not wait out their thirty seconds. */
export async function rouseAnswers(tx: Tx, tenantId: string, phone: string, dueAt: string): Promise<boolean> {
  const result =
    await sql`update job set due_at = ${dueAt}::timestamptz where tenant_id = ${tenantId} and kind = 'answer'
    and state = 'waiting' and due_at > ${dueAt}::timestamptz and key in (
      select id::text from attempt where tenant_id = ${tenantId} and caller = ${phone} and answer = 'deferred'
        and answer_code in ('lookup-timeout', 'rnd-unchecked'))`.execute(tx);
  return Number(result.numAffectedRows ?? 0n) > 0;
}

export interface TopicCount {
  readonly topic: NumberTopic;
  readonly source: string;
  readonly kept: number;
  readonly current: number;
  readonly lastAt: string | null;
}

/** Kept answers per list and source. Served by number_answer_by_topic. */
export async function answerCounts(tx: Tx, tenantId: string, at: string): Promise<TopicCount[]> {
  return (
    await sql<TopicCount>`select topic, source, count(*)::int as kept,
        count(*) filter (where expires_at > ${at}::timestamptz)::int as current, max(learned_at) as "lastAt"
      from number_answer where tenant_id = ${tenantId} group by topic, source`.execute(tx)
  ).rows;
}

export interface WaitingCount {
  readonly topic: NumberTopic;
  readonly asking: number;
  readonly givenUp: number;
  readonly oldestAt: string | null;
}

export async function waitingCounts(tx: Tx, tenantId: string): Promise<WaitingCount[]> {
  return (
    await sql<WaitingCount>`select topic, count(*) filter (where state = 'asking')::int as asking,
        count(*) filter (where state = 'given-up')::int as "givenUp",
        min(wanted_at) filter (where state = 'asking') as "oldestAt"
      from number_question where tenant_id = ${tenantId} group by topic`.execute(tx)
  ).rows;
}

export interface ImportedList {
  readonly topic: NumberTopic;
  readonly name: string;
  readonly asOf: string;
  readonly state: string | null;
  readonly numbers: number;
}

/** Lists that were imported as files. Served by number_listed_by_list. */
export async function importedLists(tx: Tx, tenantId: string): Promise<ImportedList[]> {
  return (
    await sql<ImportedList>`select l.topic, l.name, l.as_of::text as "asOf", l.state,
        (select count(*)::int from number_listed n where n.tenant_id = l.tenant_id and n.topic = l.topic
          and n.list = l.name) as numbers
      from number_list l where l.tenant_id = ${tenantId} order by l.topic, l.name`.execute(tx)
  ).rows;
}
