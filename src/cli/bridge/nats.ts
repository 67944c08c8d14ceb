import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstream,
  jetstreamManager,
  type ConsumerConfig,
  type JsMsg,
} from '@nats-io/jetstream';
import {
  connect,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
  type Authenticator,
  type Msg,
  type NatsConnection,
} from '@nats-io/transport-node';
import { batches, inBatches } from './batches.ts';
import type { Handover } from './handover.ts';
import type { StreamMessage } from './messages.ts';
import type { NatsSource } from './options.ts';
import { reasonOf } from './reason.ts';
import type { BridgeWorld } from './world.ts';

/**
 * NATS: a durable pull consumer of JetStream, or plain subjects. JetStream is told "done" after the handover put the
 * message on disk; core NATS keeps nothing for anyone, and the bridge says so.
 * https://docs.nats.io/nats-concepts/jetstream/consumers and the README of @nats-io/jetstream, read 2026-11-21.
 *
 * One connection, until it ends; answers why. The caller comes back with a pause; what was handed over but not acknowledged
 * comes again, which Ringback knows.
 */
const BATCH = 200;
const FETCH_MS = 15_000;

export async function readNats(
  source: NatsSource,
  hand: Handover,
  world: BridgeWorld,
  ready: () => void,
): Promise<string> {
  let connection: NatsConnection | undefined;
  const close = (): void => void connection?.close().catch(() => undefined);
  try {
    connection = await connect({
      servers: source.servers.map(({ host, port }) => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`),
      name: 'ringback-bridge',
      reconnect: false,
      timeout: 10_000,
      pingInterval: 20_000,
      maxPingOut: 2,
      authenticator: await authenticatorOf(source),
      ...(source.tls === null ? {} : { tls: filesOf(source.tls) }),
    });
    const closed = connection.closed();
    if (world.signal.aborted) return 'stopped';
    await (source.durable === null
      ? readSubjects(connection, source, hand, world, ready)
      : readStream(connection, source, source.durable, hand, world, ready));
    if (!connection.isClosed()) await connection.drain();
    const problem = await closed;
    return problem === undefined ? 'the connection was closed' : reasonOf(problem);
  } catch (error) {
    return reasonOf(error);
  } finally {
    close();
  }
}

async function readStream(
  connection: NatsConnection,
  source: NatsSource,
  durable: { readonly name: string; readonly stream: string },
  hand: Handover,
  world: BridgeWorld,
  ready: () => void,
): Promise<void> {
  // An account may read its stream without being allowed to ask for the state of JetStream as a whole.
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const stream =
    durable.stream === '' ? await manager.streams.find(source.subjects[0] ?? '') : durable.stream;
  const config = await manager.consumers.info(stream, durable.name).then(
    (info) => info.config,
    async (error: unknown) => {
      if (!(error instanceof JetStreamApiError) || error.code !== JetStreamApiCodes.ConsumerNotFound)
        throw error;
      const [only = '', ...others] = source.subjects;
      const made = await manager.consumers.add(stream, {
        durable_name: durable.name,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: source.from === 'latest' ? DeliverPolicy.New : DeliverPolicy.All,
        ...(others.length === 0 ? { filter_subject: only } : { filter_subjects: [...source.subjects] }),
      });
      return made.config;
    },
  );
  refuseUnsafe(config, durable.name, world.log);
  const consumer = await jetstream(connection).consumers.get(stream, durable.name);
  ready();
  world.log(`reading stream ${stream} as durable ${durable.name}`);
  // Asked for in portions, so that nothing is on its way to us, with its time running out, while the spool is full.
  while (!world.signal.aborted && !connection.isClosed()) {
    await hand.room();
    if (stopped(world)) return;
    const messages = await consumer.fetch({ max_messages: BATCH, expires: FETCH_MS });
    const stop = (): void => messages.stop();
    world.signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const batch of inBatches<JsMsg>(messages, BATCH)) {
        await hand.take(batch.map((message) => messageOf(message, { stream, sequence: message.seq })));
        for (const message of batch) message.ack();
        hand.tally.behind(batch.at(-1)?.info.pending ?? null);
      }
    } finally {
      world.signal.removeEventListener('abort', stop);
    }
  }
}

/** Settings of a consumer that someone else made and under which a call could be lost. */
function refuseUnsafe(config: ConsumerConfig, name: string, log: (line: string) => void): void {
  if (config.deliver_subject !== undefined)
    throw new Error(`the consumer ${name} pushes; the bridge needs a pull consumer`);
  if (config.ack_policy !== AckPolicy.Explicit)
    throw new Error(`the consumer ${name} has ack policy ${config.ack_policy}; the bridge needs explicit`);
  if (config.max_deliver !== undefined && config.max_deliver > 0)
    log(
      `the consumer ${name} gives up after ${config.max_deliver} deliveries; without that limit none is lost`,
    );
}

async function readSubjects(
  connection: NatsConnection,
  source: NatsSource,
  hand: Handover,
  world: BridgeWorld,
  ready: () => void,
): Promise<void> {
  // The server drops those who do not read, so a full spool holds nobody back here: it grows, as it does for a PBX.
  const messages = batches<Msg>(BATCH);
  for (const subject of source.subjects)
    connection.subscribe(subject, {
      ...(source.group === '' ? {} : { queue: source.group }),
      callback: (error, message) => {
        if (error === null) messages.push(message);
        else messages.end(error);
      },
    });
  void connection.closed().then(() => messages.end());
  const end = (): void => messages.end();
  world.signal.addEventListener('abort', end, { once: true });
  await connection.flush();
  ready();
  world.log(
    `listening to ${source.subjects.join(', ')}. Core NATS keeps nothing: what is published while the bridge is away is lost; --stream and --durable read from JetStream`,
  );
  try {
    for await (const batch of messages) await hand.take(batch.map((message) => messageOf(message, {})));
  } finally {
    world.signal.removeEventListener('abort', end);
  }
}

/** Asked anew: time has passed since the loop's own question. */
function stopped(world: BridgeWorld): boolean {
  return world.signal.aborted;
}

function messageOf(message: Msg | JsMsg, position: StreamMessage['position']): StreamMessage {
  return {
    topic: message.subject,
    position,
    key: null,
    headers: [...(message.headers ?? [])].map(([name, values]) => [name, Buffer.from(values.at(-1) ?? '')]),
    value: message.data,
  };
}

async function authenticatorOf(source: NatsSource): Promise<Authenticator[]> {
  if (source.creds !== '') return [credsAuthenticator(await readFile(source.creds))];
  if (source.nkey !== '')
    return [nkeyAuthenticator(Buffer.from((await readFile(source.nkey, 'utf8')).trim()))];
  if (source.user !== '') return [usernamePasswordAuthenticator(source.user, source.secret)];
  return source.secret === '' ? [] : [tokenAuthenticator(source.secret)];
}

function filesOf(tls: NonNullable<NatsSource['tls']>): {
  caFile?: string;
  certFile?: string;
  keyFile?: string;
} {
  return {
    ...(tls.ca === undefined ? {} : { caFile: tls.ca }),
    ...(tls.cert === undefined ? {} : { certFile: tls.cert }),
    ...(tls.key === undefined ? {} : { keyFile: tls.key }),
  };
}
