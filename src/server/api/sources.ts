import type { z } from 'zod';
import type { SourceConfig, TenantConfig } from '../../core/model/organisation.ts';
import type { VoiceSurface } from '../../ports/voice.ts';
import { sendJobs } from '../../store/jobs.ts';
import { applyConfig, readConfig } from '../../store/organisation.ts';
import { recentDeliveries } from '../../store/queries-health.ts';
import { rouseTasks } from '../../store/source-tasks.ts';
import { invalidInput, notFound } from '../errors.ts';
import { secretSettings } from './config.ts';
import { KeyParam, locationByKey } from './lookups.ts';
import { issuesOf } from './mount.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import {
  SourceCreate,
  SourceDetail,
  SourceList,
  SourceUpdate,
  SurfaceDetail,
  SurfaceList,
  type RecentDelivery,
  type SurfaceShape,
  type SurfaceSummary,
} from './schemas/sources.ts';
import { settingFields } from './setting-fields.ts';
import { sourcesHealth } from './source-health.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Sources';

/** Connecting voice products: what there is to connect, and the sources that are. */
export const sourceRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/surfaces',
    tag: TAG,
    summary: 'Voice products that can be connected: how, what is verified, and how far each was checked',
    roles: READERS,
    answer: SurfaceList,
    run: ({ deps }) =>
      Promise.resolve({
        items: [...deps.pipeline.connectors.voice.values()]
          .map(surfaceSummary)
          .sort((a, b) => a.name.localeCompare(b.name)),
        publicUrl: deps.pipeline.publicUrl,
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/surfaces/:key',
    tag: TAG,
    summary: 'One voice product with the settings it takes',
    roles: READERS,
    params: KeyParam,
    answer: SurfaceDetail,
    run: ({ deps, params }) => {
      const surface = deps.pipeline.connectors.voice.get(params.key);
      if (surface === undefined) throw notFound('voice product');
      return Promise.resolve({ surface: surfaceShape(surface), publicUrl: deps.pipeline.publicUrl });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/sources',
    tag: TAG,
    summary: 'Connected voice products and how each stands',
    roles: READERS,
    answer: SourceList,
    run: async (call) => ({
      items: (await sourcesHealth(call))
        .filter((source) => source.kind === 'voice')
        .sort((a, b) => a.key.localeCompare(b.key)),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/sources/:key',
    tag: TAG,
    summary: 'One source: its settings without secrets, what it sent last, what its vendor is asked for',
    roles: READERS,
    params: KeyParam,
    answer: SourceDetail,
    run: (call) => detail(call, call.params.key),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/sources',
    tag: TAG,
    summary: 'Connects a voice product; secrets are stored encrypted and never shown again',
    roles: OWNERS,
    body: SourceCreate,
    answer: Ok,
    run: async (call) => {
      const { body } = call;
      const surface = surfaceOf(call, body.connector, 'connector');
      const config = await readConfig(call.tx, call.principal.tenantId);
      if (config.sources.some((source) => source.key === body.key)) throw keyTaken(body.key);
      await checkLocation(call, body.location);
      const settings = given(body.settings);
      checkSettings(surface, settings);
      await change(call, config, [
        ...config.sources,
        {
          key: body.key,
          kind: 'voice',
          connector: body.connector,
          ...(body.name !== undefined && { name: body.name }),
          unsigned: false,
          settings,
          ...(body.location !== undefined && { location: body.location }),
        },
      ]);
      await recordStaff(call, 'source', {
        body: { source: body.key, connector: body.connector, did: 'create' },
      });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/sources/:key',
    tag: TAG,
    summary: 'Changes a source; a setting that is not sent stays, null removes it',
    roles: OWNERS,
    params: KeyParam,
    body: SourceUpdate,
    answer: Ok,
    run: async (call) => {
      const { body } = call;
      const { config, source } = await voiceSource(call, call.params.key);
      const surface = surfaceOf(call, source.connector, 'connector');
      await checkLocation(call, body.location ?? undefined);
      const changes = body.settings ?? {};
      checkSettings(surface, given({ ...(await opened(call, source.key)), ...changes }));
      const { name, location, ...rest } = source;
      const newName = body.name === undefined ? name : body.name;
      const newLocation = body.location === undefined ? location : body.location;
      const changed: SourceConfig = {
        ...rest,
        ...(newName != null && { name: newName }),
        ...(newLocation != null && { location: newLocation }),
        settings: given({ ...source.settings, ...changes }),
      };
      await change(
        call,
        config,
        config.sources.map((each) => (each === source ? changed : each)),
      );
      await recordStaff(call, 'source', {
        body: { source: source.key, did: 'update', settings: Object.keys(changes) },
      });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/sources/:key',
    tag: TAG,
    summary: 'Disconnects a source: its address answers "unknown source"; what it brought stays',
    roles: OWNERS,
    params: KeyParam,
    answer: Ok,
    run: async (call) => {
      const { config, source } = await voiceSource(call, call.params.key);
      await change(
        call,
        config,
        config.sources.filter((each) => each !== source),
      );
      await recordStaff(call, 'source', { body: { source: source.key, did: 'remove' } });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/sources/:key/retry',
    tag: TAG,
    summary: 'Asks the vendor again now, also one that refused',
    roles: OWNERS,
    params: KeyParam,
    answer: Ok,
    run: async (call) => {
      const { tx, principal, deps, params } = call;
      const record = await deps.pipeline.sources.byKey(params.key);
      if (record?.tenantId !== principal.tenantId) throw notFound('source');
      const now = deps.pipeline.clock.now();
      const kinds = await rouseTasks(tx, record.id, now);
      if (kinds.length === 0) throw notFound('vendor to ask: this source only waits for deliveries');
      await sendJobs(
        tx,
        kinds.map((kind) => ({
          tenantId: principal.tenantId,
          kind,
          key: record.id,
          dueAt: now.toISOString(),
        })),
        { move: true },
      );
      await recordStaff(call, 'retry', { body: { source: params.key } });
      call.afterCommit(() => {
        for (const kind of kinds) deps.pipeline.signal.wake(`job:${kind}`);
      });
      return { ok: true as const };
    },
  }),
];

type InTenant = Pick<
  Call<unknown, unknown, unknown>,
  'tx' | 'principal' | 'deps' | 'clock' | 'organisation' | 'afterCommit'
>;

async function detail(call: InTenant, key: string): Promise<z.output<typeof SourceDetail>> {
  const { tx, principal, deps } = call;
  const [health] = await sourcesHealth(call, key);
  const record = await deps.pipeline.sources.byKey(key);
  if (health?.kind !== 'voice' || record?.tenantId !== principal.tenantId) throw notFound('source');
  const surface = deps.pipeline.connectors.voice.get(record.connector);
  const isSecret = secretSettings(deps.pipeline.connectors);
  const opened = Object.entries(record.config as Readonly<Record<string, unknown>>);
  const parsed = surface?.config.safeParse(record.config);
  const location =
    record.locationId === null ? undefined : (await call.organisation()).locations.get(record.locationId);
  return {
    source: health,
    surface: surface === undefined ? null : surfaceShape(surface),
    location: location?.key ?? null,
    settings: Object.fromEntries(opened.filter(([name]) => !isSecret(record.connector, name))),
    secretsSet: opened.map(([name]) => name).filter((name) => isSecret(record.connector, name)),
    problems:
      surface === undefined
        ? [`This version has no connector named ${record.connector}.`]
        : parsed?.success === false
          ? issuesOf(parsed.error).map((issue) => `${issue.path}: ${issue.message}`)
          : [],
    recent: (await recentDeliveries(tx, principal.tenantId, record.id)).map((each): RecentDelivery => ({
      at: each.receivedAt,
      state: each.state,
      reason: reasonOf(each.detail),
      redacted: each.redacted,
    })),
  };
}

/** What `hear` kept about a delivery that it could not use. */
function reasonOf(kept: unknown): string | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { reason, issues } = kept as { reason?: unknown; issues?: unknown };
  if (typeof reason === 'string') return reason;
  const [first] = Array.isArray(issues) ? (issues as { path?: unknown; message?: unknown }[]) : [];
  return first === undefined ? null : `${String(first.path)}: ${String(first.message)}`;
}

function surfaceShape(surface: VoiceSurface): SurfaceShape {
  return { ...surfaceSummary(surface), settings: settingFields(surface.config) };
}

function surfaceSummary({ meta, poll, subscription }: VoiceSurface): SurfaceSummary {
  return {
    id: meta.id,
    name: meta.name,
    family: meta.family,
    delivery: meta.delivery,
    signature: meta.signature,
    maturity: meta.maturity,
    checkedHow: meta.checkedHow,
    lastChecked: meta.lastChecked,
    docs: [...meta.docs],
    setup: [...meta.setup],
    poll:
      poll === undefined
        ? null
        : { role: poll.role, what: poll.what, everySeconds: Math.round(poll.everySeconds) },
    subscription: subscription !== undefined,
  };
}

function surfaceOf(call: InTenant, connector: string, path: string): VoiceSurface {
  const surface = call.deps.pipeline.connectors.voice.get(connector);
  if (surface === undefined)
    throw invalidInput('there is no such voice product', [
      { path, message: `this build has no connector "${connector}"`, remedy: 'See GET /api/v1/surfaces.' },
    ]);
  return surface;
}

async function voiceSource(
  call: InTenant,
  key: string,
): Promise<{ readonly config: TenantConfig; readonly source: SourceConfig }> {
  const config = await readConfig(call.tx, call.principal.tenantId);
  const source = config.sources.find((each) => each.key === key && each.kind === 'voice');
  if (source === undefined) throw notFound('source');
  return { config, source };
}

/** Settings as they are in force, secrets opened: only to be checked, never to be answered. */
async function opened(call: InTenant, key: string): Promise<Readonly<Record<string, unknown>>> {
  const record = await call.deps.pipeline.sources.byKey(key);
  return (record?.config ?? {}) as Readonly<Record<string, unknown>>;
}

/** Null and an empty text both mean "not set": that is what an emptied field of a form sends. */
function given(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== ''));
}

function checkSettings(surface: VoiceSurface, settings: Readonly<Record<string, unknown>>): void {
  const parsed = surface.config.safeParse(settings);
  if (parsed.success) return;
  throw invalidInput(
    'some settings are not right',
    issuesOf(parsed.error).map((issue) => ({ ...issue, path: `settings.${issue.path}` })),
  );
}

async function checkLocation(call: InTenant, key: string | undefined): Promise<void> {
  if (key !== undefined) locationByKey(await call.organisation(), key);
}

function keyTaken(key: string): Error {
  return invalidInput('this key is taken', [
    { path: 'key', message: `there is a source "${key}" already`, remedy: 'Choose another key.' },
  ]);
}

/** The same way as an imported file: secrets are taken out and sealed, and the change wakes every process. */
async function change(call: InTenant, config: TenantConfig, sources: SourceConfig[]): Promise<void> {
  const { tx, principal, deps } = call;
  await applyConfig(
    tx,
    deps.pipeline.keeper,
    { ...config, sources },
    {
      tenantId: principal.tenantId,
      env: deps.settings.environment ?? {},
      isSecret: secretSettings(deps.pipeline.connectors),
    },
  );
  call.afterCommit(() => deps.pipeline.signal.wake('organisation'));
}
