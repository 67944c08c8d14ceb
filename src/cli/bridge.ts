import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { amiProtocol, eslProtocol, lineProtocol, type Protocol } from './bridge-protocols.ts';
import { openBridgeSpool, type BridgeSpool } from './bridge-spool.ts';

/**
 * `ringback bridge`: carries what a telephone system tells over TCP, or a script on standard input, to a source's
 * address. Runs beside the PBX. Everything read is on disk before it is posted and stays there until Ringback answered
 * 2xx; lost connections on either side are tried again with growing pauses. Ends on SIGTERM, or when standard input has
 * ended and all of it was taken.
 */
export const USAGE = `usage: ringback bridge (--ami HOST:PORT --user NAME | --esl HOST:PORT | --lines HOST:PORT | --stdin) --to URL [--spool FILE]
  RINGBACK_BRIDGE_TOKEN   access token of the source at URL
  RINGBACK_BRIDGE_SECRET  password of the manager or the event socket
  records go as they are; numbers without a country code are read by the setting country of the source at URL
`;

export interface BridgeOptions {
  readonly to: string;
  readonly token: string;
  readonly spool: string;
  readonly source:
    | {
        readonly kind: 'ami' | 'esl' | 'lines';
        readonly host: string;
        readonly port: number;
        readonly user: string;
        readonly secret: string;
      }
    | { readonly kind: 'stdin'; readonly input: AsyncIterable<Uint8Array> };
}

