/** Lists about numbers: who is asked, what it takes, a number to try, and the choice to run without one. */
import type { LookUpList, LookUps, NumberTopic } from '../../core/model/look-ups.ts';
import { NUMBER_TOPICS, LookUps as LookUpsSchema } from '../../core/model/look-ups.ts';
import type { SourceConfig, TenantConfig } from '../../core/model/organisation.ts';
import { choiceOf, listOf, lookUpProblems } from '../../core/organisation/look-ups.ts';
import { knownConnectors } from '../../pipeline/context.ts';
import type { NumberLookup } from '../../ports/lookup.ts';
import { applyConfig, readConfig } from '../../store/organisation.ts';
import { invalidInput, notFound } from '../errors.ts';
import { secretSettings } from './config.ts';
import { checkSource, connectorOf, tryNumber } from './look-up-trials.ts';
import { lookUpOverview } from './look-up-view.ts';
import { KeyParam } from './lookups.ts';
import { issuesOf } from './mount.ts';
import { defineFreeRoute, defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import {
  ListParam,
  LookUpCheck,
  LookUpListUpdate,
  LookUpOverview,
  LookUpSourceCreate,
  LookUpSourceUpdate,
  RunWithoutRequest,
  TriedNumber,
  TryNumber,
} from './schemas/look-ups.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Look-ups';

export const lookUpRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/look-ups',
    tag: TAG,
    summary: 'Lists about numbers, their sources, what was answered, and which are run without by choice',
    roles: READERS,
    answer: LookUpOverview,
    run: (call) => lookUpOverview(call),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/look-ups/lists/:list',
    tag: TAG,
    summary: 'Who is asked for a list, how fast, and for how long an answer is relied on',
    roles: OWNERS,
    params: ListParam,
    body: LookUpListUpdate,
    answer: Ok,
    run: async (call) => {
      const { list } = call.params;
      await changeList(call, list, ({ costPer1000: cost, ...now }) => {
        const { costPer1000, ...rest } = call.body;
        const price = costPer1000 === undefined ? cost : costPer1000;
        return { ...now, ...given(rest), ...(price == null ? {} : { costPer1000: price }) };
      });
      await recordStaff(call, 'look-up', { body: { list, did: 'update', changes: { ...call.body } } });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/look-ups/lists/:list/without',
    tag: TAG,
    summary:
      'Chooses to run without a list: with name, reason and date, on record, and part of every judgement',
    roles: OWNERS,
    params: ListParam,
    body: RunWithoutRequest,
    answer: Ok,
    run: async (call) => {
      const { list } = call.params;
      const on = call.clock.now().toISOString().slice(0, 10);
      const { reason, expiresOn } = call.body;
      if (expiresOn !== undefined && expiresOn < on)
        throw invalidInput('the last day is over', [
          { path: 'expiresOn', message: 'lies in the past', remedy: 'Give today or a later day.' },
        ]);
      await changeList(call, list, (now) => ({
        ...now,
        without: {
          by: call.principal.name,
          reason,
          on,
          ...(expiresOn === undefined ? {} : { expiresOn }),
        },
      }));
      await recordStaff(call, 'look-up', {
        body: { list, did: 'run-without', reason, expiresOn: expiresOn ?? null },
      });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/look-ups/lists/:list/without',
    tag: TAG,
    summary: 'Takes back the choice to run without a list',
    roles: OWNERS,
    params: ListParam,
    answer: Ok,
    run: async (call) => {
      const { list } = call.params;
      const config = await readConfig(call.tx, call.principal.tenantId);
      const today = call.clock.now().toISOString().slice(0, 10);
      if (choiceOf(config, list, today) === null && config.lookUps?.[list]?.without === undefined)
        throw notFound('choice to run without this list');
      await apply(call, withoutChoice(config, list, today));
      await recordStaff(call, 'look-up', { body: { list, did: 'take-back' } });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/look-ups/sources',
    tag: TAG,
    summary: 'Adds a look-up source; keys are stored encrypted and never shown again',
    roles: OWNERS,
    body: LookUpSourceCreate,
    answer: Ok,
    run: async (call) => {
      const { body } = call;
      const connector = connectorOf(call, body.connector);
      const config = await readConfig(call.tx, call.principal.tenantId);
      if (config.sources.some(({ key }) => key === body.key))
        throw invalidInput('this key is taken', [
          { path: 'key', message: `there is a source "${body.key}" already`, remedy: 'Choose another key.' },
        ]);
      const settings = given(body.settings);
      checkSettings(connector, settings);
      await apply(call, {
        ...config,
        sources: [
          ...config.sources,
          {
            key: body.key,
            kind: 'lookup',
            connector: body.connector,
            ...(body.name !== undefined && { name: body.name }),
            unsigned: false,
            settings,
          },
        ],
        lookUps: lists(config, (list, now) =>
          body.lists.includes(list) ? { ...now, sources: [...now.sources, body.key] } : now,
        ),
      });
      await recordStaff(call, 'look-up', {
        body: { source: body.key, connector: body.connector, did: 'add-source', lists: body.lists },
      });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/look-ups/sources/:key',
    tag: TAG,
    summary: 'Changes a look-up source; a setting that is not sent stays, null removes it',
    roles: OWNERS,
    params: KeyParam,
    body: LookUpSourceUpdate,
    answer: Ok,
    run: async (call) => {
      const { body, params } = call;
      const config = await readConfig(call.tx, call.principal.tenantId);
      const source = sourceOf(config, params.key);
      const connector = connectorOf(call, source.connector);
      const record = await call.deps.pipeline.sources.byKey(source.key);
      const changes = body.settings ?? {};
      checkSettings(
        connector,
        given({ ...(record?.config as Readonly<Record<string, unknown>> | undefined), ...changes }),
      );
      const { name, ...rest } = source;
      const newName = body.name === undefined ? name : body.name;
      const changed: SourceConfig = {
        ...rest,
        ...(newName != null && { name: newName }),
        settings: given({ ...source.settings, ...changes }),
      };
      await apply(call, {
        ...config,
        sources: config.sources.map((each) => (each === source ? changed : each)),
      });
      await recordStaff(call, 'look-up', {
        body: { source: source.key, did: 'update-source', settings: Object.keys(changes) },
      });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/look-ups/sources/:key',
    tag: TAG,
    summary: 'Removes a look-up source; what it answered is kept until it ends',
    roles: OWNERS,
    params: KeyParam,
    answer: Ok,
    run: async (call) => {
      const config = await readConfig(call.tx, call.principal.tenantId);
      const source = sourceOf(config, call.params.key);
      await apply(call, {
        ...config,
        sources: config.sources.filter((each) => each !== source),
        lookUps: lists(config, (_, now) => ({
          ...now,
          sources: now.sources.filter((key) => key !== source.key),
        })),
      });
      await recordStaff(call, 'look-up', { body: { source: source.key, did: 'remove-source' } });
      return { ok: true as const };
    },
  }),
  defineFreeRoute({
    method: 'post',
    path: '/api/v1/look-ups/sources/:key/check',
    tag: TAG,
    summary: 'Asks the vendor whether it takes the key, and ends a pause after failures',
    roles: OWNERS,
    params: KeyParam,
    answer: LookUpCheck,
    runFree: (call) => checkSource(call, call.params.key),
  }),
  defineFreeRoute({
    method: 'post',
    path: '/api/v1/look-ups/try',
    tag: TAG,
    summary:
      'Asks about one number now; the answer is kept and on record like any other, and the vendor bills it',
    roles: OWNERS,
    body: TryNumber,
    answer: TriedNumber,
    runFree: (call) => tryNumber(call),
  }),
];

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'deps' | 'afterCommit'>;

async function changeList(
  call: InTenant,
  list: NumberTopic,
  change: (now: LookUpList) => LookUpList,
): Promise<void> {
  const config = await readConfig(call.tx, call.principal.tenantId);
  await apply(call, {
    ...config,
    lookUps: lists(config, (each, now) => (each === list ? change(now) : now)),
  });
}

/** Every list that is written down, and those that `change` says something new about. */
function lists(config: TenantConfig, change: (list: NumberTopic, now: LookUpList) => LookUpList): LookUps {
  return Object.fromEntries(
    NUMBER_TOPICS.flatMap((topic) => {
      const now = listOf(config, topic);
      const next = change(topic, now);
      return next === now && config.lookUps?.[topic] === undefined ? [] : [[topic, next]];
    }),
  );
}

/** The older setting spoke of all do-not-call lists: taken back for one of them, it stays for the other under its own name. */
function withoutChoice(config: TenantConfig, list: NumberTopic, today: string): TenantConfig {
  const kept = NUMBER_TOPICS.filter((topic) => topic !== list);
  const policy = { ...config.policy };
  delete policy.sendWithoutDncScrub;
  return {
    ...config,
    policy: list.endsWith('-dnc') ? policy : config.policy,
    lookUps: lists(config, (topic, now) => {
      const { without: own, ...rest } = now;
      if (topic === list) return own === undefined ? now : rest;
      const choice = kept.includes(topic) ? (own ?? choiceOf(config, topic, today)) : null;
      return choice === null || own !== undefined ? now : { ...now, without: choice };
    }),
  };
}

/** The same way as an imported file: everything is checked, secrets are sealed, the change wakes every process. */
async function apply(call: InTenant, config: TenantConfig): Promise<void> {
  const { tx, principal, deps } = call;
  const parsed = LookUpsSchema.safeParse(config.lookUps ?? {});
  const problems = parsed.success
    ? lookUpProblems(config.lookUps, config.sources, knownConnectors(deps.pipeline.connectors).lookup).map(
        ({ path, message, remedy }) => ({
          path: path.map(String).join('.'),
          message,
          ...(remedy === undefined ? {} : { remedy }),
        }),
      )
    : issuesOf(parsed.error);
  if (problems.length > 0)
    throw invalidInput(
      'some terms are not right',
      problems.map((problem) => ({
        ...problem,
        path: problem.path.replace(/^(?:lookUps\.)?[a-z]+(?:-[a-z]+)*\./, ''),
      })),
    );
  await applyConfig(tx, deps.pipeline.keeper, config, {
    tenantId: principal.tenantId,
    env: deps.settings.environment ?? {},
    isSecret: secretSettings(deps.pipeline.connectors),
  });
  call.afterCommit(() => deps.pipeline.signal.wake('organisation'));
}

function sourceOf(config: TenantConfig, key: string): SourceConfig {
  const source = config.sources.find((each) => each.key === key && each.kind === 'lookup');
  if (source === undefined) throw notFound('look-up source');
  return source;
}

/** Null and an empty text both mean "not set": that is what an emptied field of a form sends. */
function given(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== null && value !== '' && value !== undefined),
  );
}

function checkSettings(connector: NumberLookup, settings: Readonly<Record<string, unknown>>): void {
  const parsed = connector.config.safeParse(settings);
  if (parsed.success) return;
  throw invalidInput(
    'some settings are not right',
    issuesOf(parsed.error).map((issue) => ({ ...issue, path: `settings.${issue.path}` })),
  );
}
