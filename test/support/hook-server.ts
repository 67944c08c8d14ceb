import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of outgoing webhooks that keeps what came and answers as told. */
export interface HookServer {
  readonly url: string;
  readonly received: {
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
    readonly path: string;
  }[];
  /** Answers of the next requests; 200 when empty. A location goes with a redirect. */
  readonly answers: (number | 'drop' | 'hang')[];
  readonly close: () => Promise<void>;
}

export async function startHookServer(): Promise<HookServer> {
  const received: HookServer['received'] = [];
  const answers: HookServer['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        path: request.url ?? '',
      });
      const answer = answers.shift() ?? 200;
      if (answer === 'hang') return;
      if (answer === 'drop') {
        response.destroy();
        return;
      }
      if (answer >= 300 && answer < 400) response.setHeader('location', '/elsewhere');
      response.writeHead(answer).end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answers,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
