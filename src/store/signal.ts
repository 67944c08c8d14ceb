import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Log } from '../ports/log.ts';

/**
 * Wakes workers and dashboards after a commit. Inside a process it is immediate; between processes it is one NOTIFY
 * per topic and 20 ms at most, because a NOTIFY per insert serialises commits. Everything also polls, so a lost
 * signal costs time, never work.
 */
export interface Signal {
  /** Topics: `inbox`, `job:<kind>`, `organisation`, `change:<tenantId>`. */
  readonly wake: (topic: string) => void;
  readonly on: (topic: string, listener: () => void) => () => void;
  readonly close: () => Promise<void>;
}

const CHANNEL = 'ringback';

export function localSignal(): Signal {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    wake: (topic) => void emitter.emit(topic),
    on: (topic, listener) => {
      emitter.on(topic, listener);
      return () => void emitter.off(topic, listener);
    },
    close: () => Promise.resolve(),
  };
}

/** Adds the other processes of the installation to a local signal. */
export async function sharedSignal(connectionString: string, pool: pg.Pool, log: Log): Promise<Signal> {
  const local = localSignal();
  const self = `${process.pid}.${Math.random().toString(36).slice(2, 8)}`;
  const pending = new Set<string>();
  let closed = false;
  let listener: pg.Client | null = null;

  const listen = async (): Promise<void> => {
    const client = new pg.Client({ connectionString, application_name: 'ringback-signal' });
    client.on('error', () => undefined);
    client.on('notification', (message) => {
      const [sender, ...topics] = (message.payload ?? '').split('|');
      if (sender !== self) for (const topic of topics) local.wake(topic);
    });
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    client.on('end', again);
    listener = client;
  };
  const again = (): void => {
    listener = null;
    if (closed) return;
    setTimeout(() => {
      listen().catch((error: unknown) => {
        log.warn({ error: String(error) }, 'signal between processes is down; polling carries on');
        again();
      });
    }, 1000).unref();
  };
  const flush = (): void => {
    const topics = [...pending];
    pending.clear();
    if (topics.length > 0 && !closed) {
      pool
        .query('select pg_notify($1, $2)', [CHANNEL, [self, ...topics].join('|').slice(0, 7900)])
        .catch(() => undefined);
    }
  };
  await listen();
  return {
    on: local.on,
    wake: (topic) => {
      local.wake(topic);
      if (pending.size === 0) setTimeout(flush, 20).unref();
      pending.add(topic);
    },
    close: async () => {
      closed = true;
      await listener?.end();
    },
  };
}
