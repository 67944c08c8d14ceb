/** The measured side: the product's own server process, wired like `ringback server`. */
import { wire } from '../../src/installation.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { createServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { localSignal } from '../../src/store/signal.ts';

const { BENCH_DATABASE_URL = '', BENCH_DATA = '', BENCH_KEY = '' } = process.env;
const { pipeline } = wire({
  store: openStore(BENCH_DATABASE_URL),
  signal: localSignal(),
  keeper: openKeeper(Buffer.from(BENCH_KEY, 'hex')),
  settings: { publicUrl: 'https://bench.example.test' },
  clock: systemClock,
});
const server = await createServer({
  pipeline,
  settings: { version: 'bench', host: '127.0.0.1', dataDirectory: BENCH_DATA, webRoot: null, adminKey: null },
});
process.send?.(await server.start(0));

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
