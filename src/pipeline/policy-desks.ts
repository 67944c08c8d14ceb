/**
 * Which policies and which engine judge for an organisation: what the installation set up for all, and what the
 * organisation set up for itself. An organisation may put another engine in the place of the installation's, or none; the
 * installation's own policies hold for it all the same, because they can only tighten.
 */
import { z } from 'zod';
import type { Issue } from '../core/model/errors.ts';
import { ACTION_KINDS } from '../core/gate/input.ts';
import type { Organisation } from '../core/model/directory.ts';
import type { OwnPolicy } from '../core/policy/own-policy.ts';
import { bookWith } from '../core/policy/ruling.ts';
import type { OutboundDeps } from '../ports/connector.ts';
import type { PolicyEngine } from '../ports/policy.ts';
import { openOwn, openPolicyDesk, type EngineSeat, type OwnSeat, type PolicyDesk } from './policy-desk.ts';

type Policy = Organisation['tenant']['config']['policy'];
type EngineSetting = NonNullable<Policy['engine']>;
type PolicySetting = Pick<Policy, 'engine' | 'own'>;
type OwnSetting = NonNullable<Policy['own']>[number];

export interface PolicyDesks {
  /** Null when the rule book decides alone. */
  readonly of: (tenant: Organisation['tenant']) => PolicyDesk | null;
  /** What is wrong with an organisation's setting; paths begin at `policy`. */
  readonly problems: (policy: PolicySetting) => readonly Issue[];
  /** The same, and what evaluates inside Ringback is tried out; who is asked over the network need not be there yet. */
  readonly tryOut: (policy: PolicySetting) => Promise<readonly Issue[]>;
  /** Engines that may be named, with what they want to know. */
  readonly engines: ReadonlyMap<string, PolicyEngine>;
  readonly installation: InstallationPolicy;
  readonly close: () => void;
}

/** What holds for every organisation of this installation. */
export interface InstallationPolicy {
  readonly own: readonly OwnPolicy[];
  readonly engine: EngineSeat | null;
  /** `tenants`: keys of the organisations that it holds for; null for all. */
  readonly operator: readonly (OwnSeat & { readonly tenants: readonly string[] | null })[];
}

export const NOTHING_SET_UP: InstallationPolicy = { own: [], engine: null, operator: [] };

/** The word for "the rule book alone", against an engine of the installation. */
export const NATIVE = 'native';

export function openPolicyDesks(
  engines: ReadonlyMap<string, PolicyEngine>,
  installation: InstallationPolicy,
  deps: Omit<OutboundDeps, 'signal'>,
): PolicyDesks {
  /** By what is set up: organisations that set up the same share a desk, and what it loaded. */
  const desks = new Map<string, PolicyDesk | null>();
  const seen = new Map<string, { readonly policy: Policy; readonly key: string }>();

  const deskFor = (
    tenant: Organisation['tenant'],
    shared: InstallationPolicy['operator'],
  ): PolicyDesk | null => {
    const { engine, own = [], relaxed = [] } = tenant.config.policy;
    const seats = [...shared, ...own.map((one) => ownSeat(engines, one))];
    const seat = engine === undefined ? installation.engine : engineSeat(engines, engine);
    const nothing = seat === null && seats.length === 0 && relaxed.length === 0;
    if (nothing && installation.own.length === 0) return null;
    return openPolicyDesk(installation.own, seat, deps, seats, relaxed);
  };
  /** The last organisation that had it set up another one. */
  const closeUnused = (key: string): void => {
    if ([...seen.values()].some((one) => one.key === key)) return;
    desks.get(key)?.close();
    desks.delete(key);
  };

  const problems = ({ engine, own = [] }: PolicySetting): readonly Issue[] => [
    ...(engine === undefined ? [] : engineProblems(engines, engine)),
    ...own.flatMap((one, index) => ownProblems(engines, one, own, index)),
    ...own.flatMap(({ id }, index) =>
      installation.operator.some((one) => one.id === id)
        ? [
            {
              path: `policy.own.${index}.id`,
              message: `${id} is a policy of the installation`,
              remedy: ANOTHER_NAME,
            },
          ]
        : [],
    ),
  ];

  return {
    of: (tenant) => {
      const { policy } = tenant.config;
      const known = seen.get(tenant.id);
      if (known?.policy === policy) return desks.get(known.key) ?? null;
      const shared = installation.operator.filter(({ tenants }) => tenants?.includes(tenant.key) !== false);
      const key = JSON.stringify([policy.engine, policy.own, policy.relaxed, shared.map(({ id }) => id)]);
      if (!desks.has(key)) desks.set(key, deskFor(tenant, shared));
      seen.set(tenant.id, { policy, key });
      if (known !== undefined) closeUnused(known.key);
      return desks.get(key) ?? null;
    },
    problems,
    tryOut: async (policy) => {
      const found = problems(policy);
      if (found.length > 0) return found;
      const tried = (policy.own ?? []).map(async (one, index): Promise<Issue[]> => {
        if ('url' in one.settings) return [];
        const outcome = await openOwn(ownSeat(engines, one), bookWith(installation.own), deps).load();
        if (outcome.status === 'loaded') return [];
        const remedy = 'docs/policy-engines.md shows how such a policy is written.';
        return [{ path: `policy.own.${index}.settings`, message: outcome.detail, remedy }];
      });
      return (await Promise.all(tried)).flat();
    },
    engines,
    installation,
    close: () => {
      for (const desk of desks.values()) desk?.close();
      desks.clear();
      seen.clear();
    },
  };
}

