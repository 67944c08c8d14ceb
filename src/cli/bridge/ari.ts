import { batches } from './batches.ts';
import type { AriSource } from './options.ts';
import { oneLine } from './protocols.ts';
import { reasonOf } from './reason.ts';
import { LONGEST_PAUSE_MS, type BridgeWorld } from './world.ts';

/**
 * Asterisk's REST interface: an application of ours that takes no calls, subscribed to everything, whose events come over a
 * WebSocket. https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI and
 * /API_Documentation/Asterisk_REST_Interface/Events_REST_API, read 2026-11-21. User and password go into a header, so that
 * they stand in no proxy's log; `?api_key=` of the documentation is the same two.
 *
 * Quirks: an application has one WebSocket, and whoever connects later takes it away from the earlier one, so the bridge
 * uses a name of its own. Asterisk keeps nothing for an application that is away.
 *
 * One connection, until it ends; says why.
 */
export async function readAri(
  source: AriSource,
  keep: (records: readonly string[]) => Promise<void>,
  world: BridgeWorld,
  ready: () => void,
): Promise<string> {
  const socket = new WebSocket(eventsOf(source), { headers: { authorization: accessOf(source) } });
  const messages = batches<string>(BATCH);
  const over = new AbortController();
  const seen = { opened: false, messages: 0, refused: '' };
  const end = (why = ''): void => {
    if (seen.refused === '') seen.refused = why;
    over.abort();
    messages.end();
    socket.close();
  };
  const stop = (): void => end();
  const tooLong = setTimeout(() => {
    if (!seen.opened) end('ARI did not open the WebSocket');
  }, OPEN_MS);
  world.signal.addEventListener('abort', stop, { once: true });
  socket.addEventListener('open', () => {
    seen.opened = true;
    ready();
    world.log(`listening to ${new URL(source.base).host} as application ${source.app}`);
  });
  socket.addEventListener('message', ({ data }) => {
    seen.messages += 1;
    messages.push(typeof data === 'string' ? data : '');
  });
  socket.addEventListener('error', stop);
  socket.addEventListener('close', stop);
  void watch(source, seen, end, { ...world, signal: over.signal });
  try {
    if (world.signal.aborted) end();
    for await (const batch of messages) {
      await keep(batch.flatMap((message) => recordIn(message)));
      if (batch.some(isTakenAway)) {
        world.log(
          `another program reads the application ${source.app} now: each needs an --app of its own; trying again in ${LONGEST_PAUSE_MS / 1000} s`,
        );
        end('the application was taken over');
        await world.pause(LONGEST_PAUSE_MS, world.signal);
        break;
      }
    }
  } finally {
    clearTimeout(tooLong);
    world.signal.removeEventListener('abort', stop);
    end();
  }
  if (seen.refused !== '' || world.signal.aborted) return seen.refused;
  return seen.opened ? 'the connection was closed' : whyNot(source, world);
}

const BATCH = 200;
const OPEN_MS = 15_000;
export const WATCH_MS = 120_000;

/** What `asterisk` of src/connectors can use; a busy PBX tells much more. */
const EVENTS = new Set(['StasisStart', 'ChannelCreated', 'Dial', 'ChannelEnteredBridge', 'ChannelDestroyed']);

function recordIn(message: string): readonly string[] {
  const type = typeOf(message);
  return type === null || EVENTS.has(type) ? [oneLine(message)] : [];
}

function isTakenAway(message: string): boolean {
  return typeOf(message) === 'ApplicationReplaced';
}

/** Null for what is no event. */
function typeOf(message: string): string | null {
  try {
    const { type } = JSON.parse(message) as { readonly type?: unknown };
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}

/** In a quiet time: is our application still there? A machine that vanished says nothing, and neither does a quiet one. */
async function watch(
  source: AriSource,
  seen: { readonly opened: boolean; readonly messages: number },
  end: (why: string) => void,
  world: BridgeWorld,
): Promise<void> {
  while (!world.signal.aborted) {
    const before = seen.messages;
    await world.pause(WATCH_MS, world.signal);
    if (stopped(world) || seen.messages !== before || !seen.opened) continue;
    const status = await ask(source, `/applications/${encodeURIComponent(source.app)}`, world);
    if (!stopped(world) && (typeof status === 'string' || status === 404))
      end(typeof status === 'string' ? status : 'Asterisk does not know the application any more');
  }
}

/** Asked anew: time has passed since the loop's own question. */
function stopped(world: BridgeWorld): boolean {
  return world.signal.aborted;
}

/** A WebSocket that does not open tells no reason; the same address over HTTP does. */
async function whyNot(source: AriSource, world: BridgeWorld): Promise<string> {
  const status = await ask(source, '/asterisk/info?only=status', world);
  if (typeof status === 'string') return status;
  if (status === 401 || status === 403) return 'ARI refused user or secret';
  if (status === 404) return 'there is no ARI at this address: see http.conf (enabled, prefix) and ari.conf';
  return status >= 200 && status < 300
    ? 'ARI answers, but opens no WebSocket: is res_http_websocket loaded, and does a proxy pass it on?'
    : `ARI answers HTTP ${status}`;
}

async function ask(source: AriSource, path: string, world: BridgeWorld): Promise<number | string> {
  try {
    const response = await world.fetch(`${source.base}${path}`, {
      headers: { authorization: accessOf(source) },
      redirect: 'manual',
      signal: AbortSignal.any([world.signal, AbortSignal.timeout(OPEN_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return reasonOf(error);
  }
}

function eventsOf(source: AriSource): URL {
  const url = new URL(`${source.base}/events`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('app', source.app);
  url.searchParams.set('subscribeAll', 'true');
  return url;
}

function accessOf({ user, secret }: AriSource): string {
  return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
}
