import type { LookUps } from '../model/look-ups.ts';
import type { TenantConfig } from '../model/organisation.ts';

/**
 * The wall between a simulated organisation and the world. Its people and numbers are invented, so whatever its
 * configuration says, its texts go to the on-screen phone and it has no way out: no e-mail, no webhook, no model.
 * The store applies this when it reads an organisation; the send step asks again before it calls a provider.
 */
export const HANDSET = 'handset';

/** Key of the messaging source that may carry this organisation's texts. */
export function textingSourceKey(
  tenant: { readonly simulated: boolean },
  sender: { readonly provider: string },
): string {
  return tenant.simulated ? HANDSET : sender.provider;
}

/** Whether a messaging connector may be used for an organisation at all; the last check before a text leaves. */
export function mayUseMessaging(tenant: { readonly simulated: boolean }, connector: string): boolean {
  return !tenant.simulated || connector === HANDSET;
}

type Settings = Omit<TenantConfig, 'banners' | 'sources'>;

/** The organisation's settings without anything that reaches the outside. */
export function keepInside(config: Settings): Settings {
  if (!config.tenant.simulated) return config;
  const { timeoutMs, trainingOff } = config.assistant;
  return {
    ...config,
    notify: {},
    assistant: { provider: 'deterministic', timeoutMs, trainingOff },
    policy: policyInside(config.policy),
    ...(config.lookUps !== undefined && { lookUps: askedNowhere(config.lookUps) }),
  };
}

/** Choices stand; invented numbers are asked about nowhere. */
function askedNowhere(lookUps: LookUps): LookUps {
  return Object.fromEntries(
    Object.entries(lookUps).map(([topic, list]) => [topic, { ...list, sources: [] }]),
  );
}

/** Policies that are asked over the network are left out: about invented people the rule book decides alone. */
function policyInside({ engine, own, ...rest }: Settings['policy']): Settings['policy'] {
  const inside = ({ settings }: { readonly settings: Readonly<Record<string, unknown>> }): boolean =>
    !('url' in settings);
  return {
    ...rest,
    ...(engine !== undefined && inside(engine) && { engine }),
    ...(own !== undefined && { own: own.filter(inside) }),
  };
}
