/**
 * If this fails: a vendor hears 2xx for a webhook that is nowhere, or a STOP that came later overtakes the text before it
 * when the database comes back.
 */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/model/errors.ts';
import { silentLog } from '../../ports/log.ts';
import { contentHashOf, type NewDelivery } from '../../store/inbox.ts';
import { openDeliveries, type Deliveries } from './deliveries.ts';
import type { Spool } from './spool.ts';

function delivery(body: string): NewDelivery {
  const bytes = Buffer.from(body);
  const contentHash = contentHashOf('POST', '/', bytes);
  return {
    tenantId: 't',
    sourceId: 's',
    kind: 'voice',
    contentHash,
    method: 'POST',
    url: '',
    headers: {},
    body: bytes,
    receivedAt: '',
  };
}

function down(): Error {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
}

/** A database and a disk that fail when told to. */
function world() {
  const state = {
    databaseDown: false,
    diskFull: false,
    poison: '',
    rows: [] as string[],
    groups: [] as number[],
    spooled: [] as NewDelivery[],
    aside: [] as string[],
  };
  let peeked = 0;
  const spool: Spool = {
    append: async (deliveries) => {
      await Promise.resolve();
      if (state.diskFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      state.spooled.push(...deliveries);
    },
    peek: async (limit) => {
      await Promise.resolve();
      const batch = state.spooled.slice(0, limit);
      peeked = batch.length;
      return batch;
    },
    taken: async () => {
      await Promise.resolve();
      state.spooled.splice(0, peeked);
    },
    setAside: async (each) => {
      await Promise.resolve();
      state.aside.push(Buffer.from(each.body).toString());
    },
    size: () => ({ entries: state.spooled.length, bytes: state.spooled.length }),
    heartbeat: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const inbox = {
    insert: async (deliveries: readonly NewDelivery[]) => {
      await Promise.resolve();
      if (state.databaseDown) throw down();
      const bodies = deliveries.map((each) => Buffer.from(each.body).toString());
      if (state.poison !== '' && bodies.includes(state.poison))
        throw Object.assign(new Error('bad value'), { code: '22P05' });
      const fresh = bodies.filter((body) => !state.rows.includes(body));
      state.rows.push(...fresh);
      state.groups.push(deliveries.length);
      return fresh.length;
    },
    close: () => Promise.resolve(),
  };
  const open = (): Deliveries =>
    openDeliveries({
      inbox,
      spool,
      log: silentLog,
      wake: () => undefined,
      metrics: { group: () => undefined, stored: () => undefined },
    });
  return { state, open };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 400) throw new Error('it never happened');
    await new Promise((next) => setTimeout(next, 10));
  }
}

describe('deliveries', () => {
  it('share one transaction when they come together, in order of arrival', async () => {
    const { state, open } = world();
    const deliveries = open();
    await Promise.all(Array.from({ length: 50 }, (_, index) => deliveries.store(delivery(String(index)))));
    expect(state.groups).toEqual([50]);
    expect(state.rows).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
    await deliveries.close();
  });

  it('go to the spool while the database is down, and newer ones wait behind them', async () => {
    const { state, open } = world();
    const deliveries = open();
    state.databaseDown = true;
    await deliveries.store(delivery('first'));
    await deliveries.store(delivery('second'));
    expect(state.spooled).toHaveLength(2);
    state.databaseDown = false;
    // The spool is not drained yet, so this one may not go straight to the database.
    await deliveries.store(delivery('third'));
    await until(() => state.rows.length === 3);
    expect(state.rows).toEqual(['first', 'second', 'third']);
    await until(() => state.spooled.length === 0);
    await deliveries.store(delivery('fourth'));
    expect(state.rows).toEqual(['first', 'second', 'third', 'fourth']);
    await deliveries.close();
  });

  it('are refused with not-durable only when both places fail', async () => {
    const { state, open } = world();
    const deliveries = open();
    state.databaseDown = true;
    state.diskFull = true;
    const refused: unknown = await deliveries.store(delivery('lost?')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'not-durable', status: 503, retryAfterMs: 5000 });
    state.diskFull = false;
    await deliveries.store(delivery('safe'));
    state.databaseDown = false;
    await until(() => state.rows.includes('safe'));
    await deliveries.close();
  });

  it('are drained even when one of them can never be stored; that one is set aside', async () => {
    const { state, open } = world();
    const deliveries = open();
    state.databaseDown = true;
    await Promise.all(['a', 'b', 'poison', 'c', 'd'].map((each) => deliveries.store(delivery(each))));
    state.poison = 'poison';
    state.databaseDown = false;
    await until(() => state.spooled.length === 0);
    expect(state.rows).toEqual(['a', 'b', 'c', 'd']);
    expect(state.aside).toEqual(['poison']);
    await deliveries.close();
  });

  it('found in the spool at the start come before what arrives now', async () => {
    const { state, open } = world();
    state.spooled.push(delivery('old'));
    const deliveries = open();
    await deliveries.store(delivery('new'));
    await until(() => state.rows.length === 2);
    expect(state.rows).toEqual(['old', 'new']);
    await deliveries.close();
  });

  it('that keep coming do not keep the spool from ever being empty', async () => {
    const { state, open } = world();
    const deliveries = open();
    state.databaseDown = true;
    await deliveries.store(delivery('first'));
    state.databaseDown = false;
    let sent = 0;
    const caller = async (): Promise<void> => {
      while (sent < 3000) {
        sent += 1;
        await deliveries.store(delivery(String(sent)));
      }
    };
    const callers = Promise.all([caller(), caller(), caller()]);
    await until(() => state.spooled.length === 0 && state.rows.length > 0);
    expect(sent).toBeLessThan(3000);
    await callers;
    await until(() => state.rows.length === 3001);
    expect(state.rows[0]).toBe('first');
    await deliveries.close();
  });

  it('say how many were new, when nobody else shared their group', async () => {
    const { open } = world();
    const deliveries = open();
    expect(await deliveries.storeAll([delivery('1'), delivery('2')])).toBe(2);
    expect(await deliveries.storeAll([delivery('2'), delivery('3')])).toBe(1);
    await deliveries.close();
  });
});
