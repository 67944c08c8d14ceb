import type { ParseResult } from '../ports/connector.ts';
import type { MessagingEvent } from '../ports/messaging.ts';
import type { Tx } from '../store/database.ts';
import type { Delivery } from '../store/inbox-drain.ts';
import { lockCallers } from '../store/locks.ts';
import type { SourceRecord } from '../store/sources.ts';
import type { Pipeline } from './context.ts';
import type { Fate } from './place.ts';
import { receiveMessagingEvents } from './receipts.ts';

/** One delivery of a messaging source, as its connector read it. */
export interface HeardText {
  readonly delivery: Delivery;
  readonly source: SourceRecord;
  readonly parsed: ParseResult<MessagingEvent>;
}

/**
 * Hands a batch of messaging deliveries of one tenant on. Receipts come two or more to a text, so those of one source
 * are applied together; what people wrote is heard one by one, in the order of arrival. Their callers are locked first
 * and in order, as everywhere else. Says whether any of it may have set other steps to work: a receipt that all went
 * well does not, and most receipts say just that.
 */
export async function hearTexts(
  tx: Tx,
  pipeline: Pipeline,
  texts: readonly HeardText[],
): Promise<{ fates: Fate[]; stirs: boolean }> {
  const fates = new Map<number, Fate>();
  const receipts = new Map<SourceRecord, { events: MessagingEvent[]; receivedAt: string }>();
  const written: { heard: HeardText; events: readonly MessagingEvent[] }[] = [];
  for (const heard of texts) {
    const { delivery, source, parsed } = heard;
    fates.set(delivery.id, fateOfParse(delivery, parsed));
    if (parsed.result !== 'events') continue;
    if (parsed.events.some((event) => event.type === 'inbound')) {
      written.push({ heard, events: parsed.events });
      continue;
    }
    const together = receipts.get(source) ?? { events: [], receivedAt: delivery.receivedAt };
    together.events.push(...parsed.events);
    receipts.set(source, together);
  }
  await lockCallers(
    tx,
    written.flatMap(({ heard, events }) =>
      events.flatMap((event) =>
        event.type === 'inbound' ? [{ tenantId: heard.source.tenantId, phone: event.from }] : [],
      ),
    ),
  );
  for (const [source, { events, receivedAt }] of receipts)
    await receiveMessagingEvents(tx, pipeline, source, events, receivedAt);
  for (const { heard, events } of written) {
    const { delivery, source } = heard;
    const unrouted = await receiveMessagingEvents(tx, pipeline, source, events, delivery.receivedAt);
    if (unrouted !== null)
      fates.set(delivery.id, { id: delivery.id, fate: 'unrouted', detail: { reason: unrouted } });
  }
  const bad = [...receipts.values()].some(({ events }) => events.some(isBadNews));
  return { fates: [...fates.values()], stirs: written.length > 0 || bad };
}

function isBadNews(event: MessagingEvent): boolean {
  return (
    event.type === 'receipt' &&
    (event.reason !== undefined || event.state === 'failed' || event.state === 'undelivered')
  );
}

function fateOfParse(delivery: Delivery, parsed: ParseResult<MessagingEvent>): Fate {
  switch (parsed.result) {
    case 'malformed':
      return { id: delivery.id, fate: 'malformed', detail: { issues: parsed.issues } };
    case 'ignored':
      return { id: delivery.id, fate: 'ignored', detail: { reason: parsed.reason } };
    case 'events':
      return { id: delivery.id, fate: 'done' };
  }
}
