import { sql } from 'kysely';
import { planChanges, type Change } from '../core/organisation/plan.ts';
import { isReserved } from '../core/organisation/secrets.ts';
import { AppError, type Issue } from '../core/model/errors.ts';
import { LocationConfig, type SourceConfig, type TenantConfig } from '../core/model/organisation.ts';
import { pgCode, PG, type Tx } from './database.ts';
import { newId } from './ids.ts';
import { recordChoices } from './look-up-choices.ts';
import type { Keeper } from './keeper.ts';
import { BannerSettings, stored, TenantSettings } from './organisation-rows.ts';
import {
  openSecrets,
  sealSecrets,
  separateSecrets,
  sourceSeal,
  tenantSeal,
  type SecretSources,
  type SeparatedConfig,
} from './secret-settings.ts';

/** What an import did, or would do. */
export interface AppliedConfig {
  readonly tenantId: string;
  readonly changes: readonly Change[];
  /** Secrets whose environment variable is still to be set before this can be applied; only a plan has any. */
  readonly unset: readonly Issue[];
}

export interface ApplyOptions extends Partial<SecretSources> {
  /** Given when the caller may only touch this organisation: a file for another one is refused. */
  readonly tenantId?: string;
  /** Only say what would change. */
  readonly planOnly?: boolean;
  /** With `planOnly`: a secret that is not set yet is told in `unset` instead of refused. */
  readonly tellUnset?: boolean;
}

/**
 * Brings an organisation to what the configuration says, in the caller's transaction (ALL_TENANTS when it may be new).
 * Applying the same configuration again changes nothing. Removed locations, banners and sources keep their rows and
 * their history. Throws AppError `invalid-config` with every problem at once; wake `organisation` after the commit.
 */
export async function applyConfig(
  tx: Tx,
  keeper: Keeper,
  config: TenantConfig,
  options: ApplyOptions = {},
): Promise<AppliedConfig> {
  const wanted = separateSecrets(config, { env: options.env ?? {}, isSecret: options.isSecret });
  const tenant = await tx
    .selectFrom('tenant')
    .select(['id', 'key', 'simulated', 'secrets'])
    .where('key', '=', config.tenant.key)
    .forUpdate()
    .executeTakeFirst();
  if (options.tenantId !== undefined && tenant?.id !== options.tenantId) {
    throw refuse([
      {
        path: 'tenant.key',
        message: `this configuration is for "${config.tenant.key}", which is another organisation`,
      },
    ]);
  }
  if (tenant !== undefined && tenant.simulated !== config.tenant.simulated) {
    throw refuse([
      {
        path: 'tenant.simulated',
        message: `${config.tenant.key} ${tenant.simulated ? 'is simulated and stays so' : 'is real and cannot become simulated'}`,
        remedy: 'Use another tenant key for the other organisation.',
      },
    ]);
  }
  const before = tenant === undefined ? null : await readStored(tx, keeper, tenant.id, tenant.secrets);
  const unset = checkUnresolved(wanted, before, options.planOnly === true && options.tellUnset === true);
  const values = new Map([...keptValues(wanted, before), ...wanted.values]);
  const changedSecrets = new Set(
    [...wanted.values]
      .filter(([path, value]) => before !== null && before.values.get(path) !== value)
      .map(([path]) => path),
  );
  const changes = planChanges(before?.config ?? null, wanted.config, changedSecrets);
  const tenantId = tenant?.id ?? newId();
  if (changes.length > 0 && options.planOnly !== true) {
    await write(tx, keeper, tenantId, wanted.config, values, before, changes);
    await recordChoices(tx, keeper, tenantId, before?.config ?? null, wanted.config);
  }
  return { tenantId, changes, unset };
}

