/**
 * If this fails: an ARI application's calls are not heard, the bridge does not come back after Asterisk was restarted, takes
 * another program's events away for ever, or cannot say why it is not let in.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import asterisk from '../../connectors/voice/asterisk.ts';
import { WATCH_MS } from './ari.ts';
import { runBridge } from './carry.ts';
import type { BridgeWorld } from './world.ts';

const RINGBACK = 'http://127.0.0.1:1/hooks/voice/pbx';
const ACCESS = `Basic ${Buffer.from('ringback:ari-secret').toString('base64')}`;

let folder: string;
let servers: Server[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-ari-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

/** An Asterisk as far as RFC 6455 and `GET /ari/...` go. */
async function pbx(
  talk: (socket: Duplex, connection: number, request: IncomingMessage) => void,
  answer: (path: string) => number = () => 200,
): Promise<{ port: number; asked: string[]; opened: string[] }> {
  const [asked, opened]: [string[], string[]] = [[], []];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.headers.authorization === ACCESS ? answer(request.url ?? '') : 401).end('{}');
  });
  let connections = 0;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    opened.push(request.url ?? '');
    const status = request.headers.authorization === ACCESS ? answer(request.url ?? '') : 401;
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    talk(socket, (connections += 1), request);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, asked, opened };
}

