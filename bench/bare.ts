/**
 * The baseline of `latency.ts`: the least that could be called a pipeline, in as many processes. Its server stores each
 * webhook with one durable INSERT and wakes its worker; the worker writes one row per webhook into the carrier's book.
 * It checks no signature, joins nothing, judges nothing, records nothing.
 */
import { createServer } from 'node:http';
import pg from 'pg';

const [role, url = '', port = '0'] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));
const pool = new pg.Pool({ connectionString: url, max: 20 });

if (role === 'server') {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pool
        .query({
          name: 'store',
          text: 'insert into bare_inbox (body) values ($1)',
          values: [Buffer.concat(chunks)],
        })
        .then(
          () => {
            wake();
            response.end('ok');
          },
          () => response.writeHead(500).end(),
        );
    });
  });
  server.listen(Number(port), '127.0.0.1', () => process.send?.({ ready: Number(port) }));
} else {
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  let woken: () => void = () => undefined;
  listener.on('notification', () => woken());
  await listener.query('listen bare');
  process.send?.({ ready: 0 });
  for (;;) {
    const next = new Promise<void>((done) => {
      woken = done;
      setTimeout(done, 200);
    });
    while (await takeSome());
    await next;
  }
}

let waking = false;
/** One NOTIFY for all that arrives within some milliseconds, as the product does it. */
function wake(): void {
  if (waking) return;
  waking = true;
  setTimeout(() => {
    waking = false;
    pool.query('notify bare').catch(() => undefined);
  }, 5);
}

async function takeSome(): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ id: string; body: Buffer }>({
      name: 'take',
      text: 'delete from bare_inbox where id in (select id from bare_inbox order by id limit 100 for update skip locked) returning id, body',
    });
    const missed = rows.flatMap((row) => {
      const fields = new URLSearchParams(row.body.toString('utf8'));
      const from = fields.get('From');
      return from !== null && fields.has('DialCallStatus') ? [from] : [];
    });
    for (const recipient of missed) {
      await client.query({
        name: 'carry',
        text: 'insert into bare_carrier (recipient) values ($1)',
        values: [recipient],
      });
    }
    await client.query('commit');
    const at = performance.timeOrigin + performance.now();
    if (missed.length > 0) process.send?.({ accepted: missed.map((recipient) => [recipient, at]) });
    return rows.length > 0;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
