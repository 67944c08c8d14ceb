import { sql } from 'kysely';
import type { ListedNumber, NumberTopic } from '../core/model/number-files.ts';
import type { LookupAnswer } from '../ports/lookup.ts';
import type { Tx } from './database.ts';

/** What is known about a number from lists and look-ups of this tenant. Null means: nobody current says. */
export interface NumberFacts {
  readonly nationalDnc: boolean | null;
  /** Age of the copy that says so; null without a copy that covers the number. */
  readonly nationalListAgeDays: number | null;
  readonly stateListed: readonly string[];
  readonly stateListsHeld: readonly string[];
  readonly reassigned: 'yes' | 'no' | 'no-data' | null;
  readonly litigator: boolean | null;
  readonly lineType: string | null;
}

/** A copy of the registry may be 31 days old (16 CFR 310.4(b)(3)(iv)); the rules are told its age and judge it. */
const STATE_LIST_DAYS = 31;

/** One round trip for a batch. Served by the keys of number_list, number_listed and number_answer. */
export async function numberFacts(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
  at: string,
): Promise<Map<string, NumberFacts>> {
  if (phones.length === 0) return new Map();
  const lists = (
    await sql<ListRow>`select topic, name, ${at}::date - as_of as age, area_codes, state from number_list
      where tenant_id = ${tenantId} and as_of <= ${at}::date`.execute(tx)
  ).rows;
  const listed = (
    await sql<{ phone: string; topic: string; list: string; answer: string }>`
      select phone, topic, list, answer from number_listed where tenant_id = ${tenantId} and phone = any(${[...phones]})`.execute(
      tx,
    )
  ).rows;
  const answers = (
    await sql<{ phone: string; topic: string; answer: string }>`
      select distinct on (phone, topic) phone, topic, answer from number_answer
      where tenant_id = ${tenantId} and phone = any(${[...phones]}) and expires_at > ${at}::timestamptz
        and learned_at <= ${at}::timestamptz
      order by phone, topic, case when answer in ('listed', 'yes') then 0 else 1 end, learned_at desc`.execute(
      tx,
    )
  ).rows;
  return new Map(
    phones.map((phone) => [
      phone,
      factsOf(
        phone,
        lists,
        listed.filter((row) => row.phone === phone),
        new Map(answers.filter((row) => row.phone === phone).map((row) => [row.topic, row.answer])),
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

function factsOf(
  phone: string,
  lists: readonly ListRow[],
  listed: readonly { readonly topic: string; readonly list: string; readonly answer: string }[],
  answers: ReadonlyMap<string, string>,
): NumberFacts {
  const covering = (topic: NumberTopic): ListRow[] =>
    lists.filter(
      (list) =>
        list.topic === topic &&
        (list.area_codes === null || (phone.startsWith('+1') && list.area_codes.includes(phone.slice(2, 5)))),
    );
  const on = (topic: NumberTopic): typeof listed => listed.filter((row) => row.topic === topic);
  const national = covering('national-dnc').toSorted((a, b) => a.age - b.age)[0];
  const asked = answers.get('national-dnc');
  const held = lists.filter((list) => list.topic === 'state-dnc' && list.age <= STATE_LIST_DAYS);
  const reassigned = answers.get('reassigned') ?? on('reassigned').at(-1)?.answer;
  const litigators = covering('litigator');
  const suing = on('litigator').length > 0 || answers.get('litigator') === 'listed';
  return {
    nationalDnc:
      on('national-dnc').length > 0 || asked === 'listed'
        ? true
        : national !== undefined || asked === 'not-listed'
          ? false
          : null,
    nationalListAgeDays: national?.age ?? (asked === undefined ? null : 0),
    stateListed: [
      ...new Set(
        on('state-dnc').flatMap(
          (row) => lists.find((list) => list.topic === 'state-dnc' && list.name === row.list)?.state ?? [],
        ),
      ),
    ].sort(),
    stateListsHeld: [...new Set(held.flatMap((list) => list.state ?? []))].sort(),
    reassigned: reassigned === 'yes' || reassigned === 'no' || reassigned === 'no-data' ? reassigned : null,
    litigator: suing ? true : litigators.length > 0 || answers.has('litigator') ? false : null,
    lineType: answers.get('line-type') ?? on('line-type').at(-1)?.answer ?? null,
  };
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
  for (const { topic, answer, validDays } of answers) {
    await sql`insert into number_answer (tenant_id, phone, topic, source, answer, learned_at, expires_at)
      values (${tenantId}, ${phone}, ${topic}, ${source}, ${answer}, ${at}::timestamptz,
        ${at}::timestamptz + ${validDays} * interval '1 day')
      on conflict (tenant_id, phone, topic, source) do update set answer = excluded.answer,
        learned_at = excluded.learned_at, expires_at = excluded.expires_at`.execute(tx);
  }
}

/** Numbers about which no source has a current answer on this topic. */
export async function unanswered(
  tx: Tx,
  tenantId: string,
  topic: NumberTopic,
  phones: readonly string[],
  at: string,
): Promise<string[]> {
  const rows = await sql<{ phone: string }>`select p.phone from unnest(${[...phones]}::text[]) as p(phone)
    where not exists (select from number_answer a where a.tenant_id = ${tenantId} and a.phone = p.phone
      and a.topic = ${topic} and a.expires_at > ${at}::timestamptz)`.execute(tx);
  return rows.rows.map((row) => row.phone);
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
