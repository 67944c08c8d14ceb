import type { Organisation } from '../../core/model/directory.ts';
import { HANDSET } from '../../core/organisation/outside.ts';
import { configFor, type Pipeline } from '../../pipeline/context.ts';
import type { CheckResult, OutboundDeps } from '../../ports/connector.ts';
import type { NumberLookup } from '../../ports/lookup.ts';
import type { MessagingProvider } from '../../ports/messaging.ts';
import {
  readAuditFacts,
  readDeadJobs,
  readInbox,
  readQueues,
  readSourceHealth,
} from '../../store/queries-health.ts';
import type { SourceRecord } from '../../store/sources.ts';
import type { DoctorDeps } from '../doctor.ts';
import { fix, note, ok, type DoctorLine } from './lines.ts';
import { vendors } from './vendors.ts';

const TIME_LIMIT_MS = 10_000;

/** One organisation: its locations, its work, its sources and whom it can reach. */
export async function organisation(
  deps: DoctorDeps,
  tenant: { readonly id: string; readonly key: string },
): Promise<DoctorLine[]> {
  const { pipeline } = deps;
  const area = tenant.key;
  const seen = await pipeline.store.tx(tenant.id, async (tx) => {
    const shop = await pipeline.organisations.load(tx, tenant.id);
    return {
      shop,
      queues: await readQueues(tx, tenant.id),
      inbox: await readInbox(tx, tenant.id),
      dead: await readDeadJobs(tx, tenant.id),
      health: await readSourceHealth(tx, tenant.id),
      audit: await readAuditFacts(tx, tenant.id),
      vendors: await vendors(pipeline, tx, tenant, shop.tenant.simulated),
    };
  });
  const late = seen.queues.filter((queue) => (queue.oldestDueSeconds ?? 0) > 60);
  const lines = [
    ...locations(area, seen.shop),
    late.length === 0
      ? ok(area, 'jobs', 'nothing is late')
      : fix(
          area,
          'jobs',
          `late: ${late.map((queue) => `${queue.kind} by ${Math.round(queue.oldestDueSeconds ?? 0)} s`).join(', ')}`,
          'Start a worker (`ringback worker`), or more of them.',
        ),
    seen.dead.length === 0
      ? ok(area, 'failed jobs', 'none')
      : fix(
          area,
          'failed jobs',
          `${seen.dead.length} gave up, last: ${seen.dead[0]?.error ?? ''}`,
          'Open Health, correct the cause, press Retry.',
        ),
    (seen.inbox.oldestSeconds ?? 0) <= 60
      ? ok(area, 'inbox', `${seen.inbox.waiting} waiting`)
      : fix(
          area,
          'inbox',
          `the oldest delivery waits for ${Math.round(seen.inbox.oldestSeconds ?? 0)} s`,
          'Start a worker (`ringback worker`).',
        ),
    seen.inbox.trouble.length === 0
      ? ok(area, 'deliveries', 'all could be used')
      : fix(
          area,
          'deliveries',
          `${seen.inbox.trouble.length} could not be used`,
          'Open Health: each says why.',
        ),
    ok(area, 'audit log', `${seen.audit.treeSize} records sealed, ${seen.audit.unsequenced} to come`),
  ];
  lines.push(...seen.vendors);
  for (const source of await pipeline.sources.ofTenant(tenant.id)) {
    if (source.kind === 'api' || source.kind === 'voice') continue;
    if (source.kind === 'lookup') {
      if (!source.simulated) lines.push(await connectorLine(deps, area, source));
      continue;
    }
    // The on-screen phone is inside: nothing comes to it from a vendor.
    if (source.connector !== HANDSET) lines.push(sourceLine(area, source, seen.health.get(source.id)));
    lines.push(await connectorLine(deps, area, source));
  }
  lines.push(...(await notifiers(deps, area, seen.shop)));
  return lines;
}

