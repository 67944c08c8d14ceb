import { LocationConfig, type TenantConfig } from '../model/organisation.ts';
import { Attestations } from '../model/attestations.ts';
import { attestationProblems } from './attestation-rules.ts';
import { Claims, type Problem } from './claims.ts';
import { didYouMean } from './did-you-mean.ts';
import { locationProblems } from './location-rules.ts';
import { lookUpProblems, type KnownLookups } from './look-ups.ts';
import { HANDSET } from './outside.ts';

/** Ids of the connectors of this build, so that a typo in one is found before the first call. */
export interface KnownConnectors {
  readonly voice: readonly string[];
  readonly messaging: readonly string[];
  /** With the lists that each can answer. */
  readonly lookup?: KnownLookups;
}

/**
 * Looks at raw input, so that every problem is found at once: parts that do not fit the schema are left out, the rest
 * is checked all the same. Within one location `locationProblems` says the same to the dashboard's form.
 */
export function organisationProblems(value: object, connectors?: KnownConnectors): Problem[] {
  const raw = value as {
    readonly banners?: unknown;
    readonly sources?: unknown;
    readonly assistant?: unknown;
    readonly attestations?: unknown;
    readonly lookUps?: unknown;
  };
  const sources = asList(raw.sources);
  const problems: Problem[] = [
    ...assistantProblems(raw.assistant),
    ...attestationProblems(Attestations.safeParse(raw.attestations).data, ['attestations']),
  ];
  const bannerKeys = new Claims('brand');
  const locationKeys = new Claims('location');
  const numbers = new Claims('number');
  asList(raw.banners).forEach((banner, bannerAt) => {
    const path = ['banners', bannerAt];
    problems.push(...bannerKeys.claim(field(banner, 'key'), [...path, 'key'], `brand ${bannerAt + 1}`));
    asList(field(banner, 'locations')).forEach((location, locationAt) => {
      const place = [...path, 'locations', locationAt];
      const name =
        text(field(location, 'name')) ?? text(field(location, 'key')) ?? `location ${locationAt + 1}`;
      problems.push(...locationKeys.claim(field(location, 'key'), [...place, 'key'], name));
      asList(field(location, 'numbers')).forEach((number, at) => {
        problems.push(...numbers.claim(field(number, 'number'), [...place, 'numbers', at, 'number'], name));
      });
      const parsed = LocationConfig.safeParse(location);
      if (parsed.success) {
        problems.push(
          ...locationProblems(parsed.data).map((problem) => ({
            ...problem,
            path: [...place, ...problem.path],
          })),
        );
        problems.push(...senderProblems(parsed.data, sources, place));
      }
    });
  });
  problems.push(...sourceProblems(sources, locationKeys, connectors));
  problems.push(...lookUpProblems(raw.lookUps, sources.map(named), connectors?.lookup));
  return problems;
}

function senderProblems(
  { sender }: LocationConfig,
  sources: readonly unknown[],
  path: readonly PropertyKey[],
): Problem[] {
  if (sender === undefined || sender.provider === HANDSET) return [];
  const keys = sources
    .filter((source) => field(source, 'kind') === 'messaging')
    .map((source) => text(field(source, 'key')) ?? '');
  if (keys.includes(sender.provider)) return [];
  const meant = didYouMean(sender.provider, keys);
  return [
    {
      path: [...path, 'sender', 'provider'],
      message: `there is no messaging source "${sender.provider}"`,
      remedy: meant === null ? 'Add it under `sources` with `kind: messaging`.' : `Did you mean "${meant}"?`,
    },
  ];
}

function sourceProblems(
  sources: readonly unknown[],
  locations: Claims,
  connectors?: KnownConnectors,
): Problem[] {
  const keys = new Claims('source');
  return sources.flatMap((source, at): Problem[] => {
    const [location, connector, kind] = [
      field(source, 'location'),
      field(source, 'connector'),
      field(source, 'kind'),
    ];
    const known = idsOf(kind, connectors);
    const problems = keys.claim(field(source, 'key'), ['sources', at, 'key'], `source ${at + 1}`);
    if (typeof location === 'string' && !locations.has(location)) {
      const meant = didYouMean(location, locations.values());
      problems.push({
        path: ['sources', at, 'location'],
        message: `there is no location "${location}"`,
        ...(meant !== null && { remedy: `Did you mean "${meant}"?` }),
      });
    }
    if (known !== undefined && typeof connector === 'string' && !known.includes(connector)) {
      const meant = didYouMean(connector, known);
      problems.push({
        path: ['sources', at, 'connector'],
        message: `this build has no ${text(kind) ?? ''} connector "${connector}"`,
        remedy: meant === null ? `It has: ${known.join(', ')}.` : `Did you mean "${meant}"?`,
      });
    }
    return problems;
  });
}

function idsOf(kind: unknown, connectors: KnownConnectors | undefined): readonly string[] | undefined {
  if (connectors === undefined) return undefined;
  switch (kind) {
    case 'voice':
      return connectors.voice;
    case 'messaging':
      return connectors.messaging;
    case 'lookup':
      return connectors.lookup === undefined ? undefined : Object.keys(connectors.lookup);
    default:
      return undefined;
  }
}

function named(source: unknown): { readonly key: string; readonly kind: string; readonly connector: string } {
  const read = (name: string): string => text(field(source, name)) ?? '';
  return { key: read('key'), kind: read('kind'), connector: read('connector') };
}

function assistantProblems(value: unknown): Problem[] {
  if (field(value, 'provider') !== ('openai-compatible' satisfies TenantConfig['assistant']['provider']))
    return [];
  return ['baseUrl', 'model'].flatMap((name) =>
    field(value, name) === undefined
      ? [
          {
            path: ['assistant', name],
            message: 'missing; this provider needs it',
            remedy: 'Or write `provider: deterministic`.',
          },
        ]
      : [],
  );
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
