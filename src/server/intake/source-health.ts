import { sql } from 'kysely';
import type { Log } from '../../ports/log.ts';
import { ALL_TENANTS, type Store } from '../../store/database.ts';

/**
 * When each source was last heard and why it was last refused, with the URL we computed: the first thing an operator
 * needs when a vendor gets 401. Collected in memory and written about once a second, never on the way of a delivery.
 */
export interface SourceHealthBook {
  readonly accepted: (source: { readonly id: string; readonly tenantId: string }, at: string) => void;
  readonly refused: (
    source: { readonly id: string; readonly tenantId: string },
    failure: { readonly at: string; readonly code: string; readonly detail: string; readonly url: string },
  ) => void;
  /** A delivery to an address that no source has; nobody's health, but someone's typing error. */
  readonly unknown: (path: string, at: string) => void;
  readonly unknowns: () => readonly { readonly path: string; readonly at: string; readonly count: number }[];
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Line {
  tenant: string;
  accepted: number;
  refused: number;
  lastEventAt: string | null;
  failure: { at: string; code: string; detail: string; url: string } | null;
}

const FLUSH_MS = 1000;
const KEPT_UNKNOWN = 20;

export function openSourceHealth(store: Store, log: Log): SourceHealthBook {
  let lines = new Map<string, Line>();
  const unknowns = new Map<string, { at: string; count: number }>();
  let timer: NodeJS.Timeout | null = null;

  const lineOf = (source: { readonly id: string; readonly tenantId: string }): Line => {
    let line = lines.get(source.id);
    if (line === undefined) {
      line = { tenant: source.tenantId, accepted: 0, refused: 0, lastEventAt: null, failure: null };
      lines.set(source.id, line);
    }
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
    return line;
  };

  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (lines.size === 0) return;
    const writing = lines;
    lines = new Map();
    try {
      await write(store, writing);
    } catch (error) {
      log.debug({ error: String(error) }, 'source health is kept until the database answers');
      for (const [id, line] of writing) merge(lines, id, line);
      timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
    }
  };

  return {
    accepted: (source, at) => {
      const line = lineOf(source);
      line.accepted += 1;
      line.lastEventAt = at;
    },
    refused: (source, failure) => {
      const line = lineOf(source);
      line.refused += 1;
      line.failure = failure;
    },
    unknown: (path, at) => {
      const count = (unknowns.get(path)?.count ?? 0) + 1;
      unknowns.delete(path);
      unknowns.set(path, { at, count });
      const oldest = unknowns.keys().next();
      if (unknowns.size > KEPT_UNKNOWN && oldest.done !== true) unknowns.delete(oldest.value);
    },
    unknowns: () => [...unknowns].map(([path, each]) => ({ path, ...each })).reverse(),
    flush,
    close: async () => {
      await flush();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function merge(lines: Map<string, Line>, id: string, older: Line): void {
  const newer = lines.get(id);
  if (newer === undefined) {
    lines.set(id, older);
    return;
  }
  newer.accepted += older.accepted;
  newer.refused += older.refused;
  newer.lastEventAt ??= older.lastEventAt;
  newer.failure ??= older.failure;
}

async function write(store: Store, lines: ReadonlyMap<string, Line>): Promise<void> {
  const rows = JSON.stringify(
    [...lines].map(([id, line]) => ({
      source_id: id,
      tenant_id: line.tenant,
      accepted: line.accepted,
      refused: line.refused,
      last_event_at: line.lastEventAt,
      last_failure_at: line.failure?.at ?? null,
      code: line.failure?.code ?? null,
      detail: line.failure?.detail ?? null,
      url: line.failure?.url ?? null,
    })),
  );
  await store.tx(ALL_TENANTS, (tx) =>
    sql`insert into source_health as h (source_id, tenant_id, accepted, refused, last_event_at, last_failure_at,
          last_failure_code, last_failure_detail, last_computed_url)
        select source_id, tenant_id, accepted, refused, last_event_at, last_failure_at, code, detail, url
        from jsonb_to_recordset(${rows}::jsonb) as r(source_id uuid, tenant_id uuid, accepted bigint, refused bigint,
          last_event_at timestamptz, last_failure_at timestamptz, code text, detail text, url text)
        order by source_id
        on conflict (source_id) do update set
          accepted = h.accepted + excluded.accepted,
          refused = h.refused + excluded.refused,
          last_event_at = greatest(h.last_event_at, excluded.last_event_at),
          last_failure_at = coalesce(excluded.last_failure_at, h.last_failure_at),
          last_failure_code = coalesce(excluded.last_failure_code, h.last_failure_code),
          last_failure_detail = coalesce(excluded.last_failure_detail, h.last_failure_detail),
          last_computed_url = coalesce(excluded.last_computed_url, h.last_computed_url)`.execute(tx),
  );
}
