/**
 * If this fails: Ringback runs on its embedded PostgreSQL and not on the one that an operator brings. Runs on a real
 * server of the distribution's own package, started by scripts/lab.sh; its commands are the operator's: migrate, server,
 * worker as processes of their own.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/store/organisation.ts';
import { ALL_TENANTS, openStore, type Store } from '../../src/store/database.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { shopConfig } from '../support/shop.ts';

const url = process.env['RINGBACK_LAB_DATABASE_URL'] ?? '';
const key = Buffer.alloc(32, 7);
let data: string;
let store: Store;
const children: ChildProcess[] = [];

function ringback(command: string, ...args: string[]): ChildProcess {
  return ringbackOn(url, command, ...args);
}

function ringbackOn(database: string, command: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['src/main.ts', command, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: database,
      RINGBACK_SECRET_KEY: key.toString('hex'),
      RINGBACK_DATA: data,
      RINGBACK_ADMIN_KEY: 'lab-admin-key-0123456789',
      RINGBACK_LOG: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

function exit(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once('exit', done));
}

function line(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (wanted.test(text)) done(text);
    });
    child.once('exit', () => fail(new Error(`ended before ${String(wanted)}: ${text}`)));
  });
}

describe.runIf(url !== '')("an operator's PostgreSQL", () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringback-operator-'));
    expect(await exit(ringback('migrate'))).toBe(0);
    store = openStore(url);
    await store.tx(ALL_TENANTS, (tx) =>
      applyConfig(tx, openKeeper(key), shopConfig({ key: 'lab', textback: { delaySeconds: 0 } })),
    );
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await store.close();
    await rm(data, { recursive: true, force: true });
  });

  it('is 15 or later and is walked to by migrate twice without a change', async () => {
    const { rows } = await store.pool.query<{ v: string }>(
      "select current_setting('server_version_num') as v",
    );
    expect(Number(rows[0]?.v)).toBeGreaterThanOrEqual(150_000);
    const again = ringback('migrate');
    expect(await line(again, /up to date/)).toMatch(/up to date/);
  });

  it('serves a call from the API to the recorded decision, in separate processes', async () => {
    const server = ringback('server', '--port', '0');
    const listening = await line(server, /listening on (\S+)/);
    const base = /listening on (\S+)/.exec(listening)?.[1] ?? '';
    await line(ringback('worker'), /working/);
    const at = new Date(Date.now() - 1000).toISOString();
    const event = {
      surface: 'front-desk',
      eventId: 'lab-1',
      callId: 'lab-1',
      linkedCallIds: [],
      direction: 'inbound',
      from: '+13125550177',
      fromWithheld: false,
      to: '+13125550100',
      occurredAt: at,
      timePrecision: 'ms',
      startedAt: at,
      endedAt: at,
      ringSeconds: 25,
      final: true,
      disposition: 'no_answer',
      attribution: {},
    };
    const answer = await fetch(`${base}/api/v1/call-events`, {
      method: 'POST',
      headers: { authorization: 'Bearer lab-admin-key-0123456789', 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    expect(answer.status).toBeLessThan(300);
    await expect
      .poll(
        () =>
          store.tx(ALL_TENANTS, (tx) =>
            tx.selectFrom('audit_record').select('kind').where('kind', '=', 'decision.gate').execute(),
          ),
        { timeout: 20_000, interval: 100 },
      )
      .not.toHaveLength(0);
    const attempts = await store.tx(ALL_TENANTS, (tx) => tx.selectFrom('attempt').selectAll().execute());
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.missed).toBe(true);
  });

  it('is backed up and restored by the commands that the guide prints', async () => {
    const guide = await readFile('docs/guides/run-it-for-keeps.md', 'utf8');
    const commands = [...guide.matchAll(/^ {4}((?:export PGOPTIONS|pg_dump|pg_restore --clean).*)$/gm)].map(
      ([, command = '']) => command.replaceAll(/ringback-(?:\$\([^)]*\)|[\d-]+)\.dump/g, 'lab.dump'),
    );
    expect(commands).toHaveLength(3);
    const copy = new URL(url);
    copy.pathname = '/ringback_lab_copy';
    await store.pool.query('drop database if exists ringback_lab_copy');
    await store.pool.query('create database ringback_lab_copy');
    for (const [database, some] of [
      [url, commands.slice(0, 2)],
      [copy.href, commands.slice(2)],
    ] as const) {
      const shell = spawn('bash', ['-euc', some.join('\n')], {
        cwd: data,
        env: { ...process.env, DATABASE_URL: database },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      expect(await exit(shell)).toBe(0);
    }
    const restored = openStore(copy.href);
    const everything = async (from: Store): Promise<unknown> => {
      const { rows } = await from.tx(ALL_TENANTS, (tx) =>
        sql<{ count: string }>`select count(*) from audit_record union all select count(*) from call_event
          union all select count(*) from tenant`.execute(tx),
      );
      return rows;
    };
    expect(await everything(restored)).toEqual(await everything(store));
    await restored.close();
    expect(await exit(ringbackOn(copy.href, 'audit', 'verify'))).toBe(0);
  });
});
