/**
 * If this fails: a call that the PBX told is lost, because Ringback was away, the connection broke or the machine of the
 * bridge was restarted, or it is posted with the wrong token.
 */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import asterisk from '../../connectors/voice/asterisk.ts';
import freeswitch from '../../connectors/voice/freeswitch.ts';
import { runBridge } from './carry.ts';
import type { BridgeOptions } from './options.ts';
import type { BridgeWorld } from './world.ts';
import { openBridgeSpool } from './spool.ts';

let folder: string;
let servers: Server[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-bridge-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A Ringback that answers as told and keeps what it took. */
function ringback(answers: number[] = []) {
  const taken: string[] = [];
  const tokens = new Set<string | null>();
  const pauses: number[] = [];
  const stop = new AbortController();
  let wanted = Number.POSITIVE_INFINITY;
  const done = (): void => {
    if (taken.length >= wanted) stop.abort();
  };
  const world: BridgeWorld = {
    fetch: async (_url, init) => {
      await Promise.resolve();
      tokens.add(new Headers(init?.headers).get('authorization'));
      const status = answers.shift() ?? 200;
      if (status === 0)
        throw new TypeError('fetch failed', {
          cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
        });
      if (status === 200) {
        taken.push(typeof init?.body === 'string' ? init.body : '');
        done();
      }
      return new Response('{}', { status });
    },
    now: () => new Date('2026-11-20T18:42:11.500Z'),
    log: () => undefined,
    pause: async (ms) => {
      pauses.push(ms);
      await new Promise((next) => setImmediate(next));
    },
    signal: stop.signal,
  };
  return {
    world,
    taken,
    tokens,
    pauses,
    stop,
    until: (count: number) => {
      wanted = count;
      done();
    },
  };
}

async function pbx(talk: (socket: Socket, connection: number) => void): Promise<number> {
  let connections = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    talk(socket, (connections += 1));
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

const options = (source: BridgeOptions['source']): BridgeOptions => ({
  to: 'http://127.0.0.1:1/hooks/voice/pbx',
  token: 'token-of-the-source',
  spool: join(folder, 'spool'),
  source,
});
const socketOf = (kind: 'ami' | 'esl' | 'lines', port: number): BridgeOptions['source'] => ({
  kind,
  host: '127.0.0.1',
  port,
  user: 'ringback',
  secret: 'manager-secret',
});

const cdr = (id: string): string =>
  `Event: Cdr\r\nSource: 3105550142\r\nDestination: 2125550133\r\nDestinationContext: from-trunk\r\nLastApplication: Dial\r\nStartTime: 2026-11-20 18:42:00\r\nEndTime: 2026-11-20 18:42:25\r\nDisposition: NO ANSWER\r\nUniqueID: ${id}\r\n\r\n`;

describe('standard input', () => {
  it('posts every line once, in order, and ends', async () => {
    const { world, taken, tokens } = ringback();
    await runBridge(options({ kind: 'stdin', input: bytes('{"a":1}\n{"a"', ':2}\n', '{"a":3}') }), world);
    const seen = taken.flatMap((body) =>
      (JSON.parse(body) as { events: { a: number }[] }).events.map((each) => each.a),
    );
    expect(seen).toEqual([1, 2, 3]);
    expect([...tokens]).toEqual(['Bearer token-of-the-source']);
  });

  it('waits longer and longer while Ringback is away, and loses nothing', async () => {
    const { world, taken, pauses } = ringback([0, 503, 401, 0]);
    await runBridge(options({ kind: 'stdin', input: bytes('{"a":1}\n') }), world);
    expect(taken).toEqual(['{"events":[{"a":1}]}']);
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
  });

  it('makes smaller bundles when Ringback says that they are too large', async () => {
    const { world, taken } = ringback([413, 413]);
    await runBridge(options({ kind: 'stdin', input: bytes('{"a":1}\n{"a":2}\n{"a":3}\n{"a":4}\n') }), world);
    const seen = taken.flatMap((body) =>
      (JSON.parse(body) as { events: { a: number }[] }).events.map((each) => each.a),
    );
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(taken.length).toBeGreaterThan(1);
  });

  it('does not mix lines of text with JSON', async () => {
    const { world, taken } = ringback();
    await runBridge(
      options({ kind: 'stdin', input: bytes('{"a":1}\nCall 1,x\nCall 2,y\n{"a":2}\n') }),
      world,
    );
    expect(taken.join('')).toBe('{"events":[{"a":1}]}Call 1,x\nCall 2,y\n{"events":[{"a":2}]}');
  });
});

describe("Asterisk's manager", () => {
  it('logs in, keeps what tells about calls, and comes back after the connection broke', async () => {
    const said: string[] = [];
    const port = await pbx((socket, connection) => {
      socket.write('Asterisk Call Manager/9.0.0\r\n');
      socket.once('data', (bytes: Buffer) => {
        said.push(bytes.toString());
        socket.write('Response: Success\r\nMessage: Authentication accepted\r\n\r\n');
        socket.write('Event: PeerStatus\r\nPeer: PJSIP/102\r\n\r\n');
        const text = cdr(`170000000${connection}.1`);
        socket.write(text.slice(0, 50));
        setImmediate(() => {
          socket.write(text.slice(50));
          socket.end();
        });
      });
    });
    const { world, taken, until } = ringback();
    until(2);
    await runBridge(options(socketOf('ami', port)), world);
    expect(said[0]).toBe(
      'Action: Login\r\nUsername: ringback\r\nSecret: manager-secret\r\nEvents: cdr,call,agent\r\n\r\n',
    );
    const read = (body: string | undefined): unknown =>
      asterisk.parse(
        {
          method: 'POST',
          url: 'http://127.0.0.1/hooks/voice/pbx',
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(body ?? ''),
          receivedAt: '2026-11-20T19:00:00Z',
        },
        asterisk.config.parse({}),
        { source: 'pbx', zone: 'UTC' },
      );
    expect(read(taken[0])).toMatchObject({
      events: [{ callId: '1700000001.1', disposition: 'no_answer', to: '+12125550133' }],
    });
    expect(read(taken[1])).toMatchObject({ events: [{ callId: '1700000002.1' }] });
    expect(taken[0]).toContain('"Timestamp":"1795200131.500"');
  });

  it('does not speak to something else, and tries again', async () => {
    const heard: string[] = [];
    const port = await pbx((socket, connection) => {
      socket.on('data', (bytes: Buffer) => {
        heard.push(bytes.toString());
        if (connection === 2) socket.write(`Response: Success\r\n\r\n${cdr('1.1')}`);
      });
      socket.write(connection === 1 ? 'SSH-2.0-OpenSSH_9.2\r\n' : 'Asterisk Call Manager/9.0.0\r\n');
    });
    const { world, pauses, until } = ringback();
    until(1);
    await runBridge(options(socketOf('ami', port)), world);
    expect(heard).toHaveLength(1);
    expect(pauses[0]).toBe(500);
  });
});

describe("FreeSWITCH's event socket", () => {
  it('gives the password, asks for ends of calls and reads them', async () => {
    const said: string[] = [];
    const event = JSON.stringify(
      {
        'Event-Name': 'CHANNEL_HANGUP_COMPLETE',
        'Unique-ID': 'u-1',
        'Hangup-Cause': 'USER_BUSY',
        'Caller-Caller-ID-Number': '+13105550142',
        'Caller-Destination-Number': '12125550133',
        variable_start_epoch: '1795200120',
      },
      null,
      2,
    );
    const port = await pbx((socket) => {
      socket.write('Content-Type: auth/request\n\n');
      socket.on('data', (bytes: Buffer) => {
        said.push(bytes.toString());
        if (said.length === 1) socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n');
        else {
          socket.write('Content-Type: command/reply\nReply-Text: +OK event listener enabled json\n\n');
          socket.write(
            `Content-Length: ${Buffer.byteLength(event)}\nContent-Type: text/event-json\n\n${event}`,
          );
        }
      });
    });
    const { world, taken, until } = ringback();
    until(1);
    await runBridge(options(socketOf('esl', port)), world);
    expect(said).toEqual(['auth manager-secret\n\n', 'event json CHANNEL_HANGUP_COMPLETE\n\n']);
    const result = freeswitch.parse(
      {
        method: 'POST',
        url: 'http://127.0.0.1/hooks/voice/pbx',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(taken[0] ?? ''),
        receivedAt: '2026-11-20T19:00:00Z',
      },
      freeswitch.config.parse({}),
      { source: 'pbx', zone: 'UTC' },
    );
    expect(result).toMatchObject({ events: [{ callId: 'u-1', disposition: 'busy', from: '+13105550142' }] });
  });
});

describe('the spool', () => {
  it('gives to the next run what this one could not post', async () => {
    // Once before the end, and once more at the end.
    const away = ringback([0, 0]);
    const world: BridgeWorld = {
      ...away.world,
      pause: async () => {
        await Promise.resolve();
        away.stop.abort();
      },
    };
    await runBridge(options({ kind: 'stdin', input: bytes('{"a":1}\n{"a":2}\n') }), world);
    expect(away.taken).toEqual([]);
    const next = ringback();
    await runBridge(options({ kind: 'stdin', input: bytes('{"a":3}\n') }), next.world);
    const seen = next.taken.flatMap((body) =>
      (JSON.parse(body) as { events: { a: number }[] }).events.map((each) => each.a),
    );
    expect(seen).toEqual([1, 2, 3]);
  });

  it('drops only a line that was never whole', async () => {
    const path = join(folder, 'torn');
    await writeFile(path, '{"a":1}\n{"a":2}\n');
    await appendFile(path, '{"a":');
    const spool = await openBridgeSpool(path);
    expect(spool.waiting()).toBe(2);
    await spool.append(['{"a":4}']);
    expect(await spool.peek(10)).toEqual(['{"a":1}', '{"a":2}', '{"a":4}']);
    await spool.acknowledge(['{"a":1}']);
    await spool.close();
    const again = await openBridgeSpool(path);
    expect(await again.peek(1)).toEqual(['{"a":2}']);
    await again.close();
  });

  it('is emptied when everything in a large one was taken', async () => {
    const path = join(folder, 'large');
    const spool = await openBridgeSpool(path);
    const lines = Array.from({ length: 30 }, (_, index) => `{"n":${index},"x":"${'é'.repeat(40_000)}"}`);
    await spool.append(lines);
    let taken = 0;
    for (let batch = await spool.peek(7); batch.length > 0; batch = await spool.peek(7)) {
      expect(batch).toEqual(lines.slice(taken, taken + batch.length));
      await spool.acknowledge(batch);
      taken += batch.length;
    }
    expect(taken).toBe(30);
    expect((await readFile(path)).length).toBe(0);
    await spool.append(['{"n":31}']);
    expect(await spool.peek(5)).toEqual(['{"n":31}']);
    await spool.close();
  });
});
