import type { Bell } from './bell.ts';
import type { BridgeOptions } from './options.ts';
import type { SetAside } from './set-aside.ts';
import type { BridgeSpool } from './spool.ts';
import type { Tally } from './tally.ts';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, type BridgeWorld } from './world.ts';

const BATCH = 200;
const BATCH_BYTES = 512 * 1024;
/** After SIGTERM what is in the spool is still posted for this long; what is left waits on disk for the next run. */
const GRACE_MS = 8_000;

/** Posts what is in the spool, oldest first, until the source is over and all was taken, or the bridge has to end. */
export async function postAll(
  options: BridgeOptions,
  parts: {
    readonly spool: BridgeSpool;
    readonly aside: SetAside;
    readonly tally: Tally;
    readonly news: Bell;
    /** Wakes who waits for room. */
    readonly drained: () => void;
    readonly sourceOver: AbortSignal;
  },
  world: BridgeWorld,
): Promise<void> {
  const { spool, aside, tally, news } = parts;
  const grace = new AbortController();
  let graceTimer: NodeJS.Timeout | undefined;
  const startGrace = (): void => {
    graceTimer = setTimeout(() => grace.abort(), GRACE_MS);
  };
  if (world.signal.aborted) startGrace();
  else world.signal.addEventListener('abort', startGrace, { once: true });
  let wait = FIRST_PAUSE_MS;
  let most = BATCH;
  const taken = async (records: readonly string[]): Promise<void> => {
    await spool.acknowledge(records);
    parts.drained();
    wait = FIRST_PAUSE_MS;
    most = BATCH;
  };
  try {
    while (!grace.signal.aborted) {
      const records = within(await spool.peek(most));
      if (records.length === 0) {
        if (parts.sourceOver.aborted && spool.waiting() === 0) return;
        await news.heard();
        continue;
      }
      const problem = await post(options, records, grace.signal, world);
      if (problem === null) {
        await taken(records);
        tally.add('posted', records.length);
        continue;
      }
      if (problem.ofTheRecords && records.length > 1) {
        most = Math.ceil(records.length / 2);
        continue;
      }
      if (problem.ofTheRecords) {
        // It would be refused for ever, and everything behind it would wait as long.
        await aside.put(records.map((text) => ({ reason: problem.reason, from: { to: options.to }, text })));
        world.log(`Ringback refused a record (${problem.reason}); it is kept in ${aside.path}`);
        await taken(records);
        tally.add('aside', records.length);
        continue;
      }
      if (world.signal.aborted) {
        world.log(`${spool.waiting()} records wait in the spool for the next run: ${problem.reason}`);
        return;
      }
      world.log(`${spool.waiting()} records wait: ${problem.reason}; trying again in ${wait / 1000} s`);
      await world.pause(wait, world.signal);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  } finally {
    clearTimeout(graceTimer);
    world.signal.removeEventListener('abort', startGrace);
  }
}

interface Problem {
  readonly reason: string;
  /** Posting the same again would be refused again. */
  readonly ofTheRecords: boolean;
}

/** Null when Ringback has taken them. */
async function post(
  options: BridgeOptions,
  records: readonly string[],
  grace: AbortSignal,
  world: BridgeWorld,
): Promise<Problem | null> {
  const isJson = records.every((record) => record.startsWith('{'));
  try {
    const response = await world.fetch(options.to, {
      method: 'POST',
      headers: {
        'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
        authorization: `Bearer ${options.token}`,
      },
      body: isJson ? bundle(options.to, records) : `${records.join('\n')}\n`,
      redirect: 'manual',
      signal: AbortSignal.any([grace, AbortSignal.timeout(30_000)]),
    });
    const answer = await response.text();
    if (response.ok) return null;
    const code = codeIn(answer);
    return {
      reason: `HTTP ${response.status}${code === '' ? '' : ` ${code}`}`,
      ofTheRecords: response.status === 413 || OF_THE_RECORDS.has(code),
    };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer from Ringback';
    return { reason, ofTheRecords: false };
  }
}

/**
 * What Ringback would say again and again of the same body. Only its own word counts: a 400 without it is a proxy's, and
 * setting records aside would not help. Too large is too large for everyone.
 */
const OF_THE_RECORDS: ReadonlySet<string> = new Set(['bad-json', 'invalid-input', 'body-too-large']);

function codeIn(answer: string): string {
  try {
    const read = JSON.parse(answer) as { error?: { code?: unknown } } | null;
    const code = read?.error?.code;
    return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? code : '';
  } catch {
    return '';
  }
}

/** The API takes a plain list of CallEvents; a source takes the bridge's own bundle. */
function bundle(to: string, records: readonly string[]): string {
  return isCallEvents(to) ? `[${records.join(',')}]` : `{"events":[${records.join(',')}]}`;
}

function isCallEvents(to: string): boolean {
  return new URL(to).pathname.endsWith('/api/v1/call-events');
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
