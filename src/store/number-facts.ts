import { sql } from 'kysely';
import type { ListedNumber, NumberTopic } from '../core/model/number-files.ts';
import type { LookupAnswer } from '../ports/lookup.ts';
import type { Tx } from './database.ts';
import { together } from './together.ts';

/** What is known about a number from lists and look-ups of this tenant. Null means: nobody current says. */
export interface NumberFacts {
  readonly nationalDnc: boolean | null;
  /** Age of the copy that says so; null without a copy that covers the number. */
  readonly nationalListAgeDays: number | null;
  readonly stateListed: readonly string[];
  readonly stateListsHeld: readonly string[];
  readonly reassigned: 'yes' | 'no' | 'no-data' | null;
  /** Every current answer about reassignment, with the day of consent that was asked about. */
  readonly reassignments: readonly ReassignedAnswer[];
  readonly litigator: boolean | null;
  readonly lineType: string | null;
  /** Sources that were asked and cannot tell, per topic. */
  readonly cannotTell: ReadonlyMap<string, ReadonlySet<string>>;
  /** Sources with a current answer of any kind, per topic. */
  readonly askedOf: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ReassignedAnswer {
  readonly result: 'yes' | 'no' | 'no-data';
  /** Null: an imported list that names no day, taken to speak of any. */
  readonly since: string | null;
  readonly askedOn: string | null;
}

/** A copy of the registry may be 31 days old (16 CFR 310.4(b)(3)(iv)); the rules are told its age and judge it. */
const STATE_LIST_DAYS = 31;
/** Kept as an answer, so that a vendor who cannot tell is not asked again with every text. */
export const CANNOT_TELL = 'unknown';

/** One round trip for a batch. Served by the keys of number_list, number_listed and number_answer. */
export async function numberFacts(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
  at: string,
): Promise<Map<string, NumberFacts>> {
  if (phones.length === 0) return new Map();
  const [{ rows: lists }, { rows: listed }, { rows: answers }] = await together(
    sql<ListRow>`select topic, name, ${at}::date - as_of as age, area_codes, state from number_list
      where tenant_id = ${tenantId} and as_of <= ${at}::date`.execute(tx),
    sql<{ phone: string; topic: string; list: string; answer: string }>`
      select phone, topic, list, answer from number_listed
      where tenant_id = ${tenantId} and phone = any(${[...phones]})`.execute(tx),
    sql<AnswerRow>`
      select phone, topic, source, answer, since::text as since, learned_at::date::text as asked_on,
        ${at}::date - coalesce(as_of, learned_at::date) as age
      from number_answer
      where tenant_id = ${tenantId} and phone = any(${[...phones]}) and expires_at > ${at}::timestamptz
        and learned_at <= ${at}::timestamptz
      order by learned_at desc, source`.execute(tx),
  );
  return new Map(
    phones.map((phone) => [
      phone,
      factsOf(
        phone,
        lists,
        listed.filter((row) => row.phone === phone),
        answers.filter((row) => row.phone === phone),
      ),
    ]),
  );
}

interface ListRow {
  readonly topic: string;
  readonly name: string;
  readonly age: number;
  readonly area_codes: readonly string[] | null;
  readonly state: string | null;
}

interface AnswerRow {
  readonly phone: string;
  readonly topic: string;
  readonly source: string;
  readonly answer: string;
  readonly since: string | null;
  readonly asked_on: string;
  readonly age: number;
}

function factsOf(
  phone: string,
  lists: readonly ListRow[],
  listed: readonly { readonly topic: string; readonly list: string; readonly answer: string }[],
  answers: readonly AnswerRow[],
): NumberFacts {
  const covering = (topic: NumberTopic): ListRow[] =>
    lists.filter(
      (list) =>
        list.topic === topic &&
        (list.area_codes === null || (phone.startsWith('+1') && list.area_codes.includes(phone.slice(2, 5)))),
    );
  const on = (topic: NumberTopic): typeof listed => listed.filter((row) => row.topic === topic);
  // The latest first; what holds somebody back beats what does not, and any answer beats none.
  const told = (topic: NumberTopic): AnswerRow[] =>
    answers.filter((row) => row.topic === topic && row.answer !== CANNOT_TELL);
  const best = (topic: NumberTopic): AnswerRow | undefined =>
    told(topic).find((row) => row.answer === 'listed' || row.answer === 'yes') ?? told(topic)[0];
  const national = covering('national-dnc').toSorted((a, b) => a.age - b.age)[0];
  const asked = best('national-dnc');
  const held = lists.filter((list) => list.topic === 'state-dnc' && list.age <= STATE_LIST_DAYS);
  const states = told('state-dnc').map((row) => row.answer.split(' '));
  const ages = [national?.age, asked?.age].filter((each) => each !== undefined);
  const reassignments = [
    ...told('reassigned').map((row) => ({ ...row, askedOn: row.asked_on })),
    ...on('reassigned').map(({ answer }) => ({ answer, since: null, askedOn: null })),
  ].flatMap(({ answer, since, askedOn }): ReassignedAnswer[] =>
    answer === 'yes' || answer === 'no' || answer === 'no-data' ? [{ result: answer, since, askedOn }] : [],
  );
  const suing = on('litigator').length > 0 || best('litigator')?.answer === 'listed';
  return {
    nationalDnc:
      on('national-dnc').length > 0 || asked?.answer === 'listed'
        ? true
        : national !== undefined || asked?.answer === 'not-listed'
          ? false
          : null,
    nationalListAgeDays: ages.length === 0 ? null : Math.min(...ages),
    stateListed: [
      ...new Set([
        ...on('state-dnc').flatMap(
          (row) => lists.find((list) => list.topic === 'state-dnc' && list.name === row.list)?.state ?? [],
        ),
        ...states.flatMap(([answer, state]) => (answer === 'listed' && state !== undefined ? [state] : [])),
      ]),
    ].sort(),
    stateListsHeld: [
      ...new Set([
        ...held.flatMap((list) => list.state ?? []),
        ...states.flatMap(([, state]) => state ?? []),
      ]),
    ].sort(),
    reassigned: (reassignments.find(({ result }) => result === 'yes') ?? reassignments[0])?.result ?? null,
    reassignments,
    litigator: suing
      ? true
      : covering('litigator').length > 0 || best('litigator') !== undefined
        ? false
        : null,
    lineType: best('line-type')?.answer ?? on('line-type').at(-1)?.answer ?? null,
    cannotTell: sourcesPerTopic(answers.filter((row) => row.answer === CANNOT_TELL)),
    askedOf: sourcesPerTopic(answers),
  };
}

function sourcesPerTopic(answers: readonly AnswerRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...Map.groupBy(answers, (row) => row.topic)].map(([topic, rows]) => [
      topic,
      new Set(rows.map((row) => row.source)),
    ]),
  );
}

