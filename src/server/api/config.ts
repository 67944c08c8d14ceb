import { stringify } from 'yaml';
import { parseConfig } from '../../core/organisation/parse.ts';
import type { Change } from '../../core/organisation/plan.ts';
import { knownConnectors, type Connectors } from '../../pipeline/context.ts';
import { isSecret } from '../../ports/connector.ts';
import { AppError, type Issue } from '../../core/model/errors.ts';
import type { TenantConfig } from '../../core/model/organisation.ts';
import { applyConfig, readConfig, type AppliedConfig } from '../../store/organisation.ts';
import { z } from 'zod';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { ConfigApplied, ConfigPlan, ConfigRequest, ConfigText } from './schemas/config.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Configuration';

export const configRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/config',
    tag: TAG,
    summary: 'The organisation as ringback.yaml; secrets show as references only',
    roles: READERS,
    answer: ConfigText,
    run: async ({ tx, principal }) => ({
      yaml: stringify(await readConfig(tx, principal.tenantId), { lineWidth: 120 }),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/config/plan',
    tag: TAG,
    summary: 'What a file would change, or every problem it has; nothing is written',
    roles: OWNERS,
    body: ConfigRequest,
    answer: ConfigPlan,
    run: async (call) => {
      const parsed = parse(call);
      if (!parsed.ok) return { ok: false, changes: [], issues: [...parsed.issues] };
      try {
        const { changes } = await apply(call, parsed.config, true);
        return { ok: true, changes: changes.map(changeShape), issues: [] };
      } catch (error) {
        if (error instanceof AppError && error.code === 'invalid-config')
          return { ok: false, changes: [], issues: [...error.issues] };
        throw error;
      }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/config/apply',
    tag: TAG,
    summary: 'Applies a file; the same file again changes nothing',
    roles: OWNERS,
    body: ConfigRequest,
    answer: ConfigApplied,
    run: async (call) => {
      const parsed = parse(call);
      if (!parsed.ok)
        throw new AppError('invalid-config', 'the file has problems', { issues: parsed.issues });
      const { changes } = await apply(call, parsed.config, false);
      if (changes.length > 0)
        await recordStaff(call, 'config', {
          body: { changes: changes.map((change) => change.text).slice(0, 200) },
        });
      call.afterCommit(() => call.deps.pipeline.signal.wake('organisation'));
      return { applied: changes.length, changes: changes.map(changeShape) };
    },
  }),
];

type WithYaml = Call<unknown, unknown, { yaml: string }>;

function parse(call: WithYaml): { ok: true; config: TenantConfig } | { ok: false; issues: readonly Issue[] } {
  const parsed = parseConfig(call.body.yaml, knownConnectors(call.deps.pipeline.connectors));
  if (parsed.ok) {
    const issues = call.deps.pipeline.policy?.problems(parsed.config.policy) ?? [];
    return issues.length === 0 ? parsed : { ok: false, issues };
  }
  return {
    ok: false,
    issues: parsed.issues.map(({ line, path, ...issue }) => ({
      ...issue,
      path: line === undefined ? path : `line ${line}${path === '' ? '' : ` (${path})`}`,
    })),
  };
}

function apply(call: WithYaml, config: TenantConfig, planOnly: boolean): Promise<AppliedConfig> {
  const { tx, principal, deps } = call;
  return applyConfig(tx, deps.pipeline.keeper, config, {
    tenantId: principal.tenantId,
    planOnly,
    env: deps.settings.environment ?? {},
    isSecret: secretSettings(deps.pipeline.connectors),
  });
}

/** Whether a connector marks a setting as secret, by its own schema. */
export function secretSettings(connectors: Connectors): (connector: string, setting: string) => boolean {
  return (connector, setting) =>
    [
      connectors.voice.get(connector),
      connectors.messaging.get(connector),
      connectors.lookup?.get(connector),
    ].some((each) => {
      const field =
        each?.config instanceof z.ZodObject
          ? (each.config.shape as Record<string, z.ZodType | undefined>)[setting]
          : undefined;
      return field !== undefined && isSecret(field);
    });
}

function changeShape(change: Change): z.output<typeof ConfigApplied>['changes'][number] {
  return {
    action: change.action,
    path: `${change.what}.${change.key}`,
    text: change.text,
    dangerous: change.danger !== undefined,
    ...(change.danger !== undefined && { danger: change.danger }),
  };
}
