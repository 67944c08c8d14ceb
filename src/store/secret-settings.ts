import { inventedReference, isReserved, looksSecret, referenceName } from '../core/organisation/secrets.ts';
import type { TenantConfig } from '../core/model/organisation.ts';
import type { Keeper } from './keeper.ts';

/**
 * Takes the secrets out of a configuration before it is stored or shown. What stays is a reference (`${ENV_NAME}`);
 * the values are sealed apart. Nothing here ever returns a value together with the configuration.
 */
export interface SecretSources {
  /** Where `${NAME}` is looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a connector marks a setting as secret; by name when absent. */
  readonly isSecret?: ((connector: string, setting: string) => boolean) | undefined;
}

export interface SeparatedConfig {
  /** With references only: safe to store, compare, print. */
  readonly config: TenantConfig;
  /** Path such as `sources.front-desk.authToken` -> value. */
  readonly values: ReadonlyMap<string, string>;
  /** References whose environment variable is not set. */
  readonly unresolved: ReadonlyMap<string, string>;
}

export function separateSecrets(config: TenantConfig, from: SecretSources): SeparatedConfig {
  const values = new Map<string, string>();
  const unresolved = new Map<string, string>();
  const take = (path: readonly string[], value: unknown, secret: boolean): unknown => {
    if (typeof value !== 'string') return value;
    const name = referenceName(value);
    if (name === null && !secret) return value;
    const dotted = path.join('.');
    const found = name === null ? value : isReserved(name) ? undefined : from.env[name];
    if (found === undefined || found === '') unresolved.set(dotted, name ?? '');
    else values.set(dotted, found);
    return name === null ? inventedReference(path) : value;
  };
  const { webhook } = config.notify;
  const takeAll = (path: readonly string[], settings: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        take([...path, name], value, looksSecret(name)),
      ]),
    );
  const { engine, own } = config.policy;
  const separated: TenantConfig = {
    ...config,
    notify: {
      ...config.notify,
      ...(webhook !== undefined && {
        webhook: {
          ...webhook,
          secret: take(['notify', 'webhook', 'secret'], webhook.secret, true) as string,
        },
      }),
    },
    assistant: {
      ...config.assistant,
      ...(config.assistant.apiKey !== undefined && {
        apiKey: take(['assistant', 'apiKey'], config.assistant.apiKey, true) as string,
      }),
    },
    policy: {
      ...config.policy,
      ...(engine !== undefined && {
        engine: { ...engine, settings: takeAll(['policy', 'engine'], engine.settings) },
      }),
      ...(own !== undefined && {
        own: own.map((one) => ({ ...one, settings: takeAll(['policy', 'own', one.id], one.settings) })),
      }),
    },
    sources: config.sources.map((source) => ({
      ...source,
      settings: Object.fromEntries(
        Object.entries(source.settings).map(([name, value]) => {
          const secret = looksSecret(name) || from.isSecret?.(source.connector, name) === true;
          return [name, take(['sources', source.key, name], value, secret)];
        }),
      ),
    })),
  };
  return { config: separated, values, unresolved };
}

/** The values whose path starts with `prefix`, sealed for their place; null when there are none. */
export function sealSecrets(
  keeper: Keeper,
  values: ReadonlyMap<string, string>,
  prefix: string,
  context: string,
): Buffer | null {
  const own = [...values]
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, value]) => [path.slice(prefix.length), value]);
  return own.length === 0 ? null : keeper.seal(Buffer.from(JSON.stringify(Object.fromEntries(own))), context);
}

/** Setting -> value. Throws when the instance key is not the one they were sealed with. */
export function openSecrets(
  keeper: Keeper,
  sealed: Uint8Array | null,
  context: string,
): ReadonlyMap<string, string> {
  if (sealed === null) return new Map();
  const opened = JSON.parse(keeper.open(sealed, context).toString('utf8')) as Readonly<
    Record<string, string>
  >;
  return new Map(Object.entries(opened));
}

/** Settings with their secrets in place; a reference without a value is left out, so that nothing passes for a secret. */
export function withSecrets(
  settings: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => {
      if (referenceName(value) === null) return [[name, value]];
      const secret = secrets.get(name);
      return secret === undefined ? [] : [[name, secret]];
    }),
  );
}

/** The part of the values that lies under `prefix`, by the rest of their path. */
export function secretsUnder(
  secrets: ReadonlyMap<string, string>,
  prefix: string,
): ReadonlyMap<string, string> {
  return new Map(
    [...secrets].flatMap(([path, value]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), value] as const] : [],
    ),
  );
}

export const sourceSeal = (sourceId: string): string => `source:${sourceId}`;
export const tenantSeal = (tenantId: string): string => `tenant:${tenantId}`;
