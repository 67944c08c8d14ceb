import { dangerIn } from '../core/gate/content/emergency.ts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterHandBack, readState } from '../core/converse/turn.ts';
import {
  formerOwner,
  locationEver,
  type LocationRecord,
  type Organisation,
} from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { upsertContacts } from '../store/leads.ts';
import { lockCaller } from '../store/locks.ts';
import { openThreads } from '../store/open-threads.ts';
import type { SourceRecord } from '../store/sources.ts';
import {
  cameBefore,
  changeThread,
  closeAnswers,
  endTimers,
  loadThread,
  noteInbound,
  storeInbound,
  threadsOf,
  withdrawIntents,
} from '../store/threads.ts';
import { assistantTurn } from './assistant-turn.ts';
import { cutRecord, wasCut, withoutCardData } from './card-data.ts';
import type { Pipeline } from './context.ts';
import { attemptOf, isLive, whyNotLive, writeConsent, type Exchange } from './exchange.ts';
import { heedKeywords } from './keywords.ts';
import { escalate, forPerson } from './needs-person.ts';

export { reply } from './model-reply.ts';

/** A text from a person, as a messaging source delivered it. */
export interface ReceivedText {
  readonly source: SourceRecord;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly providerId: string;
  readonly mediaUrls?: readonly string[];
  /** Set when the provider keeps opt-outs itself and has answered this keyword. */
  readonly optOutType?: 'STOP' | 'START' | 'HELP';
  /** Tenant time. */
  readonly at: string;
}

/**
 * Takes in a text: stored first, keywords before anything, then danger, then whoever holds the conversation. All in the
 * transaction of the delivery, so a text is answered exactly once or not yet. Returns null, or in words why there was
 * no place for it.
 */
export async function receiveText(tx: Tx, pipeline: Pipeline, text: ReceivedText): Promise<string | null> {
  const organisation = await pipeline.organisations.load(tx, text.source.tenantId);
  const tenantId = organisation.tenant.id;
  const phone = dialable(text.from);
  if (phone === null) return `the sender ${text.from.slice(0, 20)} is not a number that can be answered`;
  const to = dialable(text.to) ?? text.to;
  await lockCaller(tx, tenantId, phone);
  const location = await locationOf(tx, organisation, text.source, phone, to);
  if (location === null) return `no location has the number ${to}`;

  const contactId =
    (await upsertContacts(tx, tenantId, [{ phone, source: 'sms', at: text.at }])).get(phone) ?? null;
  const before = (await threadsOf(tx, tenantId, phone)).find((each) => each.locationId === location.id);
  const threads = await openThreads(tx, [
    { tenantId, locationId: location.id, phone, contactId, attemptId: null, at: text.at },
  ]);
  const threadId = threads.get(`${location.id} ${phone}`);
  if (before?.state === 'closed' && before.holder === 'human') {
    // A person closed it: what was said then is over, and the assistant answers a new text.
    const assistant = afterHandBack(readState(before.assistant), text.at);
    await changeThread(tx, tenantId, before.id, { holder: 'assistant', heldBy: null, assistant }, text.at);
  }
  const thread = threadId === undefined ? null : await loadThread(tx, tenantId, threadId);
  if (thread === null) return 'the conversation could not be opened';
  // Before anything is stored or shown to anybody, a model included.
  const cut = withoutCardData(text.body);
  const body = cut.text;
  const inbound = {
    tenantId,
    threadId: thread.id,
    attemptId: thread.attemptId,
    sourceId: text.source.id,
    providerId: text.providerId,
    from: phone,
    to,
    body,
    at: text.at,
  };
  const repeated = await cameBefore(tx, inbound);
  const inboundId = await storeInbound(tx, inbound);
  if (inboundId === null) return null;

  const exchange: Exchange = {
    tx,
    pipeline,
    organisation,
    location,
    thread,
    phone,
    to,
    sourceId: text.source.id,
    inboundId,
    text: body,
    providerAnswered: text.optOutType !== undefined,
    at: text.at,
  };
  await noteInbound(tx, tenantId, thread.id, text.at);
  await appendRecords(tx, pipeline.keeper, tenantId, [
    {
      kind: 'reply.received',
      ...attemptOf(exchange),
      phone,
      occurredAt: text.at,
      body: {
        messageId: inboundId,
        location: location.key,
        characters: body.length,
        media: (text.mediaUrls ?? []).length,
        repeated,
      },
      personal: { text: body.slice(0, 20_000), to },
    },
    ...(wasCut(cut)
      ? [cutRecord(cut, 'message', { ...attemptOf(exchange), phone, occurredAt: text.at })]
      : []),
  ]);
  if (!repeated) await answerText(exchange, text.optOutType ?? null);
  return null;
}

