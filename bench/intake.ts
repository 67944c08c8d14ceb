/**
 * Signed webhook intake against a bare server doing one grouped INSERT, in the same run on the same machine.
 *
 *   node bench/intake.ts [--requests 8000] [--rounds 5] [--connections 64]
 *
 * Both servers are one process each on loopback, with the same embedded PostgreSQL (fsync on) and byte for byte the same
 * requests from a load generator in a third process. The bare one answers once its grouped INSERT has committed and does
 * nothing else: no routing, no signature, no hash, no deduplication, no headers stored. Rounds alternate, so that
 * neither gets the quieter machine. Printed: the median of each, their ratio, and the processor time of each server process
 * per request, which tells more than the clock on a machine that has other things to do.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TenantConfig } from '../src/core/model/organisation.ts';
import { ALL_TENANTS, migrate, openStore } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { openKeeper } from '../src/store/keeper.ts';
import { applyConfig } from '../src/store/organisation.ts';
import type { LoadOrder, LoadResult } from './intake/load.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '8000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
  },
});
const requests = Math.min(Number(values.requests), 50_000);
const rounds = Math.min(Number(values.rounds), 20);
const connections = Math.min(Number(values.connections), 512);

const directory = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
const database = await startEmbedded(directory);
const children: ChildProcess[] = [];
try {
  await migrate(database.url);
  const secretKey = randomBytes(32).toString('hex');
  const token = randomBytes(16).toString('hex');
  const store = openStore(database.url, { max: 2 });
  await store.tx(ALL_TENANTS, (tx) =>
    applyConfig(tx, openKeeper(Buffer.from(secretKey, 'hex')), organisation(token)),
  );

  const environment = {
    ...process.env,
    BENCH_DATABASE_URL: database.url,
    BENCH_DATA: directory,
    BENCH_KEY: secretKey,
  };
  const [ours, bare] = await Promise.all([
    start('intake/server.ts', environment),
    start('intake/bare.ts', environment),
  ]);
  const load = child('intake/load.ts', environment);

  const results = { ours: [] as LoadResult[], bare: [] as LoadResult[] };
  const processor = { ours: 0, bare: 0 };
  for (let round = -1; round < rounds; round += 1) {
    // Whoever goes first in a round goes second in the next one; round -1 warms up.
    const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
    for (const name of order) {
      const server = name === 'ours' ? ours : bare;
      const before = await cpuOf(server.process);
      const result = await run(load, {
        port: server.port,
        requests,
        connections,
        token,
        path: '/hooks/voice/bench-twilio',
        publicUrl: 'https://bench.example.test',
      });
      if (round < 0) continue;
      results[name].push(result);
      processor[name] += (await cpuOf(server.process)) - before;
      print(`round ${round + 1} ${name.padEnd(4)} ${describe(result)}`);
    }
  }
  const { rows } = await store.pool.query<{ count: string }>(
    "select count(*) as count from (select set_config('ringback.tenant', '*', false)) s, inbox",
  );
  const [median, base] = [medianOf(results.ours), medianOf(results.bare)];
  print('');
  print(
    `ringback   ${Math.round(median)} durable signed webhooks/s (median of ${rounds} rounds of ${requests}, ${connections} connections)`,
  );
  print(`bare       ${Math.round(base)} grouped inserts/s`);
  print(`ratio      ${((100 * median) / base).toFixed(1)} % (aim: 70 %)`);
  const perRequest = (name: 'ours' | 'bare'): string =>
    `${Math.round(processor[name] / (rounds * requests))} µs`;
  print(`processor  ${perRequest('ours')} per webhook, bare ${perRequest('bare')} (server processes alone)`);
  print(`stored     ${rows[0]?.count ?? '?'} of ${requests * (rounds + 1)} (each content once)`);
  await store.close();
} finally {
  for (const each of children) each.kill();
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

function child(file: string, env: NodeJS.ProcessEnv): ChildProcess {
  const started = fork(new URL(file, import.meta.url), { env, execPath: process.execPath });
  children.push(started);
  return started;
}

interface Started {
  readonly process: ChildProcess;
  readonly port: number;
}

function start(file: string, env: NodeJS.ProcessEnv): Promise<Started> {
  const started = child(file, env);
  return new Promise((done, fail) => {
    started.once('message', (port) => done({ process: started, port: Number(port) }));
    started.once('exit', (code) => fail(new Error(`${file} ended with ${String(code)}`)));
  });
}

/** Microseconds of processor time so far, as the process itself counts them. */
function cpuOf(server: ChildProcess): Promise<number> {
  return new Promise((done) => {
    server.once('message', (used) => done(Number(used)));
    server.send('cpu');
  });
}

function run(load: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  return new Promise((done) => {
    load.once('message', (result) => done(result as LoadResult));
    load.send(order);
  });
}

function medianOf(results: readonly LoadResult[]): number {
  const sorted = results.map((result) => result.perSecond).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function describe(result: LoadResult): string {
  return `${Math.round(result.perSecond)}/s  p50 ${result.p50.toFixed(1)} ms  p99 ${result.p99.toFixed(1)} ms  refused ${result.refused}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function organisation(token: string): TenantConfig {
  const day = [{ open: '09:00', close: '18:00' }];
  return TenantConfig.parse({
    tenant: { key: 'bench', name: 'Bench', zone: 'America/Chicago', simulated: true },
    banners: [
      {
        key: 'bench',
        name: 'Bench',
        legalEntity: 'Bench LLC',
        locations: [
          {
            key: 'one',
            name: 'One',
            zone: 'America/Chicago',
            address: { city: 'Chicago', state: 'IL' },
            numbers: [{ number: '+13125550100' }],
            hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] },
          },
        ],
      },
    ],
    sources: [{ key: 'bench-twilio', kind: 'voice', connector: 'twilio', settings: { authToken: token } }],
  });
}