/**
 * What the answers say to consent of this day. "Not since then" holds for every later day too; "changed hands since
 * then" for every earlier one. Anything else was not asked.
 */
export function reassignedSince(
  facts: NumberFacts | undefined,
  knownSince: string | null,
): ReassignedAnswer | null {
  const fitting = (facts?.reassignments ?? []).filter(({ result, since }) =>
    since === null || knownSince === null
      ? true
      : result === 'yes'
        ? since >= knownSince
        : since <= knownSince,
  );
  return fitting.find(({ result }) => result === 'yes') ?? fitting[0] ?? null;
}

/** Keeps what a look-up answered, until it ends. The same answer again moves its end. */
export async function keepAnswers(
  tx: Tx,
  tenantId: string,
  source: string,
  phone: string,
  answers: readonly LookupAnswer[],
  at: string,
): Promise<void> {
  for (const { topic, answer, validDays, asOf, since } of answers) {
    await sql`insert into number_answer (tenant_id, phone, topic, source, answer, learned_at, expires_at, as_of, since)
      values (${tenantId}, ${phone}, ${topic}, ${source}, ${answer}, ${at}::timestamptz,
        ${at}::timestamptz + ${validDays} * interval '1 day', ${asOf ?? null}, ${since ?? null})
      on conflict (tenant_id, phone, topic, source) do update set answer = excluded.answer,
        learned_at = excluded.learned_at, expires_at = excluded.expires_at, as_of = excluded.as_of,
        since = excluded.since`.execute(tx);
  }
}

export interface NewNumberList {
  readonly topic: NumberTopic;
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  readonly areaCodes: readonly string[] | null;
  readonly state: string | null;
  readonly numbers: readonly ListedNumber[];
  /** Adds and takes off; otherwise the list becomes what is given. */
  readonly changes: boolean;
}

const BATCH = 5000;

/** Loading the same file twice changes nothing the second time. Returns how many numbers came and went. */
export async function loadNumberList(
  tx: Tx,
  tenantId: string,
  list: NewNumberList,
  at: string,
): Promise<{ readonly added: number; readonly removed: number }> {
  const { topic, name, asOf, areaCodes, state, numbers, changes } = list;
  const area = areaCodes === null ? null : [...areaCodes];
  await sql`insert into number_list (tenant_id, topic, name, as_of, loaded_at, area_codes, state)
    values (${tenantId}, ${topic}, ${name}, ${asOf}, ${at}, ${area}, ${state})
    on conflict (tenant_id, topic, name) do update set as_of = excluded.as_of, loaded_at = excluded.loaded_at,
      area_codes = case when ${changes} then number_list.area_codes else excluded.area_codes end,
      state = excluded.state`.execute(tx);
  let added = 0;
  const staying = numbers.filter((number) => number.gone !== true);
  for (let from = 0; from < staying.length; from += BATCH) {
    const part = staying.slice(from, from + BATCH).map(({ phone, answer }) => ({ phone, answer }));
    const result = await sql<{ fresh: boolean }>`
      insert into number_listed (tenant_id, phone, topic, list, answer)
      select ${tenantId}::uuid, phone, ${topic}, ${name}, answer
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as l(phone text, answer text) order by phone
      on conflict (tenant_id, phone, topic, list) do update set answer = excluded.answer
      returning (xmax = 0) as fresh`.execute(tx);
    added += result.rows.filter((row) => row.fresh).length;
  }
  const named = numbers.filter((number) => changes === (number.gone === true)).map(({ phone }) => phone);
  const gone = changes
    ? await sql`delete from number_listed where tenant_id = ${tenantId} and topic = ${topic} and list = ${name}
        and phone = any(${named}::text[])`.execute(tx)
    : await sql`delete from number_listed l where l.tenant_id = ${tenantId} and l.topic = ${topic} and l.list = ${name}
        and not exists (select from unnest(${named}::text[]) as u(phone) where u.phone = l.phone)`.execute(
        tx,
      );
  return { added, removed: Number(gone.numAffectedRows ?? 0n) };
}

/** Undoes the loading of a list. */
export async function removeNumberList(
  tx: Tx,
  tenantId: string,
  topic: NumberTopic,
  name: string,
): Promise<number> {
  const gone =
    await sql`delete from number_listed where tenant_id = ${tenantId} and topic = ${topic} and list = ${name}`.execute(
      tx,
    );
  await sql`delete from number_list where tenant_id = ${tenantId} and topic = ${topic} and name = ${name}`.execute(
    tx,
  );
  return Number(gone.numAffectedRows ?? 0n);
}
