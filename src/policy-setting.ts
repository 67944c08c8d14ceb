import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { policyEngines } from './connectors/registry.generated.ts';
import { ACTION_KINDS } from './core/gate/input.ts';
import { AppError, type Issue } from './core/model/errors.ts';
import { parseOwnPolicies } from './core/policy/own-policy.ts';
import { ENGINE_ROLES } from './core/policy/ruling.ts';
import {
  NOTHING_SET_UP,
  openPolicyDesks,
  type InstallationPolicy,
  type PolicyDesks,
} from './pipeline/policy-desks.ts';
import type { PolicyEngine } from './ports/policy.ts';

/**
 * The operator's policy file (RINGBACK_POLICY_FILE), for every organisation of the installation: own policies in the
 * conditions of the rule book under `policies`, in Rego or Cedar under `own`, and under `engine` who else judges unless
 * an organisation says otherwise. Without the file the rule book decides alone, and organisations may still set up their
 * own. Part of the composition root: it knows the engines; each loads its library when it is first asked.
 */
const engineNames = [...policyEngines.keys()];
const ownNames = [...policyEngines].flatMap(([id, { own }]) => (own === undefined ? [] : [id]));
const settings = z.record(z.string(), z.unknown()).default({});

const PolicyFile = z.strictObject({
  policies: z.unknown().optional(),
  own: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^[a-z][a-z0-9-]{1,60}$/, 'small letters, digits and hyphens, beginning with a letter'),
        title: z.string().min(3).max(200).optional(),
        use: z.enum(ownNames, { error: `say one of ${ownNames.join(', ')}` }),
        kinds: z.array(z.enum(ACTION_KINDS)).min(1).optional(),
        author: z.string().min(1).max(200),
        expires: z.iso.date().optional(),
        tenants: z.array(z.string().min(1)).min(1).optional(),
        settings,
      }),
    )
    .max(100)
    .default([]),
  engine: z
    .strictObject({
      use: z.enum(engineNames, { error: `say one of ${engineNames.join(', ')}` }),
      role: z.enum(ENGINE_ROLES).default('second-opinion'),
      settings,
    })
    .optional(),
});
type PolicyFile = z.infer<typeof PolicyFile>;

export async function policyDesks(
  file: string | null,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<PolicyDesks> {
  const installation = file === null ? NOTHING_SET_UP : await readPolicyFile(file, environment);
  return openPolicyDesks(policyEngines, installation, { fetch, now: () => new Date() });
}

/** Throws `invalid-config` with every problem, by path. */
export async function readPolicyFile(
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<InstallationPolicy> {
  const parsed = PolicyFile.safeParse(withEnvironment(await readYaml(file), environment));
  if (!parsed.success) throw unusable(file, issuesOf(parsed.error, []));
  const { policies, engine, own } = parsed.data;
  const trees = policies === undefined ? { ok: true as const, value: [] } : parseOwnPolicies({ policies });
  if (!trees.ok) throw unusable(file, trees.issues);
  const twice = own.findIndex(({ id }, index) => own.findIndex((one) => one.id === id) !== index);
  if (twice >= 0)
    throw unusable(file, [{ path: `own.${twice}.id`, message: `${own[twice]?.id ?? ''} is named twice` }]);
  return {
    own: trees.value,
    engine: engine === undefined ? null : seatOf(file, engine),
    operator: await Promise.all(own.map((one, index) => ownSeatOf(file, one, index))),
  };
}

function seatOf(file: string, engine: NonNullable<PolicyFile['engine']>): InstallationPolicy['engine'] {
  const named = policyEngines.get(engine.use);
  if (named === undefined) return null;
  return {
    engine: named,
    config: configOf(file, named.config, engine.settings, ['engine', 'settings']),
    role: engine.role,
  };
}

async function ownSeatOf(
  file: string,
  one: PolicyFile['own'][number],
  index: number,
): Promise<InstallationPolicy['operator'][number]> {
  const engine = policyEngines.get(one.use);
  if (engine?.own === undefined)
    throw unusable(file, [{ path: `own.${index}.use`, message: 'cannot be used' }]);
  const path = ['own', String(index), 'settings'];
  return {
    id: one.id,
    title: one.title ?? one.id,
    kinds: one.kinds ?? null,
    expires: one.expires ?? null,
    tenants: one.tenants ?? null,
    engine: engine.meta.name,
    language: engine.meta.language,
    policies: engine.own,
    config: configOf(file, engine.own.config, await withFiles(file, one.settings, path), path),
  };
}

/** Files are named as they lie beside the policy file; a text in Cedar may be a file too. */
async function withFiles(
  file: string,
  given: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Promise<Record<string, unknown>> {
  const { file: named, cedar, ...rest } = given;
  const beside = (name: string): string => resolve(dirname(file), name);
  if (typeof cedar === 'string') {
    try {
      return { ...rest, text: await readFile(beside(cedar), 'utf8') };
    } catch (error) {
      const message = error instanceof Error ? error.message : 'cannot be read';
      throw unusable(file, [{ path: [...path, 'cedar'].join('.'), message }]);
    }
  }
  return typeof named === 'string' ? { ...rest, file: beside(named) } : { ...given };
}

function configOf(
  file: string,
  schema: PolicyEngine['config'],
  given: unknown,
  path: readonly string[],
): unknown {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw unusable(file, issuesOf(parsed.error, path));
  return parsed.data;
}

/** `${NAME}` as a whole value stands for the environment variable; one that is not set stays as it is and is refused. */
function withEnvironment(value: unknown, environment: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string') {
    const name = /^\$\{([A-Z][A-Z0-9_]*)\}$/.exec(value)?.[1];
    return name === undefined ? value : environment[name];
  }
  if (Array.isArray(value)) return value.map((one) => withEnvironment(one, environment));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withEnvironment(one, environment)]),
  );
}

async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw unusable(file, [
      { path: 'RINGBACK_POLICY_FILE', message: error instanceof Error ? error.message : 'cannot be read' },
    ]);
  }
}

function issuesOf(error: z.ZodError, path: readonly string[]): readonly Issue[] {
  return error.issues.map((issue) => ({ path: [...path, ...issue.path].join('.'), message: issue.message }));
}

function unusable(file: string, issues: readonly Issue[]): AppError {
  return new AppError('invalid-config', `the policy file ${file} cannot be used`, { issues: [...issues] });
}
