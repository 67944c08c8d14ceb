import { readAri } from './ari.ts';
import { bell } from './bell.ts';
import { openHandover } from './handover.ts';
import type { AriSource, BridgeOptions, KafkaSource, NatsSource, SocketSource } from './options.ts';
import { postAll } from './post.ts';
import { setAsideAt } from './set-aside.ts';
import { readInput, readSocket } from './sockets.ts';
import { openBridgeSpool } from './spool.ts';
import { startTally } from './tally.ts';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, type BridgeWorld } from './world.ts';

/** Reads the source into the spool and posts the spool to Ringback, until the source is over or the signal comes. */
export async function runBridge(options: BridgeOptions, given: BridgeWorld): Promise<void> {
  const world = withoutSecrets(given, options);
  const spool = await openBridgeSpool(options.spool);
  const aside = setAsideAt(`${options.spool}.set-aside`, world.now);
  const news = bell();
  const over = new AbortController();
  const ring = news.ring;
  world.signal.addEventListener('abort', ring, { once: true });
  if (spool.waiting() > 0) world.log(`${spool.waiting()} records of an earlier run wait to be posted`);
  const { source } = options;
  const isStream = source.kind === 'kafka' || source.kind === 'nats';
  const tally = startTally(spool.waiting, aside.path, isStream ? world.log : () => undefined);
  const hand = openHandover(
    {
      ...{ spool, aside, tally, ring },
      withKey: isStream && source.withKey,
      limitBytes: isStream ? source.limitBytes : Number.POSITIVE_INFINITY,
    },
    world,
  );
  const keep = async (records: readonly string[]): Promise<void> => {
    await spool.append(records);
    ring();
  };
  const read = async (): Promise<void> => {
    if (source.kind === 'stdin') {
      const stopped = new Promise<void>((done) => {
        world.signal.addEventListener('abort', () => done(), { once: true });
      });
      return Promise.race([readInput(source.input, keep), stopped]);
    }
    await again(source, world, async (ready) => {
      if (source.kind === 'kafka') return (await import('./kafka.ts')).readKafka(source, hand, world, ready);
      if (source.kind === 'nats') return (await import('./nats.ts')).readNats(source, hand, world, ready);
      if (source.kind === 'ari') return readAri(source, keep, world, ready);
      return readSocket(source, keep, world, ready);
    });
  };
  const reading = read().finally(() => {
    over.abort();
    ring();
  });
  const posting = postAll(
    options,
    { spool, aside, tally, news, drained: hand.drained.ring, sourceOver: over.signal },
    world,
  );
  try {
    await Promise.all([reading, posting]);
  } finally {
    tally.close();
    await spool.close();
  }
}

/** Connects again after every end, with growing pauses until a connection was good once more. */
async function again(
  source: SocketSource | AriSource | KafkaSource | NatsSource,
  world: BridgeWorld,
  connection: (ready: () => void) => Promise<string>,
): Promise<void> {
  const name = nameOf(source);
  let wait = FIRST_PAUSE_MS;
  const stopped = (): boolean => world.signal.aborted;
  while (!stopped()) {
    const end = await connection(() => (wait = FIRST_PAUSE_MS));
    if (stopped()) return;
    world.log(`${name}: ${end}; trying again in ${wait / 1000} s`);
    await world.pause(wait, world.signal);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

function nameOf(source: SocketSource | AriSource | KafkaSource | NatsSource): string {
  if ('base' in source) return new URL(source.base).host;
  const servers = 'servers' in source ? source.servers : [source];
  return servers.map(({ host, port }) => `${host}:${port}`).join(',');
}

/** Whatever a library or a server says about a failure, our secrets are not in it. */
function withoutSecrets(world: BridgeWorld, options: BridgeOptions): BridgeWorld {
  const secrets = [options.token, 'secret' in options.source ? options.source.secret : ''].filter(
    (secret) => secret.length >= 4,
  );
  return {
    ...world,
    log: (line) => world.log(secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line)),
  };
}
