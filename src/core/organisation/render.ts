import { stringify } from 'yaml';
import { TenantConfig } from '../model/organisation.ts';
import { same } from './field-changes.ts';

/** First line of every file we write: editors then complete and check while people type. */
export const SCHEMA_LINE = '# yaml-language-server: $schema=';

/**
 * A configuration as YAML that imports to no change: settings that have their default value are left out, so that what
 * stands in the file is what somebody decided. Secrets are references already.
 */
export function renderConfig(config: TenantConfig, schema = './schema/ringback.schema.json'): string {
  const short = withoutDefaults(config);
  return `${SCHEMA_LINE}${schema}\n${stringify(short, { lineWidth: 120, aliasDuplicateObjects: false })}`;
}

/** Leaves out what the schema would fill in by itself; checks that it really does. */
function withoutDefaults(config: TenantConfig): unknown {
  const full = TenantConfig.parse(config);
  const short = prune(full, defaults(full));
  const again = TenantConfig.safeParse(short);
  return again.success && same(again.data, full) ? short : full;
}

/** The same configuration with only what the schema demands, parsed: whatever it holds more is a default. */
function defaults(config: TenantConfig): unknown {
  const bare = {
    tenant: { key: config.tenant.key, name: config.tenant.name },
    banners: config.banners.map((banner) => ({
      key: banner.key,
      name: banner.name,
      legalEntity: banner.legalEntity,
      locations: banner.locations.map((location) => ({
        key: location.key,
        name: location.name,
        zone: location.zone,
        address: { city: location.address.city, state: location.address.state },
        numbers: location.numbers.map(({ number }) => ({ number })),
        hours: {},
        exceptions: location.exceptions,
        services: location.services.map(({ key, name, minutes, questions }) => ({
          key,
          name,
          minutes,
          questions: questions.map((question) => ({ key: question.key, ask: question.ask })),
        })),
        reps: location.reps.map(({ key, name }) => ({ key, name })),
        ...(location.sender !== undefined && {
          sender: {
            number: location.sender.number,
            provider: location.sender.provider,
            legalEntity: location.sender.legalEntity,
          },
        }),
        ...(location.greetingNotice !== undefined && {
          greetingNotice: {
            text: location.greetingNotice.text,
            version: location.greetingNotice.version,
            playedSince: location.greetingNotice.playedSince,
          },
        }),
        escalation: location.escalation,
      })),
    })),
    sources: config.sources.map(({ key, kind, connector }) => ({ key, kind, connector })),
  };
  return TenantConfig.parse(bare);
}

/** Names that stay even when their value is a default, because a reader looks for them. */
const ALWAYS = new Set(['version', 'key', 'name', 'number', 'mode', 'zone', 'ask', 'kind']);

function prune(value: unknown, usual: unknown): unknown {
  if (Array.isArray(value)) {
    const others: readonly unknown[] = Array.isArray(usual) ? usual : [];
    return value.map((item: unknown, at) => prune(item, others[at]));
  }
  if (typeof value !== 'object' || value === null) return value;
  const others =
    typeof usual === 'object' && usual !== null ? (usual as Readonly<Record<string, unknown>>) : {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
      if (item === undefined) return [];
      if (!ALWAYS.has(name) && Object.hasOwn(others, name) && same(item, others[name]) && !isRequired(name))
        return [];
      return [[name, prune(item, others[name])]];
    }),
  );
}

/** Settings that the schema demands: they equal the bare configuration because they are part of it. */
function isRequired(name: string): boolean {
  return REQUIRED.has(name);
}

const REQUIRED = new Set([
  'tenant',
  'banners',
  'locations',
  'sources',
  'legalEntity',
  'address',
  'city',
  'state',
  'numbers',
  'hours',
  'minutes',
  'provider',
  'connector',
  'text',
  'playedSince',
  'services',
  'reps',
  'questions',
  'exceptions',
  'escalation',
  'sender',
  'greetingNotice',
  'date',
]);
