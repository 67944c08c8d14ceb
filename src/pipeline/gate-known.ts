/**
 * What the books know of the people a set of questions is about, read with a handful of set-wise queries in one go.
 */
import { sql } from 'kysely';
import { DAY_MS } from '../core/model/days.ts';
import type { Organisation } from '../core/model/directory.ts';
import type { MessageKind } from '../core/model/conversation.ts';
import { asksLists } from '../core/organisation/look-ups.ts';
import { loadConsent, type StoredConsentEvent } from '../store/consent.ts';
import { questionsAbout, type NumberQuestion } from '../store/look-ups.ts';
import { numberFacts, type NumberFacts } from '../store/number-facts.ts';
import type { Tx } from '../store/database.ts';
import { amongTexts } from '../store/among.ts';
import { together } from '../store/together.ts';
import type { GateQuestion } from './gate-facts.ts';

export interface Known {
  readonly ledgers: ReadonlyMap<string, StoredConsentEvent[]>;
  readonly contacts: ReadonlyMap<string, { existing: boolean; blocked: boolean }>;
  readonly lineTypes: ReadonlyMap<string, string>;
  /** What lists and look-ups say. */
  readonly lookups: ReadonlyMap<string, NumberFacts>;
  /** What is being asked, where this organisation asks anybody. */
  readonly asking: readonly NumberQuestion[];
  readonly messages: readonly OutboundRow[];
  readonly lastInbound: ReadonlyMap<string, string>;
  readonly lastInquiry: ReadonlyMap<string, string>;
  readonly lastBooking: ReadonlyMap<string, string>;
  /** How many people each broker-dealer's location texted in 30 days; other locations are not counted. */
  readonly retailRecipients: ReadonlyMap<string, number>;
}

export interface OutboundRow {
  readonly recipient: string;
  readonly kind: MessageKind;
  readonly attempt_id: string | null;
  readonly location_id: string;
  readonly banner_id: string;
  readonly intended_at: string;
}

export async function loadKnown(
  tx: Tx,
  organisation: Organisation,
  phones: readonly string[],
  questions: readonly GateQuestion[],
): Promise<Known> {
  const tenantId = organisation.tenant.id;
  const attempts = questions.flatMap((question) => (question.call === null ? [] : [question.call.attemptId]));
  const latest = questions.reduce((max, question) => Math.max(max, question.at.getTime()), 0);
  const since = new Date(latest - 2 * DAY_MS).toISOString();
  const brokers = questions.flatMap(({ location }) =>
    location.config.vertical === 'broker-dealer' ? [location.id] : [],
  );
  const [ledgers, contacts, numbers, lookups, asking, messages, seen, recipients] = await together(
    loadConsent(tx, tenantId, phones),
    tx
      .selectFrom('contact')
      .select(['phone', 'existing_customer', 'blocked'])
      .where('tenant_id', '=', tenantId)
      .where('phone', '=', amongTexts(phones))
      .execute(),
    tx
      .selectFrom('number_fact')
      .select(['phone', 'line_type'])
      .where('tenant_id', '=', tenantId)
      .where('phone', '=', amongTexts(phones))
      .execute(),
    numberFacts(tx, tenantId, phones, new Date(latest).toISOString()),
    asksLists(organisation.tenant.config)
      ? questionsAbout(tx, tenantId, phones)
      : Promise.resolve<readonly NumberQuestion[]>([]),
    // Two days back for the daily caps, and everything that was ever sent for these very attempts. A message that the
    // provider surely refused did not reach anybody and does not count.
    sql<OutboundRow>`
      select m.recipient, m.kind, m.attempt_id, t.location_id, l.banner_id, m.intended_at
      from message m join thread t on t.id = m.thread_id join location l on l.id = t.location_id
      where m.tenant_id = ${tenantId} and m.direction = 'outbound' and m.state <> 'rejected'
        and m.recipient = any(${phones}) and (m.intended_at > ${since} or m.attempt_id = any(${attempts}::uuid[]))
      order by m.intended_at`.execute(tx),
    sql<{ phone: string; inbound: string | null; inquiry: string | null; booking: string | null }>`
      select p.phone,
        (select max(last_inbound_at) from thread where tenant_id = ${tenantId} and phone = p.phone) as inbound,
        (select max(started_at) from attempt where tenant_id = ${tenantId} and caller = p.phone and merged_into is null) as inquiry,
        (select max(upper(during)) from booking where tenant_id = ${tenantId} and phone = p.phone and state = 'confirmed'
          and upper(during) < ${new Date(latest).toISOString()}) as booking
      from unnest(${phones}::text[]) as p(phone)`.execute(tx),
    recipientsInAMonth(tx, tenantId, brokers, latest),
  );
  const pick = (key: 'inbound' | 'inquiry' | 'booking'): Map<string, string> =>
    new Map(seen.rows.flatMap((row) => (row[key] === null ? [] : [[row.phone, row[key]] as const])));
  return {
    ledgers,
    contacts: new Map(
      contacts.map((row) => [row.phone, { existing: row.existing_customer, blocked: row.blocked }]),
    ),
    // What a bounce or a person taught us beats a look-up.
    lineTypes: new Map([
      ...[...lookups].flatMap(([phone, { lineType }]) =>
        lineType === null ? [] : [[phone, lineType] as const],
      ),
      ...numbers.map((row) => [row.phone, row.line_type] as const),
    ]),
    lookups,
    asking,
    messages: messages.rows,
    lastInbound: pick('inbound'),
    lastInquiry: pick('inquiry'),
    lastBooking: pick('booking'),
    retailRecipients: new Map(recipients.map((row) => [row.location_id, row.people])),
  };
}

/** How many people each of these locations texted in 30 days. */
async function recipientsInAMonth(
  tx: Tx,
  tenantId: string,
  locations: readonly string[],
  latest: number,
): Promise<readonly { readonly location_id: string; readonly people: number }[]> {
  if (locations.length === 0) return [];
  const counted = await sql<{ location_id: string; people: number }>`
    select t.location_id, count(distinct m.recipient)::int as people
    from message m join thread t on t.id = m.thread_id
    where m.tenant_id = ${tenantId} and m.direction = 'outbound' and m.state <> 'rejected'
      and t.location_id = any(${locations}::uuid[])
      and m.intended_at > ${new Date(latest - 30 * DAY_MS).toISOString()}
    group by t.location_id`.execute(tx);
  return counted.rows;
}
