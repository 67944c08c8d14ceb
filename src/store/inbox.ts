import { hash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { ALL_TENANTS, surviveBrokenConnections, type Store, type Tx } from './database.ts';

/** A delivery that is about to become durable. */
export interface NewDelivery {
  readonly tenantId: string;
  readonly sourceId: string;
  readonly kind: 'voice' | 'messaging' | 'call-events';
  readonly contentHash: Buffer;
  readonly method: string;
  /** Absolute public URL with query, as it was verified. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: string;
}

export interface InboxWriter {
  /**
   * Makes deliveries durable in the order given: one statement, one transaction, one fsync. Repeated content counts
   * once. Returns how many were new.
   */
  readonly insert: (deliveries: readonly NewDelivery[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

const HASH_BYTES = 32;

/**
 * Bodies and hashes travel as one binary value each and are cut apart by the server; everything else is one JSON
 * document. That keeps the statement the same for any number of rows, so it is planned once per connection, and spares
 * the hex text that arrays of bytea would be.
 */
const INSERT = `
  insert into inbox (tenant_id, source_id, kind, content_hash, method, url, headers, body, received_at)
  select t, s, k, substring($1::bytea from i * ${HASH_BYTES} + 1 for ${HASH_BYTES}), m, u, h,
    substring($2::bytea from o + 1 for l), r
  from json_to_recordset($3::json) as d(i int, t uuid, s uuid, k text, m text, u text, h jsonb, o int, l int, r timestamptz)
  on conflict (source_id, content_hash) do nothing`;

/**
 * The door's own connections: a webhook never queues behind the workers for one. They serve all tenants and nothing
 * but this statement. A database that hangs is as good as down after `timeoutMs`.
 */
export function openInbox(store: Store, timeoutMs = 3000): InboxWriter {
  const pool = new pg.Pool({
    ...store.pool.options,
    max: 2,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'ringback-intake',
    options: `-c ringback.tenant=${ALL_TENANTS}`,
  });
  surviveBrokenConnections(pool);
  return {
    insert: async (deliveries) => {
      if (deliveries.length === 0) return 0;
      const result = await pool.query({
        name: 'inbox-insert',
        text: INSERT,
        values: parametersOf(deliveries),
      });
      return result.rowCount ?? 0;
    },
    close: () => pool.end(),
  };
}

/**
 * Puts deliveries that we fetched ourselves into the inbox, in the transaction that also remembers how far we came.
 * Repeated content counts once. Returns how many were new.
 */
export async function addToInbox(tx: Tx, deliveries: readonly NewDelivery[]): Promise<number> {
  if (deliveries.length === 0) return 0;
  const result = await tx.executeQuery(CompiledQuery.raw(INSERT, parametersOf(deliveries)));
  return Number(result.numAffectedRows ?? 0n);
}

/** A replay or a duplicate has the same hash: method, path with query, and the raw bytes. */
export function contentHashOf(method: string, target: string, body: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${method}\n${target}\n`), body]), 'buffer');
}

function parametersOf(deliveries: readonly NewDelivery[]): [Buffer, Buffer, string] {
  let offset = 0;
  const rows = deliveries.map((delivery, i) => {
    const o = offset;
    offset += delivery.body.length;
    return {
      i,
      t: delivery.tenantId,
      s: delivery.sourceId,
      k: delivery.kind,
      m: delivery.method,
      u: delivery.url,
      h: delivery.headers,
      o,
      l: delivery.body.length,
      r: delivery.receivedAt,
    };
  });
  return [
    Buffer.concat(deliveries.map((delivery) => delivery.contentHash)),
    Buffer.concat(
      deliveries.map((delivery) => delivery.body),
      offset,
    ),
    storable(JSON.stringify(rows)),
  ];
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair; a header that has one must not stop its whole group. */
function storable(json: string): string {
  return /\\u(0000|d[89a-f])/i.test(json) ? json.replace(/\\u(0000|d[89a-f][0-9a-f]{2})/gi, '\\ufffd') : json;
}
