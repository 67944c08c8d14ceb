import { AppError } from '../../core/model/errors.ts';
import type { Log } from '../../ports/log.ts';
import { isDatabaseDown } from '../../store/database.ts';
import type { InboxWriter, NewDelivery } from '../../store/inbox.ts';
import { gather } from './gather.ts';
import type { Spool } from './spool.ts';

/**
 * Makes deliveries durable, whatever the database does: in the inbox when it answers, in the spool when it does not.
 * While anything is spooled everything newer is spooled too, so that nothing overtakes on recovery.
 */
export interface Deliveries {
  /** Resolves once the delivery is durable; rejects with `not-durable` when neither place took it. */
  readonly store: (delivery: NewDelivery) => Promise<void>;
  /** Several at once, in order; returns how many were new, or null when they are in the spool and nobody can say yet. */
  readonly storeAll: (deliveries: readonly NewDelivery[]) => Promise<number | null>;
  readonly spooled: () => { readonly entries: number; readonly bytes: number };
  /** Finishes what is under way. Spooled deliveries stay for the next start. */
  readonly close: () => Promise<void>;
}

export interface DeliveryMetrics {
  readonly group: (size: number, seconds: number) => void;
  readonly stored: (where: 'database' | 'spool', count: number) => void;
}

const GROUP = {
  items: 2000,
  weight: 8 * 1024 * 1024,
  weigh: (batch: readonly NewDelivery[]) => batch.reduce((sum, each) => sum + each.body.length + 1000, 0),
};
const DRAIN_BATCH = 1000;
const UNTOLD = { inserted: null };
const RETRY_MS = { first: 100, most: 2000 };

export function openDeliveries(deps: {
  readonly inbox: InboxWriter;
  readonly spool: Spool;
  readonly log: Log;
  /** Called after every group that reached the inbox. */
  readonly wake: () => void;
  readonly metrics: DeliveryMetrics;
}): Deliveries {
  const { inbox, spool, log, wake, metrics } = deps;
  let closing = false;
  let rouse: () => void = () => undefined;
  /** Drain and group writes take turns on the spool. */
  const spoolTurn = turns();
  let spooling = spool.size().bytes > 0;
  let draining: Promise<void> | null = null;
  if (spooling) startDraining();

  const groups = gather<readonly NewDelivery[], { readonly inserted: number | null }>(async (batches) => {
    const deliveries = batches.flat();
    // Looked at again when it is our turn: the drain may have finished while we waited.
    if (spooling && (await spoolTurn(async () => spooling && (await spoolGroup(deliveries))))) return UNTOLD;
    try {
      const started = performance.now();
      const inserted = await inbox.insert(deliveries);
      metrics.group(deliveries.length, (performance.now() - started) / 1000);
      metrics.stored('database', deliveries.length);
      wake();
      // With several callers in one group nobody can say whose content was the repeated one.
      return batches.length === 1 ? { inserted } : UNTOLD;
    } catch (error) {
      // Whatever the reason, the spool keeps them; a drain that meets the same error finds the row that causes it.
      log.warn(
        { error: String(error), down: isDatabaseDown(error) },
        'inbox does not take deliveries; spooling',
      );
      await spoolTurn(() => spoolGroup(deliveries));
      return UNTOLD;
    }
  }, GROUP);

  async function spoolGroup(deliveries: readonly NewDelivery[]): Promise<true> {
    try {
      await spool.append(deliveries);
    } catch (error) {
      log.error({ error: String(error) }, 'neither the database nor the spool took a delivery');
      throw new AppError('not-durable', 'the delivery could not be stored', {
        retryable: true,
        retryAfterMs: 5000,
        cause: error,
      });
    }
    spooling = true;
    metrics.stored('spool', deliveries.length);
    startDraining();
    return true;
  }

  function startDraining(): void {
    draining ??= drain().then(() => {
      draining = null;
      // Something may have been appended between the last look and this line.
      if (spooling && !closing) startDraining();
    });
  }

  /** Until the spool is empty: the oldest first, waiting while the database is away. */
  async function drain(): Promise<void> {
    let wait = RETRY_MS.first;
    while (!closing) {
      try {
        await drainBacklog();
        if (await spoolTurn(drainRest)) break;
        wait = RETRY_MS.first;
      } catch (error) {
        if (!isDatabaseDown(error)) log.error({ error: String(error) }, 'spool cannot be drained yet');
        await spool.heartbeat();
        await sleep(wait);
        wait = Math.min(wait * 2, RETRY_MS.most);
      }
    }
  }

  /** Batch after batch, while new deliveries are appended behind them: these inserts hold no turn, however long they take. */
  async function drainBacklog(): Promise<void> {
    for (let full = true; full && !closing;) {
      const batch = await spoolTurn(() => spool.peek(DRAIN_BATCH));
      await insertAll(batch);
      await spoolTurn(() => taken(batch.length));
      full = batch.length === DRAIN_BATCH;
    }
  }

  /**
   * The last stretch, with the door held for the length of one insert into a database that just answered: deliveries that
   * keep coming would otherwise keep the spool from ever being empty. Says whether it is.
   */
  async function drainRest(): Promise<boolean> {
    const batch = await spool.peek(DRAIN_BATCH);
    await insertAll(batch);
    await taken(batch.length);
    if ((await spool.peek(1)).length > 0) return false;
    log.info({}, 'spool is drained; deliveries go to the database again');
    spooling = false;
    return true;
  }

  async function taken(count: number): Promise<void> {
    if (count === 0) return;
    await spool.taken();
    metrics.stored('database', count);
    wake();
  }

  /** One poisoned row must not hold the others: a batch that fails for another reason than the database is halved. */
  async function insertAll(batch: readonly NewDelivery[]): Promise<void> {
    try {
      await inbox.insert(batch);
    } catch (error) {
      if (isDatabaseDown(error) || !isDataFault(error)) throw error;
      const [only] = batch;
      if (batch.length === 1 && only !== undefined) {
        await spool.setAside(only);
        log.error(
          { error: String(error), source: only.sourceId },
          'the database refuses a spooled delivery for good; it was set aside in the spool folder',
        );
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await insertAll(batch.slice(0, middle));
      await insertAll(batch.slice(middle));
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      timer.unref();
      rouse = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  return {
    store: async (delivery) => {
      await groups.add([delivery]);
    },
    storeAll: async (deliveries) => (await groups.add(deliveries)).inserted,
    spooled: () => spool.size(),
    close: async () => {
      await groups.idle();
      closing = true;
      rouse();
      await draining;
      await spool.close();
      await inbox.close();
    },
  };
}

/** Classes 22 (data) and 23 (constraints): the row is at fault, and it will be the next time too. */
function isDataFault(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code)
  );
}

/** Runs one piece of work after the other. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
