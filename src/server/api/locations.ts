import type { z } from 'zod';
import { composeTextback, textbackFacts, type TextVariant } from '../../core/compose/compose.ts';
import { templateProblems } from '../../core/compose/template.ts';
import { LocationConfig } from '../../core/model/organisation.ts';
import type { LocationRecord } from '../../core/model/directory.ts';
import type { MissedCallClass } from '../../core/model/attempt.ts';
import { locationProblems } from '../../core/organisation/location-rules.ts';
import { saveLocation, setLocationMode, setPaused } from '../../store/organisation.ts';
import { countsByLocation } from '../../store/queries-today.ts';
import { invalidInput } from '../errors.ts';
import { KeyParam, locationByKey } from './lookups.ts';
import { issuesOf } from './mount.ts';
import { locationRow } from './present.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import {
  LocationDetail,
  LocationList,
  LocationsQuery,
  LocationUpdate,
  ModeRequest,
  Preview,
  PreviewRequest,
  SwitchRequest,
} from './schemas/locations.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Locations';

export const locationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/locations',
    tag: TAG,
    summary: 'Locations with their mode and what would keep texts from going out',
    roles: READERS,
    query: LocationsQuery,
    answer: LocationList,
    run: async ({ tx, principal, query, organisation, clock }) => {
      const shop = await organisation();
      const counts = await countsByLocation(tx, principal.tenantId, weekBefore(clock.now()));
      const q = query.q?.toLowerCase() ?? '';
      const items = [...shop.locations.values()]
        .map((location) => locationRow(shop, location, counts.get(location.id)))
        .filter(
          (row) =>
            (query.banner === undefined || row.banner.key === query.banner) &&
            (query.mode === undefined || row.effectiveMode === query.mode) &&
            (q === '' ||
              [row.name, row.key, row.city, row.state, row.banner.name, row.mainNumber ?? ''].some((text) =>
                text.toLowerCase().includes(q),
              )),
        )
        .sort((a, b) => a.banner.name.localeCompare(b.banner.name) || a.name.localeCompare(b.name));
      return { items, nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/locations/:key',
    tag: TAG,
    summary: 'The settings of one location',
    roles: READERS,
    params: KeyParam,
    answer: LocationDetail,
    run: (call) => detail(call, call.params.key),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/locations/:key',
    tag: TAG,
    summary:
      'Changes settings of a location; a section that is sent replaces the whole section, null removes it',
    roles: OWNERS,
    params: KeyParam,
    body: LocationUpdate,
    answer: LocationDetail,
    run: async (call) => {
      const { tx, principal, params, body, afterCommit, deps } = call;
      const location = locationByKey(await call.organisation(), params.key);
      const config = changedConfig(location, body.changes);
      await saveLocation(tx, principal.tenantId, config, body.version);
      await recordStaff(call, 'location', {
        body: { location: params.key, sections: Object.keys(body.changes) },
      });
      afterCommit(() => deps.pipeline.signal.wake('organisation'));
      return detail(call, params.key);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/locations/:key/mode',
    tag: TAG,
    summary: 'Switches a location between live, shadow and off',
    roles: OWNERS,
    params: KeyParam,
    body: ModeRequest,
    answer: LocationDetail,
    run: async (call) => {
      const { tx, principal, params, body, afterCommit, deps } = call;
      const before = locationByKey(await call.organisation(), params.key);
      await setLocationMode(tx, principal.tenantId, params.key, body.mode);
      await recordStaff(call, 'mode', { body: { location: params.key, from: before.mode, to: body.mode } });
      afterCommit(() => deps.pipeline.signal.wake('organisation'));
      return detail(call, params.key);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/locations/:key/preview',
    tag: TAG,
    summary: 'The first text as it would be sent now, with the template given or the stored one',
    roles: READERS,
    params: KeyParam,
    body: PreviewRequest,
    answer: Preview,
    run: async ({ params, body, organisation, clock }) => {
      const location = locationByKey(await organisation(), params.key);
      return preview(location, body, clock.now().toISOString());
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/switches',
    tag: TAG,
    summary: 'Pauses or resumes a location, a brand or everything',
    roles: OWNERS,
    body: SwitchRequest,
    answer: Ok,
    run: async (call) => {
      const { tx, principal, body, afterCommit, deps } = call;
      await setPaused(
        tx,
        principal.tenantId,
        body.scope === 'tenant' ? { scope: 'tenant' } : { scope: body.scope, key: body.key },
        body.paused,
      );
      await recordStaff(call, 'switch', { body: { ...body } });
      afterCommit(() => deps.pipeline.signal.wake('organisation'));
      return { ok: true as const };
    },
  }),
];

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'clock' | 'deps'>;

/** Loaded anew: what was just written shows. */
async function detail(call: InTenant, key: string): Promise<z.output<typeof LocationDetail>> {
  const { tx, principal, clock, deps } = call;
  const shop = await deps.pipeline.organisations.load(tx, principal.tenantId);
  const location = locationByKey(shop, key);
  const counts = await countsByLocation(tx, principal.tenantId, weekBefore(clock.now()));
  const plain = {
    ...location,
    config: { ...location.config, textback: withoutTemplates(location.config.textback) },
  };
  return {
    location: locationRow(shop, location, counts.get(location.id)),
    version: location.version,
    config: location.config,
    defaultTemplate: preview(plain, { variant: 'plain' }, clock.now().toISOString()).body,
  };
}

const weekBefore = (now: Date): string => new Date(now.getTime() - 7 * 86_400_000).toISOString();

/** The whole configuration with the changed sections in it, checked as if it had come from a file. */
function changedConfig(location: LocationRecord, changes: Readonly<Record<string, unknown>>): LocationConfig {
  const fixed = ['key'].filter((name) => name in changes);
  if (fixed.length > 0)
    throw invalidInput('the key of a location does not change', [
      { path: 'changes.key', message: 'may not be sent', remedy: 'Add a new location instead.' },
    ]);
  const sections: Readonly<Record<string, unknown>> = { ...location.config, ...changes };
  const merged = Object.fromEntries(Object.entries(sections).filter(([, value]) => value !== null));
  const parsed = LocationConfig.safeParse(merged);
  if (!parsed.success) {
    const issues = issuesOf(parsed.error).map((issue) => ({ ...issue, path: `changes.${issue.path}` }));
    throw invalidInput('some settings are not right', issues);
  }
  const problems = locationProblems(parsed.data).map((problem) => ({
    path: `changes.${problem.path.map(String).join('.')}`,
    message: problem.message,
    ...(problem.remedy !== undefined && { remedy: problem.remedy }),
  }));
  if (problems.length > 0) throw invalidInput('some settings contradict each other', problems);
  // The mode is a switch with its own address: an edited form must not throw it by the way.
  return { ...parsed.data, textback: { ...parsed.data.textback, mode: location.mode } };
}

type Textback = LocationConfig['textback'];

function withoutTemplates(textback: Textback): Textback {
  const rest = { ...textback, templates: {} };
  delete rest.template;
  return rest;
}

const SITUATIONS: Readonly<
  Record<
    z.output<typeof PreviewRequest>['variant'],
    { variant: TextVariant; primaryClass: MissedCallClass; returning: boolean }
  >
> = {
  plain: { variant: 'standard', primaryClass: 'no-answer', returning: false },
  'after-hours': { variant: 'after-hours', primaryClass: 'after-hours', returning: false },
  voicemail: { variant: 'voicemail', primaryClass: 'voicemail-left-without-callback', returning: false },
  busy: { variant: 'busy', primaryClass: 'rep-busy', returning: false },
  returning: { variant: 'returning', primaryClass: 'no-answer', returning: true },
};

/** Composed by the very function that writes the real text, for a caller named Ana. */
function preview(
  location: LocationRecord,
  given: { template?: string | undefined; variant: z.output<typeof PreviewRequest>['variant'] },
  at: string,
): z.output<typeof Preview> {
  const situation = SITUATIONS[given.variant];
  const facts = textbackFacts({
    location,
    dialled: location.config.numbers[0]?.number ?? null,
    primaryClass: situation.primaryClass,
    classes: [situation.primaryClass],
    callerName: 'Ana',
    returning: situation.returning,
    assistantAnswers: true,
    at,
  });
  const { template } = given;
  const own =
    template === undefined
      ? facts
      : situation.variant === 'standard'
        ? { ...facts, template }
        : { ...facts, templates: { ...facts.templates, [situation.variant]: template } };
  const text = composeTextback(own).outcome;
  const problems =
    template === undefined
      ? []
      : templateProblems(template, 'template').map((issue) =>
          [issue.message, issue.remedy].filter((part) => part !== undefined).join('. '),
        );
  return { body: text.body, segments: text.segments, encoding: text.encoding, problems };
}
