/** How the lists and their sources stand, for the Look-ups page and for Health. Secrets never leave. */
import type { TenantConfig } from '../../core/model/organisation.ts';
import { KEEP_DAYS, NUMBER_TOPICS, type NumberTopic } from '../../core/model/look-ups.ts';
import { choiceOf, LIST_TERMS, listOf, standingOf } from '../../core/organisation/look-ups.ts';
import type { NumberLookup } from '../../ports/lookup.ts';
import {
  answerCounts,
  importedLists,
  standings,
  waitingCounts,
  type LookupStanding,
} from '../../store/look-ups.ts';
import type { SourceRecord } from '../../store/sources.ts';
import { secretSettings } from './config.ts';
import { issuesOf } from './mount.ts';
import type { Call } from './route.ts';
import type { CheckShape } from './schemas/health.ts';
import type {
  LookUpConnectorShape,
  LookUpListShape,
  LookUpOverview,
  LookUpSourceShape,
} from './schemas/look-ups.ts';
import { settingFields } from './setting-fields.ts';

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'deps' | 'clock' | 'organisation'>;

export async function lookUpOverview(call: InTenant): Promise<LookUpOverview> {
  const { deps } = call;
  const { tenant } = await call.organisation();
  return {
    simulated: tenant.simulated,
    lists: await listShapes(call),
    sources: await sourceShapes(call),
    connectors: [...(deps.pipeline.connectors.lookup ?? new Map<string, NumberLookup>()).values()]
      .map(connectorShape)
      .sort((a, b) => a.name.localeCompare(b.name)),
  };
}

async function listShapes(call: InTenant): Promise<LookUpListShape[]> {
  const { tx, principal, clock } = call;
  const { tenantId } = principal;
  const { config } = (await call.organisation()).tenant;
  const at = clock.now().toISOString();
  const today = at.slice(0, 10);
  const counts = await answerCounts(tx, tenantId, at);
  const waiting = await waitingCounts(tx, tenantId);
  const imported = await importedLists(tx, tenantId);
  return NUMBER_TOPICS.map((list) => {
    const own = counts.filter(({ topic }) => topic === list);
    const files = imported.filter(({ topic }) => topic === list);
    const { sources, keepDays, requestsPerMinute, costPer1000 } = listOf(config, list);
    const asked = waiting.find(({ topic }) => topic === list);
    const { title, rule, without } = LIST_TERMS[list];
    return {
      list,
      title,
      rule,
      consequence: without,
      state: stateOf(config, list, today, files.length > 0),
      sources: [...sources],
      keepDays,
      mostDays: KEEP_DAYS[list].most,
      requestsPerMinute,
      costPer1000: costPer1000 ?? null,
      choice: writtenChoice(config, list, today),
      kept: own.reduce((sum, each) => sum + each.kept, 0),
      current: own.reduce((sum, each) => sum + each.current, 0),
      lastAnswerAt:
        own
          .flatMap(({ lastAt }) => lastAt ?? [])
          .sort()
          .at(-1) ?? null,
      asking: asked?.asking ?? 0,
      givenUp: asked?.givenUp ?? 0,
      imported: files.map(({ name, asOf, state, numbers }) => ({ name, asOf, state, numbers })),
    };
  });
}

type Settings = Pick<TenantConfig, 'lookUps' | 'policy'>;

function stateOf(
  config: Settings,
  list: NumberTopic,
  today: string,
  hasFiles: boolean,
): LookUpListShape['state'] {
  const { choice, sources } = standingOf(config, list, today);
  if (choice !== null) return 'without';
  if (sources.length > 0) return 'asked';
  return hasFiles ? 'imported' : 'undecided';
}

/** Also one that has ended or not begun: it stands in the configuration and somebody should see it. */
function writtenChoice(config: Settings, list: NumberTopic, today: string): LookUpListShape['choice'] {
  const current = choiceOf(config, list, today);
  const shown = current ?? config.lookUps?.[list]?.without;
  return shown === undefined
    ? null
    : {
        by: shown.by,
        reason: shown.reason,
        on: shown.on,
        expiresOn: shown.expiresOn ?? null,
        inForce: current !== null,
      };
}

