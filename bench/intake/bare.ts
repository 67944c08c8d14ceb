/** The baseline: a bare HTTP server whose requests share grouped INSERTs of their raw bodies. Nothing is left out that makes it durable, nothing is in that does not. */
import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['BENCH_DATABASE_URL'], max: 2 });
await pool.query(
  'create table if not exists bench_inbox (id bigint generated always as identity primary key, body bytea not null, received_at timestamptz not null default now())',
);

let waiting: { readonly body: Buffer; readonly response: ServerResponse }[] = [];
let running = false;

async function run(): Promise<void> {
  running = true;
  await new Promise((next) => setImmediate(next));
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await pool.query({
      name: 'insert',
      text: 'insert into bench_inbox (body) select unnest($1::bytea[])',
      values: [group.map((each) => each.body)],
    });
    for (const { response } of group) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 });
      response.end('{"ok":true}');
    }
  }
  running = false;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    waiting.push({ body: Buffer.concat(chunks), response });
    if (!running) void run();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