async function answerText(
  exchange: Exchange,
  providerSays: ReceivedText['optOutType'] | null,
): Promise<void> {
  const { location, tx, phone, thread } = exchange;
  const keyword = await heedKeywords(exchange, providerSays ?? null);
  if (keyword.settled) return;
  if (['OPTED_OUT', 'CLARIFY_PENDING', 'DNC_INTERNAL', 'BLOCKED'].includes(keyword.state)) {
    // Whoever stopped texts and writes all the same gets a person's answer or none: never a machine's.
    await forPerson(
      exchange,
      'Someone who stopped our texts has written. One direct answer by a person is fine; automated texts stay off.',
    );
    return;
  }
  await writeConsent(exchange, 'replied', { messageId: exchange.inboundId }, `replied:${exchange.inboundId}`);
  const given = { tenantId: location.tenantId, phone, locationIds: [location.id] };
  // A reply ends the follow-ups, those on their way included.
  await endTimers(tx, { ...given, kinds: ['follow', 'answer'] });
  await withdrawIntents(tx, { ...given, code: 'replied', kinds: ['nudge'] });
  await closeAnswers(tx, {
    ...given,
    code: 'live-thread',
    reason: 'The person wrote to us before a text was due; the conversation goes on there.',
    at: exchange.at,
  });

  if (isOwnNumber(exchange.organisation, phone)) {
    await forPerson(
      exchange,
      "The text came from one of your own organisation's numbers; machines do not answer each other.",
    );
    return;
  }
  // As the Gate hears it too: it would hold every other answer back.
  if (keyword.verdict.intent === 'emergency' || dangerIn(exchange.text) !== null) {
    await escalate(exchange, 'danger');
    return;
  }
  if (!isLive(exchange)) {
    await forPerson(exchange, whyNotLive(exchange));
    return;
  }
  if (thread.holder === 'human') {
    await forPerson(exchange, 'A person holds this conversation; the assistant stays silent.');
    return;
  }
  await assistantTurn(exchange);
}

function isOwnNumber(organisation: Organisation, phone: string): boolean {
  if (organisation.numbers.has(phone)) return true;
  return [...organisation.locations.values()].some((location) => location.config.sender?.number === phone);
}

function dialable(number: string): string | null {
  if (/^\+[1-9]\d{6,14}$/.test(number)) return number;
  return parsePhoneNumberFromString(number, 'US')?.number ?? null;
}

/** The location a text is for. A number that several share belongs to the conversation that was last alive. */
async function locationOf(
  tx: Tx,
  organisation: Organisation,
  source: SourceRecord,
  phone: string,
  to: string,
): Promise<LocationRecord | null> {
  const own = organisation.numbers.get(to);
  const sharing = [...organisation.locations.values()].filter(
    (location) => location.config.sender?.number === to,
  );
  const candidates = new Set([
    ...(own === undefined ? [] : [own.locationId]),
    ...sharing.map((location) => location.id),
    ...(source.locationId === null ? [] : [source.locationId]),
  ]);
  // Whoever answers a text of a location that is gone still writes to us: a STOP counts, the rest is a person's.
  if (candidates.size === 0) return formerOwner(organisation, to) ?? null;
  const [only, ...more] = candidates;
  if (only !== undefined && more.length === 0) return locationEver(organisation, only) ?? null;
  if (only === undefined) return null;
  const recent = (await threadsOf(tx, organisation.tenant.id, phone)).find((thread) =>
    candidates.has(thread.locationId),
  );
  return locationEver(organisation, recent?.locationId ?? only) ?? null;
}