async function sourceShapes(call: InTenant): Promise<LookUpSourceShape[]> {
  const { tx, principal, deps } = call;
  const { pipeline } = deps;
  const rows = new Map(
    (await standings(tx, principal.tenantId)).map((standing) => [standing.sourceId, standing]),
  );
  const isSecret = secretSettings(pipeline.connectors);
  return (await pipeline.sources.ofTenant(principal.tenantId))
    .filter(({ kind }) => kind === 'lookup')
    .sort((a, b) => a.key.localeCompare(b.key))
    .map((source) =>
      sourceShape(source, pipeline.connectors.lookup?.get(source.connector), rows.get(source.id), isSecret),
    );
}

function sourceShape(
  source: SourceRecord,
  connector: NumberLookup | undefined,
  standing: LookupStanding | undefined,
  isSecret: (connector: string, setting: string) => boolean,
): LookUpSourceShape {
  const opened = Object.entries(source.config as Readonly<Record<string, unknown>>);
  const parsed = connector?.config.safeParse(source.config);
  return {
    key: source.key,
    name: source.name,
    connector: source.connector,
    product: connector?.meta.name ?? source.connector,
    lists: [...(connector?.meta.topics ?? [])],
    state:
      standing === undefined || standing.asked === 0
        ? 'not-asked-yet'
        : standing.refused
          ? 'refused'
          : standing.failures > 0
            ? 'failing'
            : 'well',
    settings: Object.fromEntries(opened.filter(([name]) => !isSecret(source.connector, name))),
    secretsSet: opened.map(([name]) => name).filter((name) => isSecret(source.connector, name)),
    problems:
      connector === undefined
        ? [`This version has no connector named ${source.connector}.`]
        : parsed?.success === false
          ? issuesOf(parsed.error).map((issue) => `${issue.path}: ${issue.message}`)
          : [],
    asked: standing?.asked ?? 0,
    answered: standing?.answered ?? 0,
    failed: standing?.failed ?? 0,
    lastAnswerAt: standing?.lastAnswerAt ?? null,
    lastFailure:
      standing?.lastFailureAt == null
        ? null
        : {
            at: standing.lastFailureAt,
            detail: standing.failureDetail ?? 'no reason was kept',
            remedy: standing.failureRemedy,
          },
    pausedUntil: standing?.pausedUntil ?? null,
  };
}

function connectorShape({ meta, config }: NumberLookup): LookUpConnectorShape {
  return {
    id: meta.id,
    name: meta.name,
    lists: [...meta.topics],
    maturity: meta.maturity,
    checkedHow: meta.checkedHow,
    lastChecked: meta.lastChecked,
    docs: [...meta.docs],
    setup: [...meta.setup],
    // Nothing is delivered by a look-up, so no secret checks deliveries.
    settings: settingFields(config).map((field) => ({ ...field, authenticates: false })),
  };
}

/** Failures with what to do, and which lists are run without: by choice, or because nobody decided. */
export async function lookUpChecks(call: InTenant): Promise<CheckShape[]> {
  const { tenant } = await call.organisation();
  const lists = await listShapes(call);
  const failing = (await sourceShapes(call)).filter(
    ({ state, problems }) => state === 'failing' || state === 'refused' || problems.length > 0,
  );
  const used = new Set(lists.filter(({ state }) => state === 'asked').flatMap(({ sources }) => sources));
  const troubles = failing.filter(({ key }) => used.has(key) && !tenant.simulated);
  return [
    troubles.length === 0
      ? { name: 'Lists about numbers', ok: true, detail: summary(lists) }
      : {
          name: 'Lists about numbers',
          ok: false,
          detail: `${troubles
            .map(
              ({ key, lastFailure, problems }) =>
                `Source ${key}: ${lastFailure?.detail ?? problems[0] ?? ''}`,
            )
            .join(
              ' ',
            )} What they would answer counts as unknown: texts that need it wait, then a person is asked to call.`,
          remedy: [
            ...new Set(
              troubles.flatMap(
                ({ lastFailure }) =>
                  lastFailure?.remedy ??
                  'They are asked again by themselves; look at the status page of the vendor.',
              ),
            ),
            'Until then you can add a second source, or choose on the Look-ups page to run without that list.',
          ].join(' '),
        },
  ];
}

function summary(lists: readonly LookUpListShape[]): string {
  const named = (state: LookUpListShape['state']): string =>
    lists
      .filter((list) => list.state === state)
      .map(({ title }) => title.toLowerCase())
      .join(', ');
  const parts = [
    ['asked', named('asked')],
    ['from files', named('imported')],
    ['run without by choice', named('without')],
    ['nobody decided', named('undecided')],
  ].filter(([, which]) => which !== '');
  return parts.map(([how, which]) => `${how ?? ''}: ${which ?? ''}`).join('; ');
}
