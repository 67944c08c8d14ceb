/** The engines and policies that judge beside the rule book, per organisation; every change is on record. */
import { TenantConfig } from '../../core/model/organisation.ts';
import { bookVersion } from '../../core/policy/formats/format.ts';
import { bookWith } from '../../core/policy/ruling.ts';
import type { PolicyDesks } from '../../pipeline/policy-desks.ts';
import { AppError } from '../../core/model/errors.ts';
import { applyConfig, readConfig } from '../../store/organisation.ts';
import { invalidInput } from '../errors.ts';
import { secretSettings } from './config.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { settingFields } from './setting-fields.ts';
import { PolicyChange, PolicyView } from './schemas/policy.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Counsel and rules';

export const policyRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/policy',
    tag: TAG,
    summary: 'Who judges besides the rule book, and what could; secrets show as references only',
    roles: READERS,
    answer: PolicyView,
    run: view,
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/policy',
    tag: TAG,
    summary: 'Sets the policy engine and the own policies of this organisation',
    description:
      'Holds from the next action on. Policies that run inside Ringback are tried out first; one that cannot be used is refused. Secrets may be written as they are: they are stored encrypted and never shown again.',
    roles: OWNERS,
    body: PolicyChange,
    answer: PolicyView,
    run: change,
  }),
];

async function change(call: Call<unknown, unknown, PolicyChange>): Promise<PolicyView> {
  const { tx, principal, body, deps, afterCommit } = call;
  const desks = desksOf(call);
  const before = await readConfig(tx, principal.tenantId);
  const { engine: oldEngine, own: oldOwn, ...rest } = before.policy;
  const engine = body.engine === undefined ? oldEngine : (body.engine ?? undefined);
  const own = body.own ?? oldOwn ?? [];
  const policy = {
    ...rest,
    ...(engine !== undefined && { engine }),
    ...(own.length > 0 && { own }),
  };
  const issues = await desks.tryOut(policy);
  if (issues.length > 0) throw invalidInput('this policy setting cannot be used', [...issues]);
  const { changes } = await applyConfig(tx, deps.pipeline.keeper, TenantConfig.parse({ ...before, policy }), {
    tenantId: principal.tenantId,
    env: deps.settings.environment ?? {},
    isSecret: secretSettings(deps.pipeline.connectors),
  });
  if (changes.length > 0)
    await recordStaff(call, 'policy', {
      body: {
        engine: engine === undefined ? null : { use: engine.use, role: engine.role },
        own: own.map(({ id, use, author, expires }) => ({ id, use, author, expires: expires ?? null })),
        before: {
          engine: oldEngine === undefined ? null : { use: oldEngine.use, role: oldEngine.role },
          own: (oldOwn ?? []).map(({ id }) => id),
        },
        changes: changes.map(({ text }) => text),
      },
    });
  afterCommit(() => deps.pipeline.signal.wake('organisation'));
  return view(call);
}

async function view(call: Call<unknown, unknown, unknown>): Promise<PolicyView> {
  const desks = desksOf(call);
  const { installation } = desks;
  const { policy } = await readConfig(call.tx, call.principal.tenantId);
  return {
    rules: bookVersion(bookWith(installation.own)),
    installation: {
      engine:
        installation.engine === null
          ? null
          : { name: installation.engine.engine.meta.name, role: installation.engine.role },
      own: [
        ...installation.own.map(({ id, title }) => ({ id, title, engine: 'Ringback' })),
        ...installation.operator.map(({ id, title, engine }) => ({ id, title, engine })),
      ],
    },
    engine: policy.engine ?? null,
    own: policy.own ?? [],
    relaxed: policy.relaxed ?? [],
    engines: [...desks.engines].map(([id, { meta, config, own }]) => ({
      id,
      name: meta.name,
      maturity: meta.maturity,
      settings: settingFields(config).filter(isForTenants),
      own: own === undefined || !takesNoFile(own.config) ? null : settingFields(own.config),
    })),
  };
}

/** What names a file of the server is for whoever runs the installation. */
function isForTenants({ name }: { readonly name: string }): boolean {
  return name !== 'file';
}

function takesNoFile(config: Parameters<typeof settingFields>[0]): boolean {
  return settingFields(config).every(isForTenants);
}

function desksOf({ deps }: Pick<Call<unknown, unknown, unknown>, 'deps'>): PolicyDesks {
  const { policy } = deps.pipeline;
  if (policy === undefined) throw new AppError('conflict', 'no policy engines are set up in this process');
  return policy;
}
