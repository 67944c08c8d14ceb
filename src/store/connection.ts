/**
 * One PostgreSQL connection as Kysely sees it. Two things are done here that Kysely's own PostgreSQL driver does not do, and
 * both are most of what a short statement costs (measured with bench/latency.ts, see docs/decisions/2026-11-21-prepared.md):
 *
 * - Statements that come again are prepared: PostgreSQL parses and plans them once per connection, not each time.
 * - Statements of one transaction that do not wait for each other's answers travel together (`pg`'s pipeline mode, read in
 *   its source, version 8.23.1, 2026-11-21): the server still runs them one after the other, in the order they were given.
 */
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import type { Database } from './schema.ts';

/** The same object for the same client, so that nothing is set up anew for each transaction. */
export function onClient(client: pg.PoolClient): Kysely<Database> {
  const known = doors.get(client);
  if (known !== undefined) return known;
  const connection = new Connection(client);
  const door = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new OneConnection(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  doors.set(client, door);
  return door;
}

const doors = new WeakMap<pg.PoolClient, Kysely<Database>>();

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const name = parameters.length === 0 ? undefined : nameOf(sql);
    const { command, rowCount, rows } = await this.#client.query({
      text: sql,
      values: [...parameters],
      ...(name === undefined ? {} : { name }),
    });
    return {
      rows: (rows as R[] | undefined) ?? [],
      ...(WRITES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the interface asks for a generator; nothing here streams
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('rows are read whole; nothing is streamed');
  }
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Transactions are begun and ended by `openStore`; here there is only the connection that it holds. */
class OneConnection implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  init = (): Promise<void> => Promise.resolve();
  acquireConnection = (): Promise<DatabaseConnection> => Promise.resolve(this.#connection);
  releaseConnection = (): Promise<void> => Promise.resolve();
  destroy = (): Promise<void> => Promise.resolve();
  beginTransaction = nested;
  commitTransaction = nested;
  rollbackTransaction = nested;
}

function nested(): Promise<never> {
  return Promise.reject(new Error('a transaction is begun by Store.tx, and only there'));
}

/**
 * What a statement is prepared under: from its third appearance on, and only the first few hundred of them, because every
 * connection keeps a plan of each. Texts whose length depends on their values (`in (...)`) are seldom the same again.
 */
function nameOf(text: string): string | undefined {
  const known = seen.get(text);
  if (known === undefined) {
    if (seen.size < MOST_SEEN) seen.set(text, { times: 1, name: null });
    return undefined;
  }
  if (known.name !== null) return known.name;
  known.times += 1;
  if (known.times < WORTH_IT || prepared === MOST_PREPARED) return undefined;
  prepared += 1;
  known.name = `rb${prepared}`;
  return known.name;
}

const WORTH_IT = 3;
const MOST_PREPARED = 250;
const MOST_SEEN = 5000;
const seen = new Map<string, { times: number; name: string | null }>();
let prepared = 0;