function locations(area: string, shop: Organisation): DoctorLine[] {
  const all = [...shop.locations.values()];
  const without = (what: string, missing: readonly { readonly key: string }[], how: string): DoctorLine[] =>
    missing.length === 0
      ? []
      : [
          note(
            area,
            what,
            `${missing.length} of ${all.length} locations: ${missing
              .slice(0, 5)
              .map((each) => each.key)
              .join(', ')}${missing.length > 5 ? ' ...' : ''}`,
            how,
          ),
        ];
  const live = all.filter((location) => location.mode === 'live').length;
  return [
    ok(
      area,
      'locations',
      `${all.length}, of which ${live} live${shop.tenant.simulated ? '; SIMULATED, nothing leaves this machine' : ''}`,
    ),
    ...(shop.tenant.paused
      ? [note(area, 'paused', 'everything is paused', 'Resume on the Locations page.')]
      : []),
    ...without(
      'no sending number',
      all.filter((each) => each.config.sender === undefined),
      'Add `sender` to the location.',
    ),
    ...without(
      'no greeting notice',
      all.filter((each) => each.config.greetingNotice === undefined),
      'Record the notice and add `greetingNotice`; until then first texts go to counsel.',
    ),
    ...without(
      'in shadow',
      all.filter((each) => each.mode === 'shadow'),
      'Switch to live when the decisions look right.',
    ),
  ];
}

function sourceLine(
  area: string,
  source: SourceRecord,
  seen:
    | {
        last_event_at: string | null;
        last_failure_at: string | null;
        last_failure_detail: string | null;
        last_computed_url: string | null;
      }
    | undefined,
): DoctorLine {
  const name = `webhooks of ${source.key}`;
  const failedLast = seen?.last_failure_at != null && seen.last_failure_at > (seen.last_event_at ?? '');
  if (failedLast)
    return fix(
      area,
      name,
      `the last one was refused at ${seen.last_failure_at ?? ''}: ${seen.last_failure_detail ?? ''} (we computed ${seen.last_computed_url ?? '?'})`,
      'Compare secret and address with the vendor.',
    );
  if (seen?.last_event_at == null)
    return note(
      area,
      name,
      'none seen yet',
      `Paste /hooks/${source.kind}/${source.key} at the vendor and call the number.`,
    );
  return ok(area, name, `last at ${seen.last_event_at}`);
}

/** Asks the provider with the source's own credentials; read-only. */
/** What providers and look-ups have in common. */
type Checkable = Pick<MessagingProvider, 'config' | 'check'> | Pick<NumberLookup, 'config' | 'check'>;

async function connectorLine(
  { pipeline }: DoctorDeps,
  area: string,
  source: SourceRecord,
): Promise<DoctorLine> {
  const name = `${source.kind === 'lookup' ? 'look-up' : 'provider'} ${source.key}`;
  const provider: Checkable | undefined =
    source.kind === 'lookup'
      ? pipeline.connectors.lookup?.get(source.connector)
      : pipeline.connectors.messaging.get(source.connector);
  if (provider === undefined)
    return fix(
      area,
      name,
      `this version has no connector named ${source.connector}`,
      'Correct `connector` of the source.',
    );
  const config = configFor<unknown>(provider, source);
  if (config === null)
    return fix(
      area,
      name,
      'the settings do not fit the connector',
      'Run `ringback import --plan` on the configuration; it names the field.',
    );
  return checkLine(area, name, () => provider.check(config, outbound(pipeline)));
}

async function notifiers({ pipeline }: DoctorDeps, area: string, shop: Organisation): Promise<DoctorLine[]> {
  if (shop.tenant.simulated) return [];
  const { email, webhook } = shop.tenant.config.notify;
  const wanted = [
    ...(email === undefined ? [] : [['smtp', { to: email.to }] as const]),
    ...(webhook === undefined ? [] : [['webhook', webhook] as const]),
  ];
  if (wanted.length === 0)
    return [
      note(
        area,
        'notices',
        'only on the dashboard',
        'Add `notify.email` or `notify.webhook` so that hot leads reach somebody.',
      ),
    ];
  return Promise.all(
    wanted.map(async ([id, config]) => {
      const notifier = pipeline.connectors.notify.get(id);
      return notifier === undefined
        ? fix(area, `notices by ${id}`, 'not in this version', 'Remove it from `notify`.')
        : await checkLine(area, `notices by ${id}`, () => notifier.check(config, outbound(pipeline)));
    }),
  );
}

function outbound(pipeline: Pipeline): OutboundDeps {
  return {
    fetch: pipeline.fetch,
    now: () => pipeline.clock.now(),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  };
}

async function checkLine(area: string, name: string, check: () => Promise<CheckResult>): Promise<DoctorLine> {
  try {
    const result = await check();
    return result.ok
      ? ok(area, name, result.detail)
      : fix(area, name, result.detail, result.remedy ?? 'Check its settings and credentials.');
  } catch (error) {
    return fix(
      area,
      name,
      error instanceof Error ? error.message : String(error),
      'Check that the provider can be reached from this machine.',
    );
  }
}