/** The configuration as it stands, secrets as references: what `ringback export` writes and an import plans against. */
export async function readConfig(tx: Tx, tenantId: string): Promise<TenantConfig> {
  const tenant = await tx
    .selectFrom('tenant')
    .select(['key', 'config'])
    .where('id', '=', tenantId)
    .executeTakeFirst();
  if (tenant === undefined) throw new AppError('not-found', 'there is no such organisation');
  const settings = stored(TenantSettings, tenant.config, `organisation ${tenant.key}`);
  const banners = await tx
    .selectFrom('banner')
    .select(['id', 'key', 'config'])
    .where('tenant_id', '=', tenantId)
    .where('removed', '=', false)
    .orderBy('key')
    .execute();
  const locations = await tx
    .selectFrom('location')
    .select(['banner_id', 'key', 'mode', 'config'])
    .where('tenant_id', '=', tenantId)
    .where('removed', '=', false)
    .orderBy('key')
    .execute();
  const sources = await readSources(tx, tenantId);
  return {
    ...settings,
    banners: banners.map((banner) => ({
      ...stored(BannerSettings, banner.config, `brand ${banner.key}`),
      locations: locations
        .filter((location) => location.banner_id === banner.id)
        .map((location) => {
          const config = stored(LocationConfig, location.config, `location ${location.key}`);
          return {
            ...config,
            textback: { ...config.textback, mode: location.mode as LocationConfig['textback']['mode'] },
          };
        }),
    })),
    sources: sources.filter((source) => !source.removed).map((source) => source.config),
  };
}

interface StoredSource {
  readonly id: string;
  readonly removed: boolean;
  readonly secrets: Buffer | null;
  readonly config: SourceConfig;
}

async function readSources(tx: Tx, tenantId: string): Promise<StoredSource[]> {
  const rows = await tx
    .selectFrom('source')
    .leftJoin('location', 'location.id', 'source.location_id')
    .select(['source.id', 'source.key', 'source.kind', 'source.connector', 'source.name', 'source.unsigned'])
    .select(['source.settings', 'source.secrets', 'source.removed', 'location.key as location_key'])
    .where('source.tenant_id', '=', tenantId)
    .where('source.kind', '<>', 'api')
    .orderBy('source.key')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    removed: row.removed,
    secrets: row.secrets,
    config: {
      key: row.key,
      kind: row.kind as SourceConfig['kind'],
      connector: row.connector,
      ...(row.name !== null && { name: row.name }),
      unsigned: row.unsigned,
      settings: row.settings as Record<string, unknown>,
      ...(row.location_key !== null && { location: row.location_key }),
    },
  }));
}

interface Before {
  readonly config: TenantConfig;
  readonly sources: readonly StoredSource[];
  readonly values: ReadonlyMap<string, string>;
}

async function readStored(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  tenantSecrets: Buffer | null,
): Promise<Before> {
  const sources = await readSources(tx, tenantId);
  const values = new Map(openSecrets(keeper, tenantSecrets, tenantSeal(tenantId)));
  for (const source of sources) {
    for (const [name, value] of openSecrets(keeper, source.secrets, sourceSeal(source.id))) {
      values.set(`sources.${source.config.key}.${name}`, value);
    }
  }
  return { config: await readConfig(tx, tenantId), sources, values };
}

/** A reference without its environment variable keeps the value it had; without one either, it is a problem, or told. */
function checkUnresolved(wanted: SeparatedConfig, before: Before | null, tell: boolean): readonly Issue[] {
  const open = [...wanted.unresolved].filter(([path]) => before?.values.has(path) !== true);
  const canBeSet = ([, name]: [string, string]): boolean => tell && name !== '' && !isReserved(name);
  const asIssue = ([path, name]: [string, string]): Issue => ({ path, ...unresolvedWords(name) });
  const wrong = open.filter((each) => !canBeSet(each)).map(asIssue);
  if (wrong.length > 0) throw refuse(wrong);
  return open.map(asIssue);
}

