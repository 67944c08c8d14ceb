/**
 * The load generator, in a process of its own: keep-alive connections that each send the next request when the answer to
 * the last has come. Requests are signed and written out before the clock starts, so that both servers see the same
 * generator.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { signTwilio } from '../../src/simulate/vendors/twilio.ts';

export interface LoadOrder {
  readonly port: number;
  readonly requests: number;
  readonly connections: number;
  readonly token: string;
  readonly path: string;
  readonly publicUrl: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});

async function run(order: LoadOrder): Promise<LoadResult> {
  const requests = Array.from({ length: order.requests }, () => requestOf(order));
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const times: number[] = [];
  let next = 0;
  let refused = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((done, fail) => {
          let sentAt = 0;
          let buffered = '';
          const send = (): void => {
            const request = requests[next];
            if (request === undefined) {
              socket.end();
              done();
              return;
            }
            next += 1;
            sentAt = performance.now();
            socket.write(request);
          };
          socket.on('data', (bytes: Buffer) => {
            buffered += bytes.toString('latin1');
            const head = buffered.indexOf('\r\n\r\n');
            if (head === -1) return;
            const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1] ?? 0);
            if (buffered.length < head + 4 + length) return;
            if (!buffered.startsWith('HTTP/1.1 200')) refused += 1;
            buffered = buffered.slice(head + 4 + length);
            times.push(performance.now() - sentAt);
            send();
          });
          socket.on('error', fail);
          send();
        }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: order.requests / seconds, p50: at(0.5), p99: at(0.99), refused };
}

function open(port: number): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => done(socket));
    socket.once('error', fail);
  });
}

/** One call status callback, as Twilio sends it; the call id makes its content new. */
function requestOf(order: LoadOrder): Buffer {
  const body = new URLSearchParams({
    AccountSid: `AC${'1'.repeat(32)}`,
    ApiVersion: '2010-04-01',
    CallSid: `CA${randomBytes(16).toString('hex')}`,
    CallStatus: 'completed',
    CallDuration: '24',
    Called: '+13125550100',
    Caller: '+13125550142',
    CallbackSource: 'call-progress-events',
    Direction: 'inbound',
    Duration: '1',
    From: '+13125550142',
    SequenceNumber: '2',
    StirVerstat: 'TN-Validation-Passed-A',
    Timestamp: 'Wed, 18 Nov 2026 18:00:00 +0000',
    To: '+13125550100',
  }).toString();
  const signed = signTwilio(
    { surface: 'twilio', at: new Date(0), what: '', contentType: 'application/x-www-form-urlencoded', body },
    order.publicUrl + order.path,
    order.token,
  );
  const headers = {
    ...signed.headers,
    host: 'bench.example.test',
    'user-agent': 'TwilioProxy/1.1',
    'i-twilio-idempotency-token': randomBytes(16).toString('hex'),
    'content-length': String(Buffer.byteLength(body)),
  };
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return Buffer.from(`POST ${order.path} HTTP/1.1\r\n${head}\r\n${body}`);
}
