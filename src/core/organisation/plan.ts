import type { BannerConfig, LocationConfig, SourceConfig, TenantConfig } from '../model/organisation.ts';
import { locationDanger } from './danger.ts';
import { compareFields, type FieldChange } from './field-changes.ts';

/**
 * What importing a configuration would change, in the words of the people who run the shops. Pure: current and wanted
 * configuration in, list of changes out; the same configuration twice gives an empty list.
 */
export interface Change {
  readonly action: 'create' | 'update' | 'remove';
  readonly what: 'organisation' | 'banner' | 'location' | 'source';
  readonly key: string;
  readonly name: string;
  /** One sentence a shop owner understands. */
  readonly text: string;
  readonly fields: readonly FieldChange[];
  /** Why somebody should look twice before saying yes; absent for harmless changes. */
  readonly danger?: string;
}

/** Paths of secrets whose value differs from the stored one, such as `sources.front-desk.authToken`. */
export type ChangedSecrets = ReadonlySet<string>;

export function planChanges(
  current: TenantConfig | null,
  wanted: TenantConfig,
  changedSecrets: ChangedSecrets = new Set(),
): Change[] {
  return [
    ...organisationChanges(current, wanted, changedSecrets),
    ...bannerChanges(current?.banners ?? [], wanted.banners),
    ...locationChanges(locationsOf(current), locationsOf(wanted)),
    ...sourceChanges(current?.sources ?? [], wanted.sources, changedSecrets),
  ];
}

function organisationChanges(
  current: TenantConfig | null,
  wanted: TenantConfig,
  changedSecrets: ChangedSecrets,
): Change[] {
  const { key, name } = wanted.tenant;
  if (current === null) {
    const kind = wanted.tenant.simulated ? 'simulated organisation' : 'organisation';
    return [{ action: 'create', what: 'organisation', key, name, text: `New ${kind} ${name}`, fields: [] }];
  }
  const fields = [
    ...compareFields(withoutLists(current), withoutLists(wanted)),
    ...secretFields(changedSecrets, 'notify.'),
    ...secretFields(changedSecrets, 'assistant.'),
    ...secretFields(changedSecrets, 'policy.'),
  ];
  if (fields.length === 0) return [];
  const looser = fields
    .filter(({ path }) => path.startsWith('policy.') || /^lookUps\.[a-z-]+\.without/.test(path))
    .map((field) => field.label);
  return [
    {
      action: 'update',
      what: 'organisation',
      key,
      name,
      text: `${name}: ${labels(fields)}`,
      fields,
      ...(looser.length > 0 && { danger: `changes what the Gate allows everywhere: ${looser.join(', ')}` }),
    },
  ];
}

function bannerChanges(current: readonly BannerConfig[], wanted: readonly BannerConfig[]): Change[] {
  const before = byKey(current);
  const after = byKey(wanted);
  return [
    ...wanted.flatMap((banner): Change[] => {
      const old = before.get(banner.key);
      const about = { what: 'banner', key: banner.key, name: banner.name } as const;
      if (old === undefined)
        return [{ action: 'create', ...about, text: `New brand ${banner.name}`, fields: [] }];
      const fields = compareFields({ ...old, locations: [] }, { ...banner, locations: [] });
      if (fields.length === 0) return [];
      const renamed = fields.some((field) => field.path === 'name' || field.path === 'legalEntity');
      const danger = renamed
        ? 'the brand named in texts must stay the one that is registered with the carriers'
        : undefined;
      return [
        {
          action: 'update',
          ...about,
          text: `Brand ${old.name}: ${labels(fields)}`,
          fields,
          ...(danger !== undefined && { danger }),
        },
      ];
    }),
    ...current
      .filter((banner) => !after.has(banner.key))
      .map((banner): Change => ({
        action: 'remove',
        what: 'banner',
        key: banner.key,
        name: banner.name,
        text: `Brand ${banner.name} is removed; its history is kept`,
        fields: [],
        danger: 'all its locations stop answering missed calls',
      })),
  ];
}