function unresolvedWords(name: string): { readonly message: string; readonly remedy: string } {
  if (name === '')
    return { message: 'the secret is empty', remedy: 'Write it as ${ENV_NAME} and set that variable.' };
  if (isReserved(name)) {
    return {
      message: `${name} belongs to the installation, not to an organisation`,
      remedy: 'Use a variable of its own.',
    };
  }
  return { message: `the environment variable ${name} is not set`, remedy: `Set ${name} and import again.` };
}

function keptValues(wanted: SeparatedConfig, before: Before | null): [string, string][] {
  return [...wanted.unresolved.keys()].flatMap((path): [string, string][] => {
    const value = before?.values.get(path);
    return value === undefined ? [] : [[path, value]];
  });
}

function refuse(issues: readonly Issue[]): AppError {
  return new AppError('invalid-config', issues.map((issue) => `${issue.path}: ${issue.message}`).join('; '), {
    issues,
  });
}

async function write(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  config: TenantConfig,
  values: ReadonlyMap<string, string>,
  before: Before | null,
  changes: readonly Change[],
): Promise<void> {
  const touched = new Set(changes.map((change) => `${change.what}:${change.key}`));
  const { banners, sources, ...settings } = config;
  if (touched.has(`organisation:${config.tenant.key}`)) {
    const tenantValues = new Map([...values].filter(([path]) => !path.startsWith('sources.')));
    await sql`
      insert into tenant (id, key, name, zone, simulated, config, secrets)
      values (${tenantId}, ${config.tenant.key}, ${config.tenant.name}, ${config.tenant.zone}, ${config.tenant.simulated},
        ${JSON.stringify(settings)}::jsonb, ${sealSecrets(keeper, tenantValues, '', tenantSeal(tenantId))})
      on conflict (id) do update set name = excluded.name, zone = excluded.zone, config = excluded.config,
        secrets = excluded.secrets`.execute(tx);
  }
  const bannerIds = await writeBanners(tx, tenantId, banners, touched);
  const locationIds = await writeLocations(tx, tenantId, config, bannerIds, touched);
  await writeNumbers(tx, tenantId, config, locationIds);
  await writeSources(tx, keeper, tenantId, sources, values, before, locationIds, touched);
}

async function writeBanners(
  tx: Tx,
  tenantId: string,
  banners: TenantConfig['banners'],
  touched: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const rows = banners
    .filter((banner) => touched.has(`banner:${banner.key}`))
    .map((banner) => ({
      id: newId(),
      key: banner.key,
      name: banner.name,
      legal_entity: banner.legalEntity,
      config: { ...banner, locations: undefined },
    }));
  if (rows.length > 0) {
    await sql`
      insert into banner (id, tenant_id, key, name, legal_entity, config)
      select id, ${tenantId}::uuid, key, name, legal_entity, config
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as b(id uuid, key text, name text, legal_entity text, config jsonb)
      on conflict (tenant_id, key) do update set name = excluded.name, legal_entity = excluded.legal_entity,
        config = excluded.config, removed = false`.execute(tx);
  }
  const keys = banners.map((banner) => banner.key);
  await sql`update banner set removed = true where tenant_id = ${tenantId} and not removed and not key = any(${keys})`.execute(
    tx,
  );
  const ids = await tx.selectFrom('banner').select(['id', 'key']).where('tenant_id', '=', tenantId).execute();
  return new Map(ids.map((row) => [row.key, row.id]));
}

