import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { DeliveryState } from '../core/model/conversation.ts';
import type {
  CarrierAnswer,
  CarrierCode,
  CarrierDelivery,
  CarrierMessage,
  VirtualCarrier,
} from '../ports/carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, Tx } from './database.ts';
import { newId } from './ids.ts';

/**
 * The carrier of simulated organisations. It writes its book (table handset_message) in transactions of its own: what
 * it counts is what went out, also when the sender dies before it learns of it. Receipts and texts from the on-screen
 * phone reach the shop through the inbox, as any vendor's deliveries do, so every later step is the real one.
 */
export interface CarrierFault {
  /** Refuses at once. */
  readonly refuse?: CarrierCode;
  /** Goes dead before the text was taken. */
  readonly dropBefore?: boolean;
  /** Takes the text and goes dead before it says so. */
  readonly loseAnswer?: boolean;
  /** Answers late. */
  readonly delayMs?: number;
  /** The text was taken, and its delivery fails with this code. */
  readonly failLater?: CarrierCode;
  /** Every receipt comes this many times more. */
  readonly repeatReceipts?: number;
  readonly shuffleReceipts?: boolean;
  readonly noReceipts?: boolean;
}

/** What goes wrong with a submission, if anything: asked once per submission. */
export type CarrierFaults = (message: CarrierMessage) => CarrierFault | null;

export function virtualCarrier(
  store: Store,
  clock: Clock,
  options: { readonly faults?: CarrierFaults } = {},
): VirtualCarrier {
  const book = sharedWrites((entries: readonly Entry[]) => enter(store, clock, entries));
  return {
    submit: async (message): Promise<CarrierAnswer> => {
      const fault = options.faults?.(message) ?? {};
      if (fault.refuse !== undefined) return { result: 'refused', code: fault.refuse };
      if (fault.dropBefore === true) return { result: 'no-answer' };
      const providerId = `HM${newId(clock.now()).replaceAll('-', '')}`;
      await book({ message, providerId, receipts: receiptsOf(message, providerId, fault) });
      if (fault.delayMs !== undefined) await new Promise((done) => setTimeout(done, fault.delayMs));
      return fault.loseAnswer === true ? { result: 'no-answer' } : { result: 'taken', providerId };
    },
    list: (query) =>
      store.tx(query.tenantId, async (tx) => {
        const rows = await tx
          .selectFrom('handset_message')
          .select(['provider_id', 'client_reference', 'body', 'at'])
          .where('tenant_id', '=', query.tenantId)
          .where('direction', '=', 'to-handset')
          .where('sender', '=', query.from)
          .where('recipient', '=', query.to)
          .where('at', '>=', query.since)
          .orderBy('id')
          .execute();
        return rows.map((row) => ({
          providerId: row.provider_id,
          clientReference: row.client_reference,
          body: row.body,
          at: row.at,
        }));
      }),
    fromHandset: (text) =>
      store.tx(text.tenantId, async (tx) => {
        const providerId = `HM${newId(clock.now()).replaceAll('-', '')}`;
        await tx
          .insertInto('handset_message')
          .values({
            tenant_id: text.tenantId,
            provider_id: providerId,
            direction: 'from-handset',
            sender: text.from,
            recipient: text.to,
            body: text.body,
            at: text.at,
          })
          .execute();
        await deliver(tx, text.tenantId, clock.now(), [
          { type: 'inbound', providerId, from: text.from, to: text.to, body: text.body, at: text.at },
        ]);
        return { providerId };
      }),
  };
}

interface Entry {
  readonly message: CarrierMessage;
  readonly providerId: string;
  readonly receipts: readonly CarrierDelivery[];
}

/** Into the book, with the receipts that follow: all or nothing, and durable before anybody is told. */
async function enter(store: Store, clock: Clock, entries: readonly Entry[]): Promise<void> {
  for (const [tenantId, group] of Map.groupBy(entries, (entry) => entry.message.tenantId)) {
    await store.tx(tenantId, async (tx) => {
      await tx
        .insertInto('handset_message')
        .values(
          group.map(({ message, providerId }) => ({
            tenant_id: tenantId,
            provider_id: providerId,
            client_reference: message.clientReference,
            direction: 'to-handset',
            sender: message.from,
            recipient: message.to,
            body: message.body,
            at: message.at,
          })),
        )
        .execute();
      await deliver(
        tx,
        tenantId,
        clock.now(),
        group.flatMap((entry) => entry.receipts),
      );
    });
  }
}

