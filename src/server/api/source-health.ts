/** How each source stands: what it sent, what we ask its vendor for, what the vendor says that nobody understands. */
import { ERROR_CODES, type ErrorCode } from '../../core/model/errors.ts';
import type { Connectors, Pipeline } from '../../pipeline/context.ts';
import type { ConnectorMeta } from '../../ports/connector.ts';
import type { VoiceSurface } from '../../ports/voice.ts';
import { endedSubscriptionsOf, type EndedSubscription } from '../../store/ended-subscriptions.ts';
import type { Tx } from '../../store/database.ts';
import { readSourceHealth, type SourceHealthRecord } from '../../store/queries-health.ts';
import { tasksOf, unknownStatusesOf, type SourceTask, type UnknownStatus } from '../../store/source-tasks.ts';
import type { SourceRecord } from '../../store/sources.ts';
import type { Call } from './route.ts';
import type {
  CheckShape,
  PollHealth,
  SourceHealth,
  SourceTaskShape,
  SubscriptionHealth,
} from './schemas/health.ts';

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'deps'>;

/** Every source of the caller's organisation that a vendor delivers to; one by its key when given. */
export function sourcesHealth({ tx, principal, deps }: InTenant, key?: string): Promise<SourceHealth[]> {
  return sourcesHealthOf(tx, principal.tenantId, deps.pipeline, key);
}

export async function sourcesHealthOf(
  tx: Tx,
  tenantId: string,
  pipeline: Pick<Pipeline, 'connectors' | 'publicUrl' | 'sources'>,
  key?: string,
): Promise<SourceHealth[]> {
  const { connectors, publicUrl } = pipeline;
  const seen = await readSourceHealth(tx, tenantId);
  const tasks = Map.groupBy(await tasksOf(tx, tenantId), (task) => task.sourceId);
  const unknown = Map.groupBy(await unknownStatusesOf(tx, tenantId), (each) => each.sourceId);
  return (await pipeline.sources.ofTenant(tenantId))
    .filter(
      (source) =>
        source.kind !== 'api' && source.kind !== 'lookup' && (key === undefined || source.key === key),
    )
    .map((source) =>
      shapeOf(source, {
        connectors,
        url: `${publicUrl ?? ''}/hooks/${source.kind}/${source.key}`,
        seen: seen.get(source.id),
        tasks: tasks.get(source.id) ?? [],
        unknown: unknown.get(source.id) ?? [],
      }),
    );
}

interface Known {
  readonly connectors: Connectors;
  readonly url: string;
  readonly seen: SourceHealthRecord | undefined;
  readonly tasks: readonly SourceTask[];
  readonly unknown: readonly UnknownStatus[];
}

function shapeOf(source: SourceRecord, { connectors, url, seen, tasks, unknown }: Known): SourceHealth {
  const surface = source.kind === 'voice' ? connectors.voice.get(source.connector) : undefined;
  const meta: ConnectorMeta | undefined = (surface ?? connectors.messaging.get(source.connector))?.meta;
  return {
    key: source.key,
    name: source.name,
    connector: source.connector,
    product: meta?.name ?? source.connector,
    kind: source.kind,
    maturity: meta?.maturity ?? null,
    unsigned: source.unsigned,
    lastEventAt: seen?.last_event_at ?? null,
    lastFailure:
      seen?.last_failure_at == null
        ? null
        : {
            at: seen.last_failure_at,
            code: seen.last_failure_code ?? 'unknown',
            detail: seen.last_failure_detail ?? '',
            remedy: remedyOf(seen.last_failure_code ?? 'unknown'),
            computedUrl: seen.last_computed_url,
          },
    accepted: seen?.accepted ?? 0,
    refused: seen?.refused ?? 0,
    url,
    setup: (meta?.setup ?? []).map((step) => step.replaceAll('{url}', url)),
    delivery: surface?.meta.delivery ?? null,
    poll: pollHealth(
      surface,
      tasks.find((task) => task.kind === 'poll'),
    ),
    subscription: subscriptionHealth(
      surface,
      tasks.find((task) => task.kind === 'subscribe'),
    ),
    unknownStatuses: unknown.map(({ raw, seen: count, lastAt }) => ({ raw, seen: count, lastAt })),
  };
}

