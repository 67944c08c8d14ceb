import { readFile, readdir } from 'node:fs/promises';
import { sql, type Transaction } from 'kysely';
import pg from 'pg';
import { onClient } from './connection.ts';
import type { Database } from './schema.ts';

/** A transaction that is bound to one tenant (or, for a few steps, to all): row-level security sees to it. */
export type Tx = Transaction<Database>;

/** Every tenant at once. Only intake, job claiming and instance-wide health use it. */
export const ALL_TENANTS = '*';

/**
 * The door to PostgreSQL. There is no way to a table but through `tx`, which names its tenant first: a query that
 * forgets its tenant sees nothing.
 */
export interface Store {
  readonly tx: <T>(tenantId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * A few statements as one transaction in one round trip, for what is asked many times a second. They take no
   * parameters: every value in them is quoted with `literal`. Rows of each statement, in order.
   */
  readonly script: (tenantId: string, statements: readonly string[]) => Promise<unknown[][]>;
  readonly pool: pg.Pool;
  readonly close: () => Promise<void>;
}

// Instants travel as RFC 3339 text everywhere; int8 counters fit in a double here.
const TIMESTAMPTZ: number = pg.types.builtins.TIMESTAMPTZ;
const INT8: number = pg.types.builtins.INT8;
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [TIMESTAMPTZ, (text) => new Date(text).toISOString()],
  [INT8, Number],
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? (pg.types.getTypeParser(oid, format) as never),
};

export function openStore(
  connectionString: string,
  options: { max?: number; applicationName?: string } = {},
): Store {
  const pool = new pg.Pool({
    connectionString,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'ringback',
    types,
    connectionTimeoutMillis: 5_000,
    pipeline: true,
  });
  surviveBrokenConnections(pool);
  return {
    pool,
    tx: async (tenantId, work) => {
      const client = await pool.connect();
      const connection = onClient(client);
      let failure: unknown;
      try {
        // Nothing waits for the beginning to be answered: what follows travels right behind it.
        const begun = sql.raw(beginFor(tenantId)).execute(connection);
        begun.catch(() => undefined);
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- begun by hand, see beginFor
        const result = await work(connection as Tx);
        await sql`commit`.execute(connection);
        return result;
      } catch (error) {
        failure = error;
        // A connection that broke has nothing left to roll back.
        await sql`rollback`.execute(connection).catch(() => undefined);
        throw error;
      } finally {
        client.release(isOutdatedPlan(failure));
      }
    },
    script: async (tenantId, statements) => {
      const named = `select set_config('ringback.tenant', ${literal(tenantId)}, true)`;
      const results: unknown = await pool.query([named, ...statements].join(';\n'));
      return (results as { rows: unknown[] }[]).slice(1).map((result) => result.rows);
    },
    close: () => pool.end(),
  };
}

/** Begins and names the tenant in one round trip: there are many short transactions, and each waits for each answer. */
function beginFor(tenantId: string): string {
  return `begin; select set_config('ringback.tenant', ${literal(tenantId)}, true)`;
}

/**
 * A migration changed a table behind a statement that was prepared before it: no try on that connection will ever work,
 * so it is closed and the step, tried again, gets another.
 */
function isOutdatedPlan(error: unknown): boolean {
  return pgCode(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}

/** A value as PostgreSQL reads it in the text of a statement. */
export function literal(value: string | number | Date): string {
  return typeof value === 'number'
    ? String(value)
    : pg.escapeLiteral(typeof value === 'string' ? value : value.toISOString());
}

/**
 * A connection that breaks, idle or between two queries of a transaction (database restarted), must not end the
 * process: the next query on it reports the error to somebody who can act on it.
 */
export function surviveBrokenConnections(pool: pg.Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
}

const MIGRATIONS = new URL('./migrations/', import.meta.url);
/** Any constant will do, as long as every Ringback process uses the same one. */
const MIGRATION_LOCK = 7_464_255_001;

/**
 * Brings the schema up to date behind a lock, so several processes may start at once. Each migration runs in its own
 * transaction and runs once. Returns the names of those that ran.
 */
export async function migrate(
  connectionString: string,
  report: (line: string) => void = () => undefined,
): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, ran_at timestamptz not null default now())',
    );
    const done = new Set(
      (await client.query<{ name: string }>('select name from migration')).rows.map((row) => row.name),
    );
    const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
    const ran: string[] = [];
    for (const name of files) {
      if (done.has(name)) continue;
      report(`migration ${name}`);
      await client.query('begin');
      try {
        await client.query(await readFile(new URL(name, MIGRATIONS), 'utf8'));
        await client.query('insert into migration (name) values ($1)', [name]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${name} failed and was rolled back`, { cause: error });
      }
      ran.push(name);
    }
    return ran;
  } finally {
    await client.end();
  }
}

/** PostgreSQL error codes that callers decide on. */
export const PG = {
  uniqueViolation: '23505',
  exclusionViolation: '23P01',
  serialization: '40001',
  deadlock: '40P01',
} as const;

export function pgCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** True when the database itself is away: refused, reset, shutting down, starting up, or too slow to connect. */
export function isDatabaseDown(error: unknown): boolean {
  const code = pgCode(error) ?? '';
  if (code.startsWith('08') || code === '57P01' || code === '57P02' || code === '57P03' || code === '53300')
    return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true;
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

const CONFLICTS: readonly string[] = [PG.deadlock, PG.serialization];

/**
 * Runs a transaction again when PostgreSQL chose it as the victim of a deadlock: nothing of it happened, and the other
 * side has finished. The work must do nothing but that transaction.
 */
export async function retryConflicts<T>(work: () => Promise<T>, tries = 4): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= tries || !CONFLICTS.includes(pgCode(error) ?? '')) throw error;
    }
  }
}
