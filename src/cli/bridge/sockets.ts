import { connect } from 'node:net';
import type { SocketSource, StdinSource } from './options.ts';
import { amiProtocol, eslProtocol, lineProtocol, type Protocol } from './protocols.ts';
import type { BridgeWorld } from './world.ts';

/** What a telephone system or a script tells; it keeps nothing for us, so all of it goes to the spool at once. */
type Keep = (records: readonly string[]) => Promise<void>;

export async function readInput(input: StdinSource['input'], keep: Keep): Promise<void> {
  const protocol = lineProtocol();
  for await (const bytes of input) await keep(protocol.take(Buffer.from(bytes)).records);
  // The last line may lack its end.
  await keep(protocol.take(Buffer.from('\n')).records);
}

/** One connection, until it ends; says why. What is being written to disk holds the socket back. */
export async function readSocket(
  source: SocketSource,
  keep: Keep,
  world: BridgeWorld,
  ready: () => void,
): Promise<string> {
  const protocol = protocolOf(source, world);
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

function protocolOf(source: SocketSource, world: BridgeWorld): Protocol {
  if (source.kind === 'ami') return amiProtocol(source.user, source.secret, world.now);
  return source.kind === 'esl' ? eslProtocol(source.secret) : lineProtocol();
}