/** What the bridge uses of the world. */
export interface BridgeWorld {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** Resolves after that time, or at once when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const BATCH = 200;
const BATCH_BYTES = 512 * 1024;

export async function run(
  args: string[],
  io: { stdin: AsyncIterable<Uint8Array>; stderr: (text: string) => void },
): Promise<number> {
  const options = readOptions(args, io.stdin);
  if (typeof options === 'string') {
    io.stderr(`ringback bridge: ${options}\n${USAGE}`);
    return 2;
  }
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  await runBridge(options, {
    fetch,
    now: () => new Date(),
    log: (line) => io.stderr(`ringback bridge: ${line}\n`),
    pause,
    signal: stop.signal,
  });
  return 0;
}

export async function runBridge(options: BridgeOptions, world: BridgeWorld): Promise<void> {
  const spool = await openBridgeSpool(options.spool);
  const news = bell();
  const over = new AbortController();
  world.signal.addEventListener('abort', () => news.ring(), { once: true });
  if (spool.waiting() > 0) world.log(`${spool.waiting()} records of an earlier run wait to be posted`);
  const reading = readSource(options, spool, news.ring, world).finally(() => {
    over.abort();
    news.ring();
  });
  const posting = postAll(options, spool, news, over.signal, world);
  try {
    await Promise.all([reading, posting]);
  } finally {
    await spool.close();
  }
}

async function readSource(
  options: BridgeOptions,
  spool: BridgeSpool,
  ring: () => void,
  world: BridgeWorld,
): Promise<void> {
  const { source } = options;
  const keep = async (records: readonly string[]): Promise<void> => {
    await spool.append(records);
    ring();
  };
  if (source.kind === 'stdin') {
    const stopped = new Promise<void>((done) => {
      world.signal.addEventListener('abort', () => done(), { once: true });
    });
    await Promise.race([readInput(source.input, keep), stopped]);
    return;
  }
  const stopped = (): boolean => world.signal.aborted;
  let wait = FIRST_PAUSE_MS;
  while (!stopped()) {
    const end = await hold(source, protocolOf(source, world), keep, world, () => (wait = FIRST_PAUSE_MS));
    if (stopped()) return;
    world.log(`${source.host}:${source.port}: ${end}; trying again in ${wait / 1000} s`);
    await world.pause(wait, world.signal);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

async function readInput(
  input: AsyncIterable<Uint8Array>,
  keep: (records: readonly string[]) => Promise<void>,
): Promise<void> {
  const protocol = lineProtocol();
  for await (const bytes of input) await keep(protocol.take(Buffer.from(bytes)).records);
  // The last line may lack its end.
  await keep(protocol.take(Buffer.from('\n')).records);
}

function protocolOf(
  source: Exclude<BridgeOptions['source'], { kind: 'stdin' }>,
  world: BridgeWorld,
): Protocol {
  if (source.kind === 'ami') return amiProtocol(source.user, source.secret, world.now);
  return source.kind === 'esl' ? eslProtocol(source.secret) : lineProtocol();
}

/** One connection, until it ends; says why. What is being written to disk holds the socket back. */
async function hold(
  source: { readonly host: string; readonly port: number },
  protocol: Protocol,
  keep: (records: readonly string[]) => Promise<void>,
  world: BridgeWorld,
  ready: () => void,
): Promise<string> {
  const socket = connect({
    host: source.host,
    port: source.port,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  });
  const close = (): void => void socket.destroy();
  world.signal.addEventListener('abort', close, { once: true });
  try {
    for await (const bytes of socket) {
      const step = protocol.take(bytes as Buffer);
      await keep(step.records);
      if (step.ready === true) ready();
      if (step.failed !== undefined) return step.failed;
      if (step.say !== '') socket.write(step.say);
    }
    return 'the connection was closed';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'the connection broke';
  } finally {
    world.signal.removeEventListener('abort', close);
    socket.destroy();
  }
}

async function postAll(
  options: BridgeOptions,
  spool: BridgeSpool,
  news: Bell,
  sourceOver: AbortSignal,
  world: BridgeWorld,
): Promise<void> {
  let wait = FIRST_PAUSE_MS;
  let most = BATCH;
  while (!world.signal.aborted) {
    const records = within(await spool.peek(most));
    if (records.length === 0) {
      if (sourceOver.aborted && spool.waiting() === 0) return;
      await news.heard();
      continue;
    }
    const problem = await post(options, records, world);
    if (problem === null) {
      await spool.acknowledge(records);
      wait = FIRST_PAUSE_MS;
      most = BATCH;
      continue;
    }
    if (problem === 'HTTP 413' && records.length > 1) {
      most = Math.ceil(records.length / 2);
      continue;
    }
    world.log(`${spool.waiting()} records wait: ${problem}; trying again in ${wait / 1000} s`);
    await world.pause(wait, world.signal);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

/** Null when Ringback has taken them. */
async function post(
  options: BridgeOptions,
  records: readonly string[],
  world: BridgeWorld,
): Promise<string | null> {
  const isJson = records.every((record) => record.startsWith('{'));
  const body = isJson ? `{"events":[${records.join(',')}]}` : `${records.join('\n')}\n`;
  try {
    const response = await world.fetch(options.to, {
      method: 'POST',
      headers: {
        'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
        authorization: `Bearer ${options.token}`,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([world.signal, AbortSignal.timeout(30_000)]),
    });
    await response.arrayBuffer();
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer from Ringback';
  }
}

/** As many of them as fit into one body, all of one kind, and at least one. */
function within(records: readonly string[]): readonly string[] {
  const first = records[0];
  if (first === undefined) return [];
  let bytes = 0;
  const end = records.findIndex((record, index) => {
    bytes += Buffer.byteLength(record) + 1;
    return index > 0 && (bytes > BATCH_BYTES || record.startsWith('{') !== first.startsWith('{'));
  });
  return end === -1 ? records : records.slice(0, end);
}

interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring, or at once when it rang since the last time. */
  readonly heard: () => Promise<void>;
}

function bell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    heard: async () => {
      if (!rung) await new Promise<void>((done) => (wake = done));
      wake = null;
      rung = false;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}

function readOptions(args: string[], stdin: AsyncIterable<Uint8Array>): BridgeOptions | string {
  const { values } = parseArgs({
    args,
    options: {
      ami: { type: 'string' },
      esl: { type: 'string' },
      lines: { type: 'string' },
      stdin: { type: 'boolean' },
      user: { type: 'string' },
      to: { type: 'string' },
      spool: { type: 'string' },
    },
  });
  const token = process.env['RINGBACK_BRIDGE_TOKEN'] ?? '';
  const secret = process.env['RINGBACK_BRIDGE_SECRET'] ?? '';
  if (values.to === undefined || !URL.canParse(values.to)) return '--to needs the address of the source';
  if (token === '') return 'RINGBACK_BRIDGE_TOKEN is not set';
  const common = { to: values.to, token, spool: values.spool ?? 'ringback-bridge.spool' };
  const kinds = (['ami', 'esl', 'lines'] as const).filter((kind) => values[kind] !== undefined);
  const kind = kinds[0];
  if (kinds.length + (values.stdin === true ? 1 : 0) !== 1)
    return 'one of --ami, --esl, --lines and --stdin is needed';
  if (kind === undefined) return { ...common, source: { kind: 'stdin', input: stdin } };
  const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(values[kind] ?? '') ?? [];
  if (host === '') return `--${kind} needs HOST:PORT`;
  if (kind === 'ami' && (values.user ?? '') === '') return '--user is missing';
  if (kind !== 'lines' && secret === '') return 'RINGBACK_BRIDGE_SECRET is not set';
  if (/[\r\n]/.test(secret + (values.user ?? ''))) return 'user and secret must not have line ends';
  return { ...common, source: { kind, host, port: Number(port), user: values.user ?? '', secret } };
}