function remedyOf(code: string): string {
  return (isErrorCode(code) ? ERROR_CODES[code] : ERROR_CODES.internal).remedy;
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

function pollHealth(surface: VoiceSurface | undefined, task: SourceTask | undefined): PollHealth | null {
  if (surface?.poll === undefined || task === undefined) return null;
  const { role, what, everySeconds } = surface.poll;
  return {
    ...taskShape(task),
    role,
    what,
    everySeconds: Math.round(everySeconds),
    lookedUntil: task.lastSuccessAt === null ? null : task.lookedUntil,
    pages: task.look?.pages ?? 0,
  };
}

function subscriptionHealth(
  surface: VoiceSurface | undefined,
  task: SourceTask | undefined,
): SubscriptionHealth | null {
  if (surface?.subscription === undefined || task === undefined) return null;
  const { subscription } = task;
  return { ...taskShape(task), endsAt: subscription?.expiresAt ?? null, active: subscription !== null };
}

function taskShape(task: SourceTask): SourceTaskShape {
  return {
    state: task.state,
    lastSuccessAt: task.lastSuccessAt,
    nextAt: task.nextDueAt,
    failures: task.failures,
    lastFailure:
      task.failureDetail === null
        ? null
        : { at: task.lastFailureAt, detail: task.failureDetail, remedy: task.failureRemedy },
  };
}

const LASTING = 3;
const RECENT_MS = 24 * 3_600_000;

/** A failure that a later success followed is history; one that is the last word needs somebody. */
export function sourceChecks(
  sources: readonly SourceHealth[],
  publicUrl: string | null,
  simulated: boolean,
  now: Date,
): CheckShape[] {
  const failing = sources.filter(
    (source) => source.lastFailure !== null && source.lastFailure.at > (source.lastEventAt ?? ''),
  );
  return [
    publicUrl !== null
      ? { name: 'Public address', ok: true, detail: publicUrl }
      : simulated
        ? { name: 'Public address', ok: true, detail: 'none, and a simulated organisation needs none' }
        : {
            name: 'Public address',
            ok: false,
            detail: 'none is configured, so signatures are checked against whatever address the vendor used',
            remedy: 'Set RINGBACK_PUBLIC_URL to the address vendors reach.',
          },
    failing.length === 0
      ? { name: 'Sources', ok: true, detail: `${sources.length} configured, none refused last` }
      : {
          name: 'Sources',
          ok: false,
          detail: failing.map((source) => `${source.key}: ${source.lastFailure?.detail ?? ''}`).join(' '),
          remedy: [...new Set(failing.flatMap((source) => source.lastFailure?.remedy ?? []))].join(' '),
        },
    ...taskChecks(sources, now),
    ...unknownStatusCheck(sources, now),
  ];
}

function taskChecks(sources: readonly SourceHealth[], now: Date): CheckShape[] {
  const asked = sources.filter((source) => source.poll !== null || source.subscription !== null);
  if (asked.length === 0) return [];
  const troubles = asked.flatMap((source) => [...pollTrouble(source), ...subscriptionTrouble(source, now)]);
  if (troubles.length === 0)
    return [{ name: 'Asking vendors', ok: true, detail: `${asked.length} sources, all vendors answer` }];
  return [
    {
      name: 'Asking vendors',
      ok: false,
      detail: troubles.map((trouble) => trouble.detail).join(' '),
      remedy: [...new Set(troubles.flatMap((trouble) => trouble.remedy ?? []))].join(' '),
    },
  ];
}

interface Trouble {
  readonly detail: string;
  readonly remedy: string | null;
}

function pollTrouble({ key, poll }: SourceHealth): Trouble[] {
  if (poll === null) return [];
  // A look that only finds what pushes left out may be left unset; the only way to news may not.
  const matters =
    poll.state === 'refused' ||
    (poll.state === 'not-configured' && poll.role === 'primary') ||
    poll.failures >= LASTING;
  return matters ? [troubleOf(key, poll)] : [];
}

function subscriptionTrouble({ key, subscription }: SourceHealth, now: Date): Trouble[] {
  if (subscription === null) return [];
  const over = subscription.endsAt !== null && Date.parse(subscription.endsAt) < now.getTime();
  if (subscription.state === 'refused' || subscription.failures >= LASTING)
    return [troubleOf(key, subscription)];
  return over && subscription.active
    ? [
        {
          detail: `${key}: the subscription ran out and is being made anew.`,
          remedy: 'See that a worker runs.',
        },
      ]
    : [];
}

function troubleOf(key: string, task: SourceTaskShape): Trouble {
  return {
    detail: `${key}: ${task.lastFailure?.detail ?? 'no reason was kept'}`,
    remedy: task.lastFailure?.remedy ?? 'It is tried again by itself; look at the status page of the vendor.',
  };
}

/** Subscriptions of removed or changed sources that vendors have not ended yet. */
export async function endedSubscriptionsCheck(call: InTenant, now: Date): Promise<CheckShape[]> {
  const { tx, principal, deps } = call;
  const ended = await endedSubscriptionsOf(tx, principal.tenantId, now);
  if (ended.length === 0) return [];
  const told = ended.map((each) => {
    const product = deps.pipeline.connectors.voice.get(each.connector)?.meta.name ?? each.connector;
    return `${product}: ${each.failureDetail ?? 'asked in a moment.'}`;
  });
  const troubled = ended.filter((each) => each.state === 'left' || each.failures >= LASTING);
  return [
    {
      name: 'Old subscriptions',
      ok: troubled.length === 0,
      detail: `${ended.length} of removed or changed sources not ended yet. ${[...new Set(told)].slice(0, 5).join(' ')}`,
      ...(troubled.length > 0 && { remedy: remedyFor(troubled) }),
    },
  ];
}

function remedyFor(troubled: readonly EndedSubscription[]): string {
  const remedies = troubled.map(
    (each) => each.failureRemedy ?? 'It is tried again by itself; look at the status page of the vendor.',
  );
  return [...new Set(remedies)].slice(0, 5).join(' ');
}

/** Told while it is news; the figures stay with the source. */
function unknownStatusCheck(sources: readonly SourceHealth[], now: Date): CheckShape[] {
  const recent = sources.flatMap((source) =>
    source.unknownStatuses
      .filter((each) => Date.parse(each.lastAt) > now.getTime() - RECENT_MS)
      .map((each) => `${source.key}: “${each.raw === '' ? 'none given' : each.raw}” (${each.seen})`),
  );
  if (recent.length === 0) return [];
  return [
    {
      name: 'Unknown statuses',
      ok: false,
      detail: recent.slice(0, 5).join(', '),
      remedy:
        'These calls are kept and not decided. Update Ringback; if the status stays unknown, report it with the vendor and the words shown.',
    },
  ];
}
