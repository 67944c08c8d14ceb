import { z } from 'zod';
import { RULE_PACK_DATE } from '../../core/gate/gate.ts';
import { sayEnd, type Ending } from '../../core/organisation/endings.ts';
import { organisationEndings } from '../../pipeline/endings.ts';
import {
  readAuditFacts,
  readDatabaseFacts,
  readDeadJobs,
  readInbox,
  readQueues,
  retryDelivery,
  retryJob,
} from '../../store/queries-health.ts';
import type { AppParts } from '../app.ts';
import { notFound } from '../errors.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import { Health, type CheckShape } from './schemas/health.ts';
import { phoneClocksCheck } from './clock-check.ts';
import { lookUpChecks } from './look-up-view.ts';
import { spamCheck } from './spam-lists.ts';
import { endedSubscriptionsCheck, sourceChecks, sourcesHealth } from './source-health.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Health';
const NumberParam = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

export function healthRoutes(parts: Pick<AppParts, 'deliveries' | 'health'>): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/health',
      tag: TAG,
      summary: 'Is everything all right, and if not, where to look and what to do',
      roles: READERS,
      answer: Health,
      run: (call) => health(call, parts),
    }),
    defineRoute({
      method: 'post',
      path: '/api/v1/health/inbox/:id/retry',
      tag: TAG,
      summary: 'Gives an unreadable or unrouted delivery another try',
      roles: OWNERS,
      params: NumberParam,
      answer: Ok,
      run: async (call) => {
        if (!(await retryDelivery(call.tx, call.principal.tenantId, call.params.id)))
          throw notFound('delivery with a problem');
        await recordStaff(call, 'retry', { body: { inbox: call.params.id } });
        call.afterCommit(() => call.deps.pipeline.signal.wake('inbox'));
        return { ok: true as const };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/v1/health/jobs/:id/retry',
      tag: TAG,
      summary: 'Gives a dead job another round',
      roles: OWNERS,
      params: NumberParam,
      answer: Ok,
      run: async (call) => {
        const kind = await retryJob(call.tx, call.principal.tenantId, call.params.id);
        if (kind === null) throw notFound('dead job');
        await recordStaff(call, 'retry', { body: { job: call.params.id, kind } });
        call.afterCommit(() => call.deps.pipeline.signal.wake(`job:${kind}`));
        return { ok: true as const };
      },
    }),
  ];
}

async function health(
  call: Call<unknown, unknown, unknown>,
  parts: Pick<AppParts, 'deliveries' | 'health'>,
): Promise<Health> {
  const { tx, principal, deps } = call;
  const { tenantId } = principal;
  const { pipeline, settings } = deps;
  const asked = pipeline.clock.now();
  const database = await readDatabaseFacts(tx);
  const now = pipeline.clock.now();
  // The answer was made somewhere between asking and hearing it.
  const driftMs = Math.round((now.getTime() + asked.getTime()) / 2 - Date.parse(database.now));
  const queues = await readQueues(tx, tenantId);
  const inbox = await readInbox(tx, tenantId);
  const audit = await readAuditFacts(tx, tenantId);
  const deadJobs = await readDeadJobs(tx, tenantId);
  const spool = parts.deliveries.spooled();
  const sources = await sourcesHealth(call);
  const checks = [
    ...databaseChecks(database, driftMs),
    ...workChecks(queues, inbox, spool.entries),
    ...sourceChecks(
      sources,
      pipeline.publicUrl,
      (await call.organisation()).tenant.simulated,
      call.clock.now(),
    ),
    ...(await endedSubscriptionsCheck(call, call.clock.now())),
    ...addressChecks(call, parts),
    ...(await phoneClocksCheck(call, pipeline.connectors)),
    await spamCheck(call),
    ...(await lookUpChecks(call)),
    endingsCheck(organisationEndings(pipeline, await call.organisation(), call.clock.now())),
    auditCheck(audit),
  ];
  return {
    ok: checks.every((check) => check.ok),
    now: now.toISOString(),
    checks,
    queues,
    inbox: {
      waiting: inbox.waiting,
      oldestSeconds: inbox.oldestSeconds,
      trouble: inbox.trouble.map((row) => ({
        id: row.id,
        sourceKey: row.source_key,
        state: row.state,
        detail: row.detail,
        receivedAt: row.received_at,
        preview: row.body.toString('utf8').replace(/\p{Cc}/gu, ' '),
        redacted: row.redacted,
      })),
    },
    spool,
    sources,
    clock: { server: now.toISOString(), database: database.now, driftMs },
    versions: {
      ringback: settings.version,
      node: process.versions.node,
      postgres: database.version,
      tzdata: process.versions['tz'] ?? 'unknown',
      rulePack: RULE_PACK_DATE,
    },
    audit,
    deadJobs,
  };
}

const DRIFT_LIMIT_MS = 2000;
const LAG_LIMIT_SECONDS = 60;

