import { runBridge } from './bridge/carry.ts';
import { readOptions, USAGE } from './bridge/options.ts';
import { pause } from './bridge/world.ts';

/**
 * `ringback bridge`: carries what a telephone system tells over TCP, a script on standard input, or a stream of Kafka or
 * NATS, to a source's address. Runs beside the PBX or the broker. Everything read is on disk before it is posted (and
 * before a broker is told that it was read) and stays there until Ringback answered 2xx; lost connections on either side
 * are tried again with growing pauses. Ends on SIGTERM, or when standard input has ended and all of it was taken.
 */
export { USAGE };

export async function run(
  args: string[],
  io: { stdin: AsyncIterable<Uint8Array>; stderr: (text: string) => void },
): Promise<number> {
  const options = readOptions(args, io.stdin, process.env);
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
  // A WebSocket whose other side is silent keeps waiting for its farewell; everything of ours is on disk by now.
  setTimeout(() => process.exit(0), 1000).unref();
  return 0;
}