async function writeLocations(
  tx: Tx,
  tenantId: string,
  config: TenantConfig,
  bannerIds: ReadonlyMap<string, string>,
  touched: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const all = config.banners.flatMap((banner) =>
    banner.locations.map((location) => ({ banner: banner.key, location })),
  );
  const rows = all
    .filter(({ location }) => touched.has(`location:${location.key}`))
    .map(({ banner, location }) => ({
      id: newId(),
      banner_id: bannerIds.get(banner),
      key: location.key,
      name: location.name,
      zone: location.zone,
      mode: location.textback.mode,
      config: location,
    }));
  if (rows.length > 0) {
    await sql`
      insert into location (id, tenant_id, banner_id, key, name, zone, mode, config)
      select id, ${tenantId}::uuid, banner_id, key, name, zone, mode, config
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as l(id uuid, banner_id uuid, key text, name text, zone text, mode text, config jsonb)
      on conflict (tenant_id, key) do update set banner_id = excluded.banner_id, name = excluded.name, zone = excluded.zone,
        mode = excluded.mode, config = excluded.config, removed = false, removed_at = null, version = location.version + 1`.execute(
      tx,
    );
  }
  const keys = all.map(({ location }) => location.key);
  await sql`update location set removed = true, removed_at = now(), version = version + 1
    where tenant_id = ${tenantId} and not removed and not key = any(${keys})`.execute(tx);
  const ids = await tx
    .selectFrom('location')
    .select(['id', 'key'])
    .where('tenant_id', '=', tenantId)
    .execute();
  return new Map(ids.map((row) => [row.key, row.id]));
}

/** Numbers may move between locations in one import, so all that changed go first and come back after. */
async function writeNumbers(
  tx: Tx,
  tenantId: string,
  config: TenantConfig,
  locationIds: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = config.banners.flatMap((banner) =>
    banner.locations.flatMap((location) =>
      location.numbers.map((number) => ({
        number: number.number,
        location_id: locationIds.get(location.key),
        kind: number.kind,
        forwards_to: number.forwardsTo ?? null,
      })),
    ),
  );
  const json = JSON.stringify(rows);
  await sql`
    delete from phone_number p where tenant_id = ${tenantId} and not exists (
      select 1 from jsonb_to_recordset(${json}::jsonb) as w(number text, location_id uuid, kind text, forwards_to text)
      where w.number = p.number and w.location_id = p.location_id and w.kind = p.kind
        and w.forwards_to is not distinct from p.forwards_to)`.execute(tx);
  await sql`
    insert into phone_number (tenant_id, number, location_id, kind, forwards_to)
    select ${tenantId}::uuid, number, location_id, kind, forwards_to
    from jsonb_to_recordset(${json}::jsonb) as w(number text, location_id uuid, kind text, forwards_to text)
    on conflict (tenant_id, number) do nothing`.execute(tx);
}

async function writeSources(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  sources: readonly SourceConfig[],
  values: ReadonlyMap<string, string>,
  before: Before | null,
  locationIds: ReadonlyMap<string, string>,
  touched: ReadonlySet<string>,
): Promise<void> {
  const known = new Map((before?.sources ?? []).map((source) => [source.config.key, source.id]));
  for (const source of sources.filter((each) => touched.has(`source:${each.key}`))) {
    const id = known.get(source.key) ?? newId();
    const row = {
      kind: source.kind,
      connector: source.connector,
      name: source.name ?? null,
      unsigned: source.unsigned,
      settings: JSON.stringify(source.settings),
      secrets: sealSecrets(keeper, values, `sources.${source.key}.`, sourceSeal(id)),
      location_id: source.location === undefined ? null : (locationIds.get(source.location) ?? null),
      removed: false,
    };
    if (known.has(source.key)) await tx.updateTable('source').set(row).where('id', '=', id).execute();
    else {
      try {
        await tx
          .insertInto('source')
          .values({ id, tenant_id: tenantId, key: source.key, ...row })
          .execute();
      } catch (error) {
        if (pgCode(error) !== PG.uniqueViolation) throw error;
        throw refuse([
          {
            path: `sources.${source.key}`,
            message: 'another organisation of this installation has a source with this key',
            remedy: 'Choose another key.',
          },
        ]);
      }
    }
  }
  const keys = sources.map((source) => source.key);
  await sql`update source set removed = true where tenant_id = ${tenantId} and not removed and kind <> 'api'
    and not key = any(${keys})`.execute(tx);
}
