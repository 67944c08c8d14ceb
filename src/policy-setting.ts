import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { erase } from './connectors/shared/erase.ts';
import { AppError } from './core/model/errors.ts';
import { parseOwnPolicies } from './core/policy/own-policy.ts';
import { ENGINE_ROLES } from './core/policy/ruling.ts';
import { openPolicyDesk, type EngineSeat, type PolicyDesk } from './pipeline/policy-desk.ts';
import type { PolicyEngine } from './ports/policy.ts';

/**
 * The operator's policy file (RINGBACK_POLICY_FILE): own policies under `policies`, and under `engine` who else judges.
 * Without the file the rule book decides alone. Part of the composition root: it knows the engines, each loaded only when
 * it is the one that is named.
 */
const ENGINES: Readonly<Record<string, () => Promise<PolicyEngine>>> = {
  'opa-rest': async () => erase<PolicyEngine>((await import('./connectors/policy/opa-rest.ts')).default),
  'opa-wasm': async () => erase<PolicyEngine>((await import('./connectors/policy/opa-wasm.ts')).default),
  cedar: async () => erase<PolicyEngine>((await import('./connectors/policy/cedar.ts')).default),
  casbin: async () => erase<PolicyEngine>((await import('./connectors/policy/casbin.ts')).default),
  cerbos: async () => erase<PolicyEngine>((await import('./connectors/policy/cerbos.ts')).default),
  oso: async () => erase<PolicyEngine>((await import('./connectors/policy/oso.ts')).default),
  'permit-io': async () => erase<PolicyEngine>((await import('./connectors/policy/permit-io.ts')).default),
  'styra-das': async () => erase<PolicyEngine>((await import('./connectors/policy/styra-das.ts')).default),
};

const PolicyFile = z.strictObject({
  policies: z.unknown().optional(),
  engine: z
    .strictObject({
      use: z.string().refine((name) => Object.hasOwn(ENGINES, name), {
        error: `say one of ${Object.keys(ENGINES).join(', ')}`,
      }),
      role: z.enum(ENGINE_ROLES).default('second-opinion'),
      settings: z.record(z.string(), z.unknown()).default({}),
    })
    .optional(),
});

export async function policyDesk(file: string | null): Promise<PolicyDesk | null> {
  if (file === null) return null;
  const parsed = PolicyFile.safeParse(await readYaml(file));
  if (!parsed.success)
    throw unusable(
      file,
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  const { policies, engine } = parsed.data;
  const own = policies === undefined ? { ok: true as const, value: [] } : parseOwnPolicies({ policies });
  if (!own.ok) throw unusable(file, own.issues);
  let seat: EngineSeat | null = null;
  if (engine !== undefined) {
    const named = await ENGINES[engine.use]?.();
    const config = named?.config.safeParse(engine.settings);
    if (named === undefined || config?.success !== true) {
      throw unusable(
        file,
        (config?.error?.issues ?? []).map(({ path, message }) => ({
          path: ['engine', 'settings', ...path].join('.'),
          message,
        })),
      );
    }
    seat = { engine: named, config: config.data, role: engine.role };
  }
  return openPolicyDesk(own.value, seat, { fetch, now: () => new Date() });
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

function unusable(
  file: string,
  issues: readonly { readonly path: string; readonly message: string }[],
): AppError {
  return new AppError('invalid-config', `the policy file ${file} cannot be used`, { issues: [...issues] });
}