/** One frame; the server's are not masked. */
function frame(opcode: number, text: string, final = true): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126
      ? Buffer.from([(final ? 0x80 : 0) | opcode, payload.length])
      : Buffer.from([(final ? 0x80 : 0) | opcode, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}
const tell = (socket: Duplex, event: unknown): void => {
  socket.write(frame(1, JSON.stringify(event, null, 2)));
};

const channel = (id: string, state: string) => ({
  id,
  name: `PJSIP/trunk-${id}`,
  state,
  caller: { name: 'José Díaz', number: '3105550142' },
  connected: { name: '', number: '' },
  dialplan: { context: 'from-trunk', exten: '2125550133', priority: 1 },
  creationtime: '2026-11-20T18:42:00.000+0000',
});
const event = (type: string, rest: Record<string, unknown>) => ({
  type,
  application: 'ringback-bridge',
  timestamp: '2026-11-20T18:42:25.000+0000',
  asterisk_id: '00:16:3e:00:00:01',
  ...rest,
});
const miss = (id: string) => [
  event('StasisStart', { args: [], channel: channel(id, 'Ring') }),
  event('ChannelStateChange', { channel: channel(id, 'Up') }),
  event('ChannelVarset', { channel: channel(id, 'Ring'), variable: 'X', value: 'secret of the dialplan' }),
  event('ChannelDestroyed', { channel: channel(id, 'Ring'), cause: 16, cause_txt: 'Normal Clearing' }),
];

function world(): {
  readonly world: BridgeWorld;
  readonly taken: unknown[];
  readonly said: string[];
  readonly stop: AbortController;
  until: (done: () => boolean) => void;
} {
  const [taken, said]: [unknown[], string[]] = [[], []];
  const stop = new AbortController();
  let enough = (): boolean => false;
  const check = (): void => {
    if (enough()) stop.abort();
  };
  return {
    taken,
    said,
    stop,
    until: (done) => (enough = done),
    world: {
      fetch: (url, init) => {
        if (url !== RINGBACK) return fetch(url, init);
        taken.push(...(JSON.parse(init?.body as string) as { events: unknown[] }).events);
        check();
        return Promise.resolve(new Response('{}'));
      },
      now: () => new Date('2026-11-20T18:42:30Z'),
      log: (line) => {
        said.push(line);
        check();
      },
      // Pauses are short; the long look in a quiet time comes when a test wants it.
      pause: (ms, signal) =>
        new Promise((done) => {
          if (ms === WATCH_MS) signal.addEventListener('abort', () => done(), { once: true });
          else setImmediate(done);
        }),
      signal: stop.signal,
    },
  };
}

const bridge = (
  port: number,
  own: BridgeWorld,
  rest: { secret?: string; base?: string } = {},
): Promise<void> =>
  runBridge(
    {
      to: RINGBACK,
      token: 'token-of-the-source',
      spool: join(folder, 'spool'),
      source: {
        kind: 'ari',
        base: rest.base ?? `http://127.0.0.1:${port}/ari`,
        app: 'ringback-bridge',
        user: 'ringback',
        secret: rest.secret ?? 'ari-secret',
      },
    },
    own,
  );

describe('events of ARI', () => {
  it('are posted as they came, those that tell of calls only, and read as the call they were', async () => {
    const { port, opened } = await pbx((socket) => {
      const [start, , noise, end] = miss('1795200120.7').map((each) => JSON.stringify(each));
      socket.write(frame(1, start ?? ''));
      socket.write(frame(9, 'are you there'));
      socket.write(frame(1, noise ?? ''));
      // In two frames, and cut inside a character by the network.
      const bytes = Buffer.concat([frame(1, end?.slice(0, 40) ?? '', false), frame(0, end?.slice(40) ?? '')]);
      socket.write(bytes.subarray(0, 90));
      setImmediate(() => socket.write(bytes.subarray(90)));
    });
    const { world: own, taken, until, said } = world();
    until(() => taken.length === 2);
    await bridge(port, own);
    expect(opened).toEqual(['/ari/events?app=ringback-bridge&subscribeAll=true']);
    expect(JSON.stringify(taken)).not.toContain('secret of the dialplan');
    expect(said.join()).not.toContain('ari-secret');
    const result = asterisk.parse(
      {
        method: 'POST',
        url: RINGBACK,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ events: taken })),
        receivedAt: '2026-11-20T19:00:00Z',
      },
      asterisk.config.parse({}),
      { source: 'pbx', zone: 'UTC' },
    );
    expect(result).toMatchObject({
      events: [
        { callId: '1795200120.7', disposition: 'in_progress', final: false, callerName: 'José Díaz' },
        {
          callId: '1795200120.7',
          disposition: 'no_answer',
          final: true,
          from: '+13105550142',
          to: '+12125550133',
          direction: 'inbound',
        },
      ],
    });
  });

  it('go on after Asterisk was restarted', async () => {
    const { port, opened } = await pbx((socket, connection) => {
      for (const each of miss(`179520012${connection}.7`)) tell(socket, each);
      if (connection === 1) setImmediate(() => socket.destroy());
    });
    const { world: own, taken, until, said } = world();
    until(() => taken.length === 4);
    await bridge(port, own);
    expect(opened).toHaveLength(2);
    expect(said.join('\n')).toContain('the connection was closed; trying again in 0.5 s');
  });

  it('are left to another program that reads the same application, for a minute', async () => {
    const { port } = await pbx((socket, connection) => {
      if (connection === 1) tell(socket, event('ApplicationReplaced', {}));
      else for (const each of miss('1795200120.9')) tell(socket, each);
    });
    const { world: own, taken, until, said } = world();
    until(() => taken.length === 2);
    await bridge(port, own);
    expect(said.join('\n')).toContain('each needs an --app of its own');
  });

  it('are asked for again when Asterisk forgot the application without a word', async () => {
    const { port, asked, opened } = await pbx(
      (socket, connection) => {
        if (connection === 2) for (const each of miss('1795200120.5')) tell(socket, each);
      },
      (path) => (path.includes('/applications/') ? 404 : 200),
    );
    const { world: own, taken, until, said } = world();
    until(() => taken.length === 2);
    let quiet = 0;
    const pause: BridgeWorld['pause'] = (ms, signal) => {
      if (ms !== WATCH_MS || quiet >= 1) return own.pause(ms, signal);
      // Once: time passes when the WebSocket is open.
      return new Promise((done) => {
        const look = setInterval(() => {
          if (opened.length === 0 || !said.some((line) => line.startsWith('listening'))) return;
          clearInterval(look);
          quiet += 1;
          done();
        }, 5);
      });
    };
    await bridge(port, { ...own, pause });
    expect(asked).toEqual(['/ari/applications/ringback-bridge']);
    expect(said.join('\n')).toContain('does not know the application any more');
  });
});

describe('a door that stays shut says why', () => {
  const reason = async (status: number, secret = 'ari-secret'): Promise<string> => {
    const { port } = await pbx(
      () => undefined,
      () => status,
    );
    const { world: own, said, until } = world();
    until(() => said.some((line) => line.includes('trying again')));
    await bridge(port, own, { secret });
    return said.find((line) => line.includes('trying again')) ?? '';
  };

  it('wrong password, no ARI, a fault, and nobody there', async () => {
    expect(await reason(200, 'wrong-secret')).toContain('ARI refused user or secret');
    expect(await reason(404)).toContain('there is no ARI at this address');
    expect(await reason(503)).toContain('ARI answers HTTP 503');
    const { world: own, said, until } = world();
    until(() => said.length > 0);
    await bridge(1, own, { base: 'http://127.0.0.1:1/ari' });
    expect(said[0]).toMatch(/^127\.0\.0\.1:1: .*; trying again in 0\.5 s$/);
  });
});
