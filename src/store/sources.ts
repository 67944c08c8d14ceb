import { sql } from 'kysely';
import { HANDSET } from '../core/organisation/outside.ts';
import type { Clock } from '../ports/clock.ts';
import { ALL_TENANTS, type Store, type Tx } from './database.ts';
import type { Keeper } from './keeper.ts';
import { openSecrets, sourceSeal, withSecrets } from './secret-settings.ts';
import type { Signal } from './signal.ts';

/** One configured instance of a vendor product, with what its connector needs. */
export interface SourceRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly key: string;
  readonly kind: 'voice' | 'messaging' | 'lookup' | 'api';
  readonly connector: string;
  readonly name: string | null;
  readonly unsigned: boolean;
  /** Settings with their secrets opened: parse with the connector's schema, never print. */
  readonly config: unknown;
  readonly locationId: string | null;
  /** Zone for vendors that send local times: the location's, else the organisation's. */
  readonly zone: string;
  /** For vendors that send national numbers: the location's, else the one that all locations share, else null. */
  readonly country: string | null;
  readonly simulated: boolean;
}

/**
 * All sources of the installation, in memory: a webhook is recognised without asking the database, and also while the
 * database is away. A change wakes `organisation`; every two seconds the copy is compared all the same.
 */
export interface SourceDirectory {
  readonly byKey: (key: string) => Promise<SourceRecord | null>;
  readonly byId: (id: string) => Promise<SourceRecord | null>;
  readonly ofTenant: (tenantId: string) => Promise<readonly SourceRecord[]>;
  /** Of every organisation. */
  readonly all: () => Promise<readonly SourceRecord[]>;
  readonly close: () => void;
}

const FRESH_MS = 2_000;
/** An address nobody knows may be a source made a moment ago in another process, or a scanner: ask, but not for each. */
const UNKNOWN_MS = 500;

interface Loaded {
  readonly stamp: string;
  readonly byKey: ReadonlyMap<string, SourceRecord>;
  readonly byId: ReadonlyMap<string, SourceRecord>;
}

export function sourceDirectory(deps: {
  readonly store: Store;
  readonly keeper: Keeper;
  readonly clock: Clock;
  readonly signal?: Signal;
}): SourceDirectory {
  const { store, keeper, clock } = deps;
  let loaded: Loaded | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<Loaded> | null = null;
  // A change that comes while a copy is being read may have been missed by it.
  let missed = false;
  const forget = deps.signal?.on('organisation', () => {
    checkedAt = Number.NEGATIVE_INFINITY;
    missed = running !== null;
  });

  const refresh = (): Promise<Loaded> => {
    if (running !== null) return running;
    const begun = clock.now().getTime();
    running = load(store, keeper, loaded)
      .then((fresh) => {
        loaded = fresh;
        return fresh;
      })
      .catch((error: unknown) => {
        // Last known good: with the database away, deliveries are still recognised, verified and spooled.
        if (loaded === null) throw error;
        return loaded;
      })
      .finally(() => {
        running = null;
        // Only now: until it is read, what we have is as old as it was.
        checkedAt = missed ? Number.NEGATIVE_INFINITY : begun;
        missed = false;
      });
    return running;
  };
  const current = async (maxAgeMs: number): Promise<Loaded> => {
    // Somebody was told that a change is made, so a copy that was being read then will not do.
    if (checkedAt === Number.NEGATIVE_INFINITY) return certain();
    if (loaded === null) return refresh();
    const age = clock.now().getTime() - checkedAt;
    if (age < maxAgeMs && age >= 0) return loaded;
    // Merely old: answer from what we have and look in the background, so that no webhook waits for it.
    const fresh = refresh();
    return maxAgeMs === FRESH_MS ? loaded : fresh;
  };
  /** Read after this moment: a copy that is being read already may be older than what is asked for. */
  const certain = async (): Promise<Loaded> => {
    if (running !== null) await running;
    return refresh();
  };
  return {
    byKey: async (key) =>
      (await current(FRESH_MS)).byKey.get(key) ?? (await current(UNKNOWN_MS)).byKey.get(key) ?? null,
    // An id comes from a row of ours, never from a scanner: its source exists, perhaps since a moment ago.
    byId: async (id) => (await current(FRESH_MS)).byId.get(id) ?? (await certain()).byId.get(id) ?? null,
    ofTenant: async (tenantId) =>
      [...(await current(FRESH_MS)).byId.values()].filter((source) => source.tenantId === tenantId),
    all: async () => [...(await current(FRESH_MS)).byId.values()],
    close: () => forget?.(),
  };
}

async function load(store: Store, keeper: Keeper, previous: Loaded | null): Promise<Loaded> {
  return store.tx(ALL_TENANTS, async (tx) => {
    const tenants = await tx
      .selectFrom('tenant')
      .select(['id', 'version', 'simulated', 'zone'])
      .orderBy('id')
      .execute();
    const stamp = tenants.map((tenant) => `${tenant.id}:${tenant.version}`).join();
    if (previous?.stamp === stamp) return previous;
    const rows = await tx
      .selectFrom('source')
      .innerJoin('tenant', 'tenant.id', 'source.tenant_id')
      .leftJoin('location', 'location.id', 'source.location_id')
      .selectAll('source')
      .select(['tenant.simulated', 'tenant.zone as tenant_zone', 'location.zone as location_zone'])
      .select(sql<string | null>`location.config -> 'address' ->> 'country'`.as('location_country'))
      .where('source.removed', '=', false)
      .execute();
    const countries = await countriesOf(tx);
    const records = rows.map((row): SourceRecord => {
      const kind = row.kind as SourceRecord['kind'];
      // The wall: whatever was configured, a simulated organisation's texts go to the on-screen phone, without secrets.
      const inside = row.simulated && kind === 'messaging';
      return {
        id: row.id,
        tenantId: row.tenant_id,
        key: row.key,
        kind,
        connector: inside ? HANDSET : row.connector,
        name: row.name,
        unsigned: row.unsigned,
        config: inside
          ? {}
          : withSecrets(
              row.settings as Record<string, unknown>,
              openSecrets(keeper, row.secrets, sourceSeal(row.id)),
            ),
        locationId: row.location_id,
        zone: row.location_zone ?? row.tenant_zone,
        country: row.location_country ?? countries.get(row.tenant_id) ?? null,
        simulated: row.simulated,
      };
    });
    return {
      stamp,
      byKey: new Map(records.map((record) => [record.key, record])),
      byId: new Map(records.map((record) => [record.id, record])),
    };
  });
}

/** The country of each organisation whose locations are all in one. */
async function countriesOf(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const country = sql<string>`min(config -> 'address' ->> 'country')`;
  const rows = await tx
    .selectFrom('location')
    .select(['tenant_id', country.as('country')])
    .where('removed', '=', false)
    .groupBy('tenant_id')
    .having(sql<boolean>`count(distinct config -> 'address' ->> 'country') = 1`)
    .execute();
  return new Map(rows.map((row) => [row.tenant_id, row.country]));
}
