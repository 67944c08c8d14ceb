import type { MessagingEvent } from '../ports/messaging.ts';
import type { Tx } from '../store/database.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import { lockCallers } from '../store/locks.ts';
import { lockTexts, recipientsOf } from '../store/messages.ts';
import {
  keepReceipts,
  lockProviderIds,
  receiptsOf,
  textsOfReceipts,
  type StoredReceipt,
} from '../store/receipts.ts';
import type { SourceRecord } from '../store/sources.ts';
import { together } from '../store/together.ts';
import type { Pipeline } from './context.ts';
import { receiveText } from './reply.ts';
import {
  receiptRecord,
  settleAccepted,
  settleDeliveries,
  type AcceptedText,
  type Settling,
  type TextReceipts,
} from './settle.ts';

type Receipt = Extract<MessagingEvent, { type: 'receipt' }>;

/**
 * Takes what a messaging source delivered: delivery receipts here, texts on to `reply`. Called by `hear` in its own
 * transaction; `receivedAt` is machine time. Returns null, or in words why something had no place to go.
 */
export async function receiveMessagingEvents(
  tx: Tx,
  pipeline: Pipeline,
  source: SourceRecord,
  events: readonly MessagingEvent[],
  receivedAt: string,
): Promise<string | null> {
  const organisation = await pipeline.organisations.load(tx, source.tenantId);
  const at = new Date(Date.parse(receivedAt) + organisation.tenant.clockOffsetMs).toISOString();
  const settling: Settling = { tx, pipeline, organisation, at };
  await applyReceipts(
    settling,
    source,
    events.filter((event) => event.type === 'receipt'),
  );
  let unrouted: string | null = null;
  for (const event of events) {
    if (event.type !== 'inbound') continue;
    const reason = await receiveText(tx, pipeline, {
      source,
      from: event.from,
      to: event.to,
      body: event.body,
      providerId: event.providerId,
      mediaUrls: event.mediaUrls,
      ...(event.optOutType === undefined ? {} : { optOutType: event.optOutType }),
      at,
    });
    unrouted ??= reason;
  }
  return unrouted;
}

/**
 * Applies delivery receipts in whatever order and number they come. All are kept, also those of texts that we do not
 * know (yet): when the provider's answer is stored it looks here. One that bears our own message id settles a text whose
 * answer was lost.
 */
export async function applyReceipts(
  settling: Settling,
  source: SourceRecord,
  receipts: readonly Receipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  const { tx, pipeline, organisation, at } = settling;
  const tenantId = organisation.tenant.id;
  const told = receipts.map((receipt) => stored(receipt, at));
  const providerIds = receipts.map((receipt) => receipt.providerId);
  // Callers, texts, provider ids: in the same order as whoever stores an answer, so that neither waits for the other for
  // ever. Only bad news says something about the caller.
  const likely = await textsOfReceipts(tx, tenantId, source.id, told);
  const bad = told.flatMap((receipt) => (isBadNews(receipt) ? (likely.get(receipt.providerId) ?? []) : []));
  await lockCallers(
    tx,
    (await recipientsOf(tx, tenantId, bad)).map((phone) => ({ tenantId, phone })),
  );
  await lockTexts(tx, tenantId, [...new Set(likely.values())]);
  await lockProviderIds(tx, source.id, providerIds);
  const fresh = await keepReceipts(tx, tenantId, source.id, told, at);
  if (fresh.length === 0) return;
  const texts = await textsOfReceipts(tx, tenantId, source.id, fresh);
  const [locked, all] = await together(
    lockTexts(tx, tenantId, [...new Set(texts.values())]),
    receiptsOf(tx, source.id, [...texts.keys()]),
  );
  const rows = new Map(locked.map((text) => [text.id, text]));
  const known = Map.groupBy(all, (receipt) => receipt.providerId);
  const freshOf = Map.groupBy(fresh, (receipt) => receipt.providerId);
  const records: NewRecord[] = [];
  const accepted = new Map<string, AcceptedText>();
  const delivered = new Map<string, TextReceipts>();
  for (const [providerId, messageId] of texts) {
    const text = rows.get(messageId);
    if (text === undefined) continue;
    records.push(...(freshOf.get(providerId) ?? []).map((receipt) => receiptRecord(text, at, receipt)));
    // Accepting applies every receipt of this provider id itself. Should a provider have taken one text twice, the
    // receipts of the second are kept and change nothing.
    if (text.providerId === null && !accepted.has(messageId))
      accepted.set(messageId, {
        text,
        answer: { status: 'accepted', providerId, state: 'accepted' },
        learnedBy: 'receipt',
      });
    else if (text.providerId !== null)
      delivered.set(messageId, { text, receipts: known.get(providerId) ?? [] });
  }
  await settleAccepted(settling, [...accepted.values()]);
  await settleDeliveries(settling, [...delivered.values()]);
  await appendRecords(tx, pipeline.keeper, tenantId, records);
  pipeline.log.debug(
    { source: source.key, receipts: receipts.length, fresh: fresh.length, known: texts.size },
    'receipts applied',
  );
}

function stored(receipt: Receipt, at: string): StoredReceipt {
  return {
    providerId: receipt.providerId,
    state: receipt.state,
    reason: receipt.reason ?? null,
    code: receipt.code ?? null,
    at: receipt.occurredAt ?? at,
    messageId: receipt.messageId ?? null,
  };
}

function isBadNews(receipt: StoredReceipt): boolean {
  return receipt.reason !== null || receipt.state === 'failed' || receipt.state === 'undelivered';
}
