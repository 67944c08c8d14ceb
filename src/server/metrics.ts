import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { sql } from 'kysely';
import type { Clock } from '../ports/clock.ts';
import type { Step } from '../pipeline/context.ts';
import { ALL_TENANTS, type Store } from '../store/database.ts';

/** What /metrics tells. Counts only: no numbers, names or keys of people appear in any label. */
export interface Metrics {
  readonly registry: Registry;
  readonly delivery: (kind: string, outcome: string) => void;
  readonly group: (size: number, seconds: number) => void;
  readonly stored: (where: 'database' | 'spool', count: number) => void;
  readonly request: (method: string, status: number, seconds: number) => void;
  readonly step: (name: string, seconds: number) => void;
  /** Runs before every scrape, so that the numbers of one scrape belong together. */
  readonly beforeScrape: (refresh: () => Promise<void>) => void;
  readonly scrape: () => Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'ringback_' });
  const registers = [registry];
  const deliveries = new Counter({
    name: 'ringback_deliveries_total',
    help: 'Webhook deliveries by kind and outcome: accepted, or the code of the refusal',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const groups = new Histogram({
    name: 'ringback_delivery_group_size',
    help: 'Deliveries that shared one transaction',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers,
  });
  const commits = new Histogram({
    name: 'ringback_delivery_commit_seconds',
    help: 'Time of one group commit',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const stored = new Counter({
    name: 'ringback_deliveries_stored_total',
    help: 'Deliveries made durable, by place',
    labelNames: ['where'] as const,
    registers,
  });
  const requests = new Histogram({
    name: 'ringback_http_request_seconds',
    help: 'API and dashboard requests',
    labelNames: ['method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const steps = new Histogram({
    name: 'ringback_step_seconds',
    help: 'One run of a pipeline step over a batch of jobs',
    labelNames: ['step'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const refreshers: (() => Promise<void>)[] = [];
  const counters = new Map<string, ReturnType<typeof deliveries.labels>>();
  return {
    registry,
    delivery: (kind, outcome) => {
      // Looking a label set up costs more than counting: the few there are, are kept.
      const name = `${kind} ${outcome}`;
      let counter = counters.get(name);
      if (counter === undefined) counters.set(name, (counter = deliveries.labels({ kind, outcome })));
      counter.inc();
    },
    group: (size, seconds) => {
      groups.observe(size);
      commits.observe(seconds);
    },
    stored: (where, count) => stored.inc({ where }, count),
    request: (method, status, seconds) => requests.observe({ method, status: String(status) }, seconds),
    step: (step, seconds) => steps.observe({ step }, seconds),
    beforeScrape: (refresh) => void refreshers.push(refresh),
    scrape: async () => {
      await Promise.all(refreshers.map((refresh) => refresh()));
      return registry.metrics();
    },
  };
}

/** The same steps, each run measured. */
export function timedSteps<Kind extends string>(
  steps: Readonly<Record<Kind, Step>>,
  metrics: Metrics,
): Record<Kind, Step> {
  const timed = Object.entries<Step>(steps).map(([kind, step]): [string, Step] => [
    kind,
    async (pipeline, jobs) => {
      const started = performance.now();
      try {
        await step(pipeline, jobs);
      } finally {
        metrics.step(kind, (performance.now() - started) / 1000);
      }
    },
  ]);
  return Object.fromEntries(timed) as Record<Kind, Step>;
}

/** Queue lag and sends are asked of the database when somebody looks; an empty answer when it is away. */
export function watchQueues(metrics: Metrics, store: Store, clock: Clock, spooled: () => number): void {
  const registers = [metrics.registry];
  const waiting = new Gauge({
    name: 'ringback_jobs',
    help: 'Jobs by kind and state',
    labelNames: ['kind', 'state'] as const,
    registers,
  });
  const lag = new Gauge({
    name: 'ringback_job_lag_seconds',
    help: 'Age of the oldest due job',
    labelNames: ['kind'] as const,
    registers,
  });
  const inbox = new Gauge({ name: 'ringback_inbox_waiting', help: 'Deliveries not yet heard', registers });
  const messages = new Gauge({
    name: 'ringback_texts_last_day',
    help: 'Outgoing texts of the last 24 hours by state',
    labelNames: ['state'] as const,
    registers,
  });
  new Gauge({
    name: 'ringback_spool_entries',
    help: 'Deliveries waiting in the spool for the database',
    registers,
    collect() {
      this.set(spooled());
    },
  });
  const up = new Gauge({
    name: 'ringback_database_up',
    help: '1 when the database answered this scrape',
    registers,
  });
  metrics.beforeScrape(async () => {
    for (const gauge of [waiting, lag, inbox, messages]) gauge.reset();
    try {
      const seen = await readQueues(store, clock.now());
      for (const row of seen.jobs) {
        waiting.set({ kind: row.kind, state: row.state }, row.count);
        if (row.lag !== null) lag.set({ kind: row.kind }, row.lag);
      }
      inbox.set(seen.inbox);
      for (const row of seen.messages) messages.set({ state: row.state }, row.count);
      up.set(1);
    } catch {
      up.set(0);
    }
  });
}

async function readQueues(
  store: Store,
  now: Date,
): Promise<{
  jobs: { kind: string; state: string; count: number; lag: number | null }[];
  inbox: number;
  messages: { state: string; count: number }[];
}> {
  return store.tx(ALL_TENANTS, async (tx) => {
    const jobs = await sql<{ kind: string; state: string; count: number; lag: number | null }>`
      select kind, state, count(*) as count,
        extract(epoch from now() - min(due_at) filter (where state = 'waiting' and due_at <= now()))::float8 as lag
      from job group by kind, state`.execute(tx);
    const inbox = await sql<{
      count: number;
    }>`select count(*) as count from inbox where state = 'new'`.execute(tx);
    const messages = await sql<{ state: string; count: number }>`
      select state, count(*) as count from message
      where direction = 'outbound' and intended_at > ${new Date(now.getTime() - 86_400_000)} group by state`.execute(
      tx,
    );
    return { jobs: jobs.rows, inbox: inbox.rows[0]?.count ?? 0, messages: messages.rows };
  });
}