const ANOTHER_NAME = 'Give it a name of its own.';
const FILES_ELSEWHERE =
  'A file on the server is named by whoever runs the installation, in RINGBACK_POLICY_FILE.';

/** A setting that cannot be used is an engine that cannot be asked: the Gate asks a person, it never goes on without. */
function engineSeat(engines: ReadonlyMap<string, PolicyEngine>, setting: EngineSetting): EngineSeat | null {
  if (setting.use === NATIVE) return null;
  const engine = engines.get(setting.use);
  const [problem] = engineProblems(engines, setting);
  if (engine !== undefined && problem === undefined)
    return { engine, config: engine.config.parse(setting.settings), role: setting.role };
  const detail = `its setting cannot be used: ${problem?.message ?? 'unknown engine'}`;
  const load = () => Promise.resolve({ status: 'unavailable' as const, detail, retryable: false });
  const [stand] = engine === undefined ? engines.values() : [engine];
  // Without a single engine in this build there is nothing to speak through, and nothing that could be named.
  if (stand === undefined) return null;
  const meta = { ...stand.meta, name: engine?.meta.name ?? setting.use };
  return { engine: { ...stand, meta, load }, config: {}, role: setting.role };
}

function ownSeat(engines: ReadonlyMap<string, PolicyEngine>, setting: OwnSetting): OwnSeat {
  const { id, title, use, kinds, expires, settings } = setting;
  const engine = engines.get(use);
  const [problem] = ownProblems(engines, setting, [setting], 0);
  const common = {
    id,
    title: title ?? id,
    kinds: kinds ?? null,
    expires: expires ?? null,
    engine: engine?.meta.name ?? use,
    language: engine?.meta.language ?? ('cedar' as const),
  };
  if (engine?.own !== undefined && problem === undefined)
    return { ...common, policies: engine.own, config: engine.own.config.parse(settings) };
  const detail = `its setting cannot be used: ${problem?.message ?? 'unknown engine'}`;
  const load = () => Promise.resolve({ status: 'unavailable' as const, detail });
  return { ...common, config: {}, policies: { config: z.unknown(), load } };
}

function engineProblems(
  engines: ReadonlyMap<string, PolicyEngine>,
  setting: EngineSetting,
): readonly Issue[] {
  const path = 'policy.engine';
  if (setting.use === NATIVE) return [];
  const engine = engines.get(setting.use);
  if (engine === undefined)
    return [
      {
        path: `${path}.use`,
        message: `there is no engine ${setting.use}`,
        remedy: `Say one of ${[NATIVE, ...engines.keys()].join(', ')}.`,
      },
    ];
  if ('file' in setting.settings)
    return [{ path: `${path}.settings.file`, message: 'is a file of the server', remedy: FILES_ELSEWHERE }];
  return configProblems(engine.config, setting.settings, `${path}.settings`);
}

function ownProblems(
  engines: ReadonlyMap<string, PolicyEngine>,
  setting: OwnSetting,
  all: readonly OwnSetting[],
  index: number,
): readonly Issue[] {
  const path = `policy.own.${index}`;
  const engine = engines.get(setting.use);
  if (all.findIndex(({ id }) => id === setting.id) < index)
    return [{ path: `${path}.id`, message: `${setting.id} is named twice`, remedy: ANOTHER_NAME }];
  const odd = setting.kinds?.findIndex((kind) => !(ACTION_KINDS as readonly string[]).includes(kind)) ?? -1;
  if (odd >= 0)
    return [
      {
        path: `${path}.kinds.${odd}`,
        message: `there is no kind of action ${setting.kinds?.[odd] ?? ''}`,
        remedy: `Say one of ${ACTION_KINDS.join(', ')}.`,
      },
    ];
  if (engine?.own === undefined) {
    const able = [...engines].flatMap(([id, one]) => (one.own === undefined ? [] : [id]));
    return [
      {
        path: `${path}.use`,
        message: `${setting.use} evaluates no policies of your own`,
        remedy: `Say one of ${able.join(', ')}.`,
      },
    ];
  }
  if ('file' in setting.settings)
    return [{ path: `${path}.settings.file`, message: 'is a file of the server', remedy: FILES_ELSEWHERE }];
  return configProblems(engine.own.config, setting.settings, `${path}.settings`);
}

function configProblems(schema: PolicyEngine['config'], settings: unknown, path: string): readonly Issue[] {
  const parsed = schema.safeParse(settings);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({
        path: [path, ...issue.path].join('.'),
        message: issue.message,
        remedy: 'See docs/connectors/policy.generated.md for what this engine wants to know.',
      }));
}
