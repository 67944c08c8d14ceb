import { sql } from 'kysely';
import { keepInside } from '../core/organisation/outside.ts';
import type {
  BannerRecord,
  FormerLocation,
  LocationRecord,
  NumberRecord,
  Organisation,
} from '../core/model/directory.ts';
import { AppError } from '../core/model/errors.ts';
import { LocationConfig } from '../core/model/organisation.ts';
import type { Tx } from './database.ts';
import { readDuties } from './duties.ts';
import type { Keeper } from './keeper.ts';
import { BannerSettings, stored, TenantSettings } from './organisation-rows.ts';
import { openSecrets, secretsUnder, tenantSeal, withSecrets } from './secret-settings.ts';

export { applyConfig, readConfig, type AppliedConfig } from './organisation-config.ts';
export { saveLocation, setLocationMode, setPaused } from './organisation-switches.ts';

/**
 * Gives every step the organisation it works for. Read in the step's own transaction: one small query says whether the
 * cached copy is still right, so a switch that was thrown holds from the next transaction on, in every process.
 */
export interface OrganisationDirectory {
  readonly load: (tx: Tx, tenantId: string) => Promise<Organisation>;
}

export function organisationDirectory(keeper: Keeper): OrganisationDirectory {
  const cache = new Map<string, { readonly version: number; readonly organisation: Organisation }>();
  return {
    load: async (tx, tenantId) => {
      const row = await tx
        .selectFrom('tenant')
        .select(['version', 'paused', 'clock_offset_ms'])
        .where('id', '=', tenantId)
        .executeTakeFirst();
      if (row === undefined) throw new AppError('not-found', 'there is no such organisation');
      let cached = cache.get(tenantId);
      if (cached?.version !== row.version) {
        cached = { version: row.version, organisation: await readOrganisation(tx, keeper, tenantId) };
        cache.set(tenantId, cached);
      }
      const { organisation } = cached;
      // The pause switch and the clock move without a new version: both are read every time.
      const { tenant } = organisation;
      if (tenant.paused === row.paused && tenant.clockOffsetMs === row.clock_offset_ms) return organisation;
      const current = {
        ...organisation,
        tenant: { ...tenant, paused: row.paused, clockOffsetMs: row.clock_offset_ms },
      };
      // Kept, so that what others derive from an organisation is derived once.
      cache.set(tenantId, { version: row.version, organisation: current });
      return current;
    },
  };
}

async function readOrganisation(tx: Tx, keeper: Keeper, tenantId: string): Promise<Organisation> {
  const tenant = await tx
    .selectFrom('tenant')
    .selectAll()
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const bannerRows = await tx
    .selectFrom('banner')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('key')
    .execute();
  const locationRows = await tx
    .selectFrom('location')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('key')
    .execute();
  const duties = await readDuties(tx, tenantId);
  const numberRows = await tx
    .selectFrom('phone_number')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .execute();

  const banners = new Map<string, BannerRecord>(
    bannerRows.map((row) => [
      row.id,
      {
        id: row.id,
        key: row.key,
        name: row.name,
        legalEntity: row.legal_entity,
        paused: row.paused,
        config: stored(BannerSettings, row.config, `brand ${row.key}`),
      },
    ]),
  );
  const locations = new Map<string, LocationRecord>();
  const former = new Map<string, FormerLocation>();
  for (const row of locationRows) {
    const banner = banners.get(row.banner_id);
    if (banner === undefined) continue;
    // One that is gone must not stop everybody when its settings are of an older make.
    const readable = row.removed ? LocationConfig.safeParse(row.config).data : null;
    if (readable === undefined) continue;
    const config = readable ?? stored(LocationConfig, row.config, `location ${row.key}`);
    const mode = row.removed ? 'off' : (row.mode as LocationRecord['mode']);
    const found = duties.get(row.id);
    const location: LocationRecord = {
      id: row.id,
      tenantId,
      banner,
      key: row.key,
      name: row.name,
      zone: row.zone,
      mode,
      paused: row.paused,
      version: row.version,
      config: { ...config, textback: { ...config.textback, mode } },
      ...(found !== undefined && { duties: found }),
    };
    if (row.removed) former.set(row.id, { ...location, removedAt: row.removed_at });
    else locations.set(row.id, location);
  }
  const numbers = new Map<string, NumberRecord>(
    numberRows.map((row) => [
      row.number,
      {
        number: row.number,
        locationId: row.location_id,
        kind: row.kind as NumberRecord['kind'],
        forwardsTo: row.forwards_to,
      },
    ]),
  );
  return {
    tenant: {
      id: tenant.id,
      key: tenant.key,
      name: tenant.name,
      zone: tenant.zone,
      simulated: tenant.simulated,
      paused: tenant.paused,
      clockOffsetMs: tenant.clock_offset_ms,
      config: tenantSettings(tenant, openSecrets(keeper, tenant.secrets, tenantSeal(tenant.id))),
    },
    banners,
    locations,
    locationsByKey: new Map([...locations.values()].map((location) => [location.key, location])),
    numbers,
    former,
  };
}

/** The settings a step may use: secrets in place, and nothing that leads outside for a simulated organisation. */
function tenantSettings(
  row: { readonly key: string; readonly simulated: boolean; readonly config: unknown },
  secrets: ReadonlyMap<string, string>,
): Organisation['tenant']['config'] {
  const settings = stored(TenantSettings, row.config, `organisation ${row.key}`);
  const { notify } = settings;
  const assistant = { ...settings.assistant };
  delete assistant.apiKey;
  const apiKey = secrets.get('assistant.apiKey');
  if (apiKey !== undefined) assistant.apiKey = apiKey;
  const webhookSecret = secrets.get('notify.webhook.secret');
  const opened: Organisation['tenant']['config'] = {
    ...settings,
    // The column decides, not the text that was imported.
    tenant: { ...settings.tenant, simulated: row.simulated },
    notify: {
      ...(notify.email !== undefined && { email: notify.email }),
      // A webhook whose secret is missing cannot be signed, so it is not used.
      ...(notify.webhook !== undefined &&
        webhookSecret !== undefined && { webhook: { ...notify.webhook, secret: webhookSecret } }),
    },
    assistant,
    policy: policySettings(settings.policy, secrets),
  };
  return keepInside(opened);
}

function policySettings(
  policy: Organisation['tenant']['config']['policy'],
  secrets: ReadonlyMap<string, string>,
): Organisation['tenant']['config']['policy'] {
  const { engine, own } = policy;
  return {
    ...policy,
    ...(engine !== undefined && {
      engine: { ...engine, settings: withSecrets(engine.settings, secretsUnder(secrets, 'policy.engine.')) },
    }),
    ...(own !== undefined && {
      own: own.map((one) => ({
        ...one,
        settings: withSecrets(one.settings, secretsUnder(secrets, `policy.own.${one.id}.`)),
      })),
    }),
  };
}

/** Tenants of this installation, for workers and commands that serve all of them. Needs an ALL_TENANTS transaction. */
export async function listTenants(
  tx: Tx,
): Promise<{ id: string; key: string; name: string; simulated: boolean }[]> {
  return tx
    .selectFrom('tenant')
    .select(['id', 'key', 'name', 'simulated'])
    .orderBy(sql`created_at, key`)
    .execute();
}
