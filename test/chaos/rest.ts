import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { moveClock } from '../../src/simulate/clock.ts';

/** Nothing moved for this long: also no text is on its way to the carrier any more, which no table shows. */
const QUIET_MS = 4_000;
const PATIENCE_MS = 15 * 60_000;

interface Work {
  readonly unread: number;
  readonly running: number;
  readonly due: number;
  /** When the last of the jobs is due that come soon. */
  readonly until: string | null;
  readonly moved: number;
}

/**
 * Waits until nothing is left to do, moving the organisation's clock to whatever is planned for later: the questions
 * about lost answers come minutes after the call, and nobody has to wait for them here.
 */
export async function comeToRest(
  pipeline: Pipeline,
  tenantId: string,
  say: (line: string) => void,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  let quietSince = Date.now();
  let before = '';
  while (Date.now() < until) {
    const work = await look(pipeline, tenantId);
    const { unread, running, due, until: last } = work;
    const now = JSON.stringify([unread, running, due, work.moved]);
    const idle = unread === 0 && running === 0 && due === 0;
    if (!idle || now !== before) quietSince = Date.now();
    before = now;
    if (idle && Date.now() - quietSince >= QUIET_MS) {
      if (last === null) return;
      const ahead = Date.parse(last) - Date.now();
      say(`moving the clock by ${Math.round(ahead / 1000)} s`);
      await pipeline.store.tx(tenantId, (tx) => moveClock(tx, tenantId, Math.max(1, ahead)));
      quietSince = Date.now();
    }
    await sleep(250);
  }
  throw new Error(`the product did not come to rest: ${before} (unread, running, due, records)`);
}

async function look(pipeline: Pipeline, tenantId: string): Promise<Work> {
  const { rows } = await pipeline.store.tx(tenantId, (tx) =>
    sql<Work>`select (select count(*)::int from inbox where state = 'new') as unread,
      (select count(*)::int from job where state = 'running') as running,
      (select count(*)::int from job where state = 'waiting' and due_at <= now()) as due,
      (select coalesce(max(due_at) filter (where due_at < now() + interval '10 minutes'), min(due_at))
        from job where state = 'waiting') as until,
      (select count(*)::int from audit_record) as moved`.execute(tx),
  );
  const [work] = rows;
  if (work === undefined) throw new Error('the database says nothing');
  return work;
}