interface Placed {
  readonly key: string;
  readonly banner: string;
  readonly location: LocationConfig;
}

function locationChanges(current: readonly Placed[], wanted: readonly Placed[]): Change[] {
  const before = byKey(current);
  const after = byKey(wanted);
  return [
    ...wanted.flatMap(({ key, banner, location }): Change[] => {
      const old = before.get(key);
      const about = { what: 'location', key, name: location.name } as const;
      const { mode } = location.textback;
      if (old === undefined) {
        const live =
          mode === 'live'
            ? { danger: 'goes live at once: callers get texts from the first missed call' }
            : {};
        return [
          {
            action: 'create',
            ...about,
            text: `New location ${location.name}, ${MODE_WORDS[mode]}`,
            fields: [],
            ...live,
          },
        ];
      }
      const fields = compareFields({ banner: old.banner, ...old.location }, { banner, ...location });
      if (fields.length === 0) return [];
      const danger = locationDanger(old.location, location, fields);
      return [
        {
          action: 'update',
          ...about,
          text: `${location.name}: ${labels(fields)}`,
          fields,
          ...(danger !== null && { danger }),
        },
      ];
    }),
    ...current
      .filter(({ key }) => !after.has(key))
      .map(({ key, location }): Change => ({
        action: 'remove',
        what: 'location',
        key,
        name: location.name,
        text: `Location ${location.name} is removed; its calls, threads and records are kept`,
        fields: [],
        danger: 'its numbers no longer belong to anyone: calls to them are set aside unrouted',
      })),
  ];
}

const MODE_WORDS = {
  live: 'live',
  shadow: 'in shadow (decides and records, sends nothing)',
  off: 'switched off',
} as const;

function sourceChanges(
  current: readonly SourceConfig[],
  wanted: readonly SourceConfig[],
  changedSecrets: ChangedSecrets,
): Change[] {
  const before = byKey(current);
  const after = byKey(wanted);
  return [
    ...wanted.flatMap((source): Change[] => {
      const old = before.get(source.key);
      const name = source.name ?? source.key;
      const about = { what: 'source', key: source.key, name } as const;
      if (old === undefined) {
        const unsigned = source.unsigned ? { danger: 'accepts deliveries without a signature' } : {};
        return [
          {
            action: 'create',
            ...about,
            text: `New source ${name} (${source.connector})`,
            fields: [],
            ...unsigned,
          },
        ];
      }
      const fields = [
        ...compareFields(old, source),
        ...secretFields(changedSecrets, `sources.${source.key}.`),
      ];
      if (fields.length === 0) return [];
      const unsigned =
        source.unsigned && !old.unsigned ? { danger: 'accepts deliveries without a signature' } : {};
      return [{ action: 'update', ...about, text: `Source ${name}: ${labels(fields)}`, fields, ...unsigned }];
    }),
    ...current
      .filter(({ key }) => !after.has(key))
      .map(({ key, name = key }): Change => ({
        action: 'remove',
        what: 'source',
        key,
        name,
        text: `Source ${name} is removed; what it delivered is kept`,
        fields: [],
        danger: 'deliveries to its address are refused from now on',
      })),
  ];
}

/** Secrets are shown as changed, never as values. */
function secretFields(changed: ChangedSecrets, prefix: string): FieldChange[] {
  return [...changed]
    .filter((path) => path.startsWith(prefix))
    .sort()
    .map((path) => ({
      path,
      label: `secret ${path.slice(path.lastIndexOf('.') + 1)}`,
      before: '(hidden)',
      after: '(changed)',
    }));
}

function withoutLists(config: TenantConfig): object {
  return { ...config, banners: [], sources: [] };
}

function locationsOf(config: TenantConfig | null): Placed[] {
  return (config?.banners ?? []).flatMap((banner) =>
    banner.locations.map((location) => ({ key: location.key, banner: banner.key, location })),
  );
}

function byKey<T extends { readonly key: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.key, item]));
}

function labels(fields: readonly FieldChange[]): string {
  const names = [...new Set(fields.map((field) => field.label))];
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