function databaseChecks(
  database: Awaited<ReturnType<typeof readDatabaseFacts>>,
  driftMs: number,
): CheckShape[] {
  return [
    Math.abs(driftMs) <= DRIFT_LIMIT_MS
      ? { name: 'Clock', ok: true, detail: `server and database agree within ${Math.abs(driftMs)} ms` }
      : {
          name: 'Clock',
          ok: false,
          detail: `server and database differ by ${driftMs} ms`,
          remedy: 'Run time synchronisation (NTP) on both machines.',
        },
    database.superuser || database.bypassesRowSecurity
      ? {
          name: 'Walls between organisations',
          ok: false,
          detail: `the database role ${database.role} bypasses row-level security`,
          remedy: 'Use a role without SUPERUSER and BYPASSRLS in DATABASE_URL.',
        }
      : {
          name: 'Walls between organisations',
          ok: true,
          detail: 'row-level security binds our database role',
        },
    database.fsync
      ? { name: 'Durability', ok: true, detail: 'the database syncs to disk before it answers' }
      : {
          name: 'Durability',
          ok: false,
          detail: 'the database runs with fsync off',
          remedy: 'Set fsync = on in postgresql.conf and restart it.',
        },
  ];
}

function workChecks(
  queues: Health['queues'],
  inbox: { waiting: number; oldestSeconds: number | null; trouble: readonly unknown[] },
  spooled: number,
): CheckShape[] {
  const late = queues.filter((queue) => (queue.oldestDueSeconds ?? 0) > LAG_LIMIT_SECONDS);
  const dead = queues.reduce((sum, queue) => sum + queue.dead, 0);
  return [
    late.length === 0
      ? { name: 'Jobs', ok: true, detail: 'nothing is late' }
      : {
          name: 'Jobs',
          ok: false,
          detail: `late: ${late.map((queue) => `${queue.kind} by ${Math.round(queue.oldestDueSeconds ?? 0)} s`).join(', ')}`,
          remedy: 'See that a worker runs (`ringback worker`); add more when it cannot keep up.',
        },
    dead === 0
      ? { name: 'Failed jobs', ok: true, detail: 'none' }
      : {
          name: 'Failed jobs',
          ok: false,
          detail: `${dead} gave up after many tries`,
          remedy: 'Read the error below, fix its cause, and press Retry.',
        },
    (inbox.oldestSeconds ?? 0) <= LAG_LIMIT_SECONDS
      ? { name: 'Inbox', ok: true, detail: `${inbox.waiting} waiting` }
      : {
          name: 'Inbox',
          ok: false,
          detail: `the oldest delivery waits for ${Math.round(inbox.oldestSeconds ?? 0)} s`,
          remedy: 'See that a worker runs (`ringback worker`).',
        },
    inbox.trouble.length === 0
      ? { name: 'Deliveries', ok: true, detail: 'all could be used' }
      : {
          name: 'Deliveries',
          ok: false,
          detail: `${inbox.trouble.length} could not be used`,
          remedy: 'Each says why below; Retry after correcting the cause.',
        },
    spooled === 0
      ? { name: 'Spool', ok: true, detail: 'empty' }
      : {
          name: 'Spool',
          ok: false,
          detail: `${spooled} deliveries wait for the database`,
          remedy: 'Start the database; they are taken over by themselves, in order.',
        },
  ];
}

/** Deliveries to addresses nobody has: somebody's typing error at a vendor. Told to the operator, not to other tenants. */
function addressChecks(call: Call<unknown, unknown, unknown>, parts: Pick<AppParts, 'health'>): CheckShape[] {
  const [latest, ...others] = parts.health.unknowns();
  if (latest === undefined) return [];
  const count = others.reduce((sum, each) => sum + each.count, latest.count);
  const where = call.principal.via === 'admin-key' ? `, last to ${latest.path}` : '';
  return [
    {
      name: 'Unknown addresses',
      ok: false,
      detail: `${count} deliveries since the start${where}`,
      remedy: 'Compare the address pasted at the vendor with the one on the source; keys are case-sensitive.',
    },
  ];
}

/** Told early, to be fixed in the last week: a month of warnings would teach people to look away. */
function endingsCheck(endings: readonly Ending[]): CheckShape {
  const name = 'Agreements and approvals';
  const [first] = endings;
  if (first === undefined) return { name, ok: true, detail: 'nothing runs out within 30 days' };
  const lines = endings
    .slice(0, 10)
    .map((one) => `${one.what}${one.location === null ? '' : ` (${one.location})`} ${sayEnd(one)}`);
  const detail = [...lines, ...(endings.length > 10 ? [`and ${endings.length - 10} more`] : [])].join('; ');
  if (first.daysLeft > 7) return { name, ok: true, detail };
  return {
    name,
    ok: false,
    detail,
    remedy:
      'Renew each on the checklist of its location, or in the configuration; what needs it is not sent without it.',
  };
}

function auditCheck(audit: Health['audit']): CheckShape {
  return audit.unsequenced > 5000
    ? {
        name: 'Audit log',
        ok: false,
        detail: `${audit.unsequenced} records wait to be sealed`,
        remedy: 'See that a worker runs (`ringback worker`).',
      }
    : { name: 'Audit log', ok: true, detail: `${audit.treeSize} records sealed` };
}
