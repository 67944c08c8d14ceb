import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Consumer, type ConsumerOptions, type Message } from '@platformatic/kafka';
import { inBatches } from './batches.ts';
import type { Handover } from './handover.ts';
import type { StreamMessage } from './messages.ts';
import type { KafkaSource } from './options.ts';
import { reasonOf } from './reason.ts';
import type { BridgeWorld } from './world.ts';

/**
 * A member of a consumer group of Kafka. Offsets are committed after the handover put the messages on disk, never before
 * and never by the library. https://github.com/platformatic/kafka/blob/main/docs/consumer.md, read 2026-11-21.
 *
 * One connection, until it ends; answers why. The caller comes back with a pause: a fresh member joins, reads on from the
 * committed offsets, and what was handed over but not committed comes again, which Ringback knows.
 */
type Bytes = Message<Buffer | undefined, Buffer | undefined, Buffer, Buffer | undefined>;

const BATCH = 500;
const MOST_FETCH_BYTES = 8 * 1024 * 1024;
/** A bridge that died is given up after this; until then its partitions wait. */
const SESSION_MS = 10_000;
const LOOK_MS = 30_000;
const CLOSE_MS = 5_000;

export async function readKafka(
  source: KafkaSource,
  hand: Handover,
  world: BridgeWorld,
  ready: () => void,
): Promise<string> {
  const consumer = new Consumer<Buffer, Buffer, Buffer, Buffer>(await settingsOf(source));
  const over = new AbortController();
  const stopped = new Promise<null>((done) => {
    world.signal.addEventListener('abort', () => done(null), { signal: over.signal });
    if (world.signal.aborted) done(null);
  });
  let look: NodeJS.Timeout | undefined;
  try {
    const stream = await Promise.race([
      consumer.consume({
        topics: [...source.topics],
        mode: 'committed',
        fallbackMode: source.from,
        autocommit: false,
        maxBytes: MOST_FETCH_BYTES,
        maxWaitTime: 1_000,
        highWaterMark: BATCH,
      }),
      stopped,
    ]);
    if (stream === null) return 'stopped';
    ready();
    world.log(`reading ${source.topics.join(', ')} as group ${source.group}`);
    void stopped.then(() => stream.destroy());
    consumer.on('consumer:heartbeat:stalled', () => {
      stream.destroy(new Error('the group coordinator does not answer'));
    });
    let holding = false;
    let seen = '';
    look = setInterval(() => {
      consumer.listOffsets({ topics: [...source.topics] }).then(
        (ends) => {
          const { behind, positions } = compare(consumer.assignments ?? [], ends, stream.offsetsToFetch);
          hand.tally.behind(Number(behind));
          // Nothing comes although something is there: a new connection is cheaper than a silent evening.
          if (behind > 0n && positions === seen && !holding)
            stream.destroy(new Error(`nothing came although ${behind} messages wait`));
          seen = positions;
        },
        () => undefined,
      );
    }, LOOK_MS);
    const messages: AsyncIterable<Bytes> = stream;
    for await (const batch of inBatches(messages, BATCH)) {
      holding = true;
      await hand.room();
      // What was read and not taken is read again by the next run.
      if (world.signal.aborted) break;
      await hand.take(batch.map(messageOf));
      await consumer.commit({ offsets: ends(batch) });
      holding = false;
    }
    return 'the connection was closed';
  } catch (error) {
    return reasonOf(error);
  } finally {
    clearInterval(look);
    over.abort();
    // Leaving the group lets others take over at once; a broker that is gone must not hold up the end.
    await Promise.race([
      consumer.close(true).catch(() => undefined),
      new Promise<void>((done) => setTimeout(done, CLOSE_MS).unref()),
    ]);
  }
}

/**
 * How far our partitions are read, and what is still to come. Read, not committed: the marker that ends a transaction has an
 * offset, but is no message that could be committed.
 */
function compare(
  assignments: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
  ends: ReadonlyMap<string, readonly bigint[]>,
  read: ReadonlyMap<string, bigint>,
): { readonly behind: bigint; readonly positions: string } {
  let behind = 0n;
  let positions = '';
  for (const { topic, partitions } of assignments)
    for (const partition of partitions) {
      const end = ends.get(topic)?.[partition];
      const position = read.get(`${topic}:${partition}`);
      if (end === undefined || position === undefined) continue;
      if (end > position) behind += end - position;
      positions += `${topic}:${partition}=${position} `;
    }
  return { behind, positions };
}

async function settingsOf(source: KafkaSource): Promise<ConsumerOptions<Buffer, Buffer, Buffer, Buffer>> {
  const text = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : readFile(path, 'utf8');
  const tls = source.tls && {
    ca: await text(source.tls.ca),
    cert: await text(source.tls.cert),
    key: await text(source.tls.key),
  };
  return {
    clientId: 'ringback-bridge',
    groupId: source.group,
    bootstrapBrokers: source.servers.map((server) => ({ ...server })),
    // A mistyped topic must be an error, not a new empty topic.
    autocreateTopics: false,
    // The bridge itself tries again, with growing pauses, and says why.
    retries: 1,
    retryDelay: 250,
    sessionTimeout: SESSION_MS,
    heartbeatInterval: SESSION_MS / 5,
    ...(source.sasl === null
      ? {}
      : { sasl: { mechanism: source.sasl, username: source.user, password: source.secret } }),
    ...(tls === null
      ? {}
      : { tls, ...(source.servers.some((each) => isIP(each.host) !== 0) ? {} : { tlsServerName: true }) }),
  };
}

function messageOf(message: Bytes): StreamMessage {
  return {
    topic: message.topic,
    position: { partition: message.partition, offset: Number(message.offset) },
    key: message.key ?? null,
    headers: message.headerEntries.map(([name, value]) => [name.toString(), value ?? Buffer.alloc(0)]),
    value: message.value ?? null,
  };
}

/** The next offset of every partition in the batch. */
function ends(batch: readonly Bytes[]): {
  topic: string;
  partition: number;
  offset: bigint;
  leaderEpoch: number;
}[] {
  const last = new Map(batch.map((message) => [`${message.partition} ${message.topic}`, message]));
  return [...last.values()].map(({ topic, partition, offset, leaderEpoch }) => ({
    topic,
    partition,
    offset: offset + 1n,
    leaderEpoch,
  }));
}