/**
 * Entries that come while one write runs share the next, as any carrier of many customers would do it. An entry that
 * breaks its group is written alone, so that it fails nobody else's.
 */
function sharedWrites<Item>(write: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: { item: Item; done: () => void; fail: (error: unknown) => void }[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    await new Promise((next) => setImmediate(next));
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.map((each) => each.item));
        for (const each of group) each.done();
      } catch {
        for (const each of group) await write([each.item]).then(each.done, each.fail);
      }
    }
    running = false;
  };
  return (item) =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail });
      if (!running) void run();
    });
}

/** Faults by chance, the same for the same seed and submission, so that a chaos run can be repeated. Rates are 0 to 1. */
export function seededFaults(
  seed: string,
  rates: {
    readonly loseAnswer?: number;
    readonly dropBefore?: number;
    readonly repeatReceipts?: number;
    readonly shuffleReceipts?: number;
    readonly slow?: { readonly rate: number; readonly ms: number };
    /** Numbers that turn out to be landlines, or whose owners told their carrier to stop. */
    readonly landlines?: readonly string[];
    readonly optedOut?: readonly string[];
  },
): CarrierFaults {
  const submissions = new Map<string, number>();
  return (message) => {
    if (rates.optedOut?.includes(message.to) === true) return { refuse: 'opted-out' };
    const count = (submissions.get(message.clientReference) ?? 0) + 1;
    submissions.set(message.clientReference, count);
    const happens = (what: string, rate = 0): boolean =>
      chance(`${seed}/${what}/${message.clientReference}/${count}`) < rate;
    return {
      ...(rates.landlines?.includes(message.to) === true ? { failLater: 'landline' as const } : {}),
      ...(happens('drop', rates.dropBefore) ? { dropBefore: true } : {}),
      ...(happens('lose', rates.loseAnswer) ? { loseAnswer: true } : {}),
      ...(happens('repeat', rates.repeatReceipts) ? { repeatReceipts: 2 } : {}),
      ...(happens('shuffle', rates.shuffleReceipts) ? { shuffleReceipts: true } : {}),
      ...(rates.slow !== undefined && happens('slow', rates.slow.rate) ? { delayMs: rates.slow.ms } : {}),
    };
  };
}

function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function receiptsOf(message: CarrierMessage, providerId: string, fault: CarrierFault): CarrierDelivery[] {
  if (fault.noReceipts === true) return [];
  const states: readonly DeliveryState[] =
    fault.failLater === undefined ? ['sent', 'delivered'] : ['sent', 'undelivered'];
  const receipts = states.map((state): CarrierDelivery => ({
    type: 'receipt',
    providerId,
    messageId: message.clientReference,
    state,
    ...(state === 'undelivered' && fault.failLater !== undefined ? { code: fault.failLater } : {}),
  }));
  const copies = Array.from({ length: fault.repeatReceipts ?? 0 }, (_, index) =>
    receipts.map((receipt) => ({ ...receipt, copy: index + 1 })),
  );
  const all = [receipts, ...copies].flat();
  return fault.shuffleReceipts === true ? all.toReversed() : all;
}

/** Into the shop's messaging inbox, durable at once. Without a messaging source there is nobody to tell. */
async function deliver(
  tx: Tx,
  tenantId: string,
  now: Date,
  deliveries: readonly CarrierDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const bodies = deliveries.map((delivery) => JSON.stringify(delivery));
  const hashes = bodies.map((body) => createHash('sha256').update(body).digest('hex'));
  await sql`
    insert into inbox (tenant_id, source_id, kind, content_hash, method, url, headers, body, received_at)
    select ${tenantId}::uuid, s.id, 'messaging', decode(d.hash, 'hex'), 'POST', 'handset://carrier/deliveries',
      '{"content-type":"application/json"}'::jsonb, convert_to(d.body, 'UTF8'), ${now}
    from (select id from source where tenant_id = ${tenantId} and kind = 'messaging' and not removed
        order by connector = 'handset' desc, key limit 1) s,
      unnest(${hashes}::text[], ${bodies}::text[]) with ordinality as d(hash, body, place)
    order by d.place
    on conflict (source_id, content_hash) do nothing`.execute(tx);
}
