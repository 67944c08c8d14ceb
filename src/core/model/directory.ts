import type { DutyRecord } from './duty.ts';
import type { BannerConfig, LocationConfig, TenantConfig } from './organisation.ts';

/** The organisation as the pipeline uses it: looked up by id, key and number, and cached by version. */
export interface BannerRecord {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly legalEntity: string;
  readonly paused: boolean;
  readonly config: Omit<BannerConfig, 'locations'>;
}

export interface LocationRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly banner: BannerRecord;
  readonly key: string;
  readonly name: string;
  readonly zone: string;
  /** The switch of this location alone; `effectiveMode` also honours banner and tenant. */
  readonly mode: 'live' | 'shadow' | 'off';
  readonly paused: boolean;
  readonly version: number;
  readonly config: LocationConfig;
  /** What was found about its duties when their facts last changed; absent until somebody looked. */
  readonly duties?: DutyRecord;
}

export interface NumberRecord {
  readonly number: string;
  readonly locationId: string;
  readonly kind: 'main' | 'tracking' | 'extension' | 'staff';
  readonly forwardsTo: string | null;
}

export interface Organisation {
  readonly tenant: {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly zone: string;
    readonly simulated: boolean;
    readonly paused: boolean;
    readonly clockOffsetMs: number;
    readonly config: Omit<TenantConfig, 'banners' | 'sources'>;
  };
  readonly banners: ReadonlyMap<string, BannerRecord>;
  /** By location id. */
  readonly locations: ReadonlyMap<string, LocationRecord>;
  readonly locationsByKey: ReadonlyMap<string, LocationRecord>;
  /** By E.164. */
  readonly numbers: ReadonlyMap<string, NumberRecord>;
  /** Removed ones by id: they answer nobody, but what happened there before is still told, and a STOP still heard. */
  readonly former?: ReadonlyMap<string, FormerLocation>;
}

/** A location that was removed, as it last was, switched off. */
export interface FormerLocation extends LocationRecord {
  /** Null: before such things were noted. */
  readonly removedAt: string | null;
}

/** A location of now or of before. */
export function locationEver(organisation: Organisation, id: string): LocationRecord | undefined {
  return organisation.locations.get(id) ?? organisation.former?.get(id);
}

/** The removed location that had this number last. A number that a location has now belongs to nobody else. */
export function formerOwner(organisation: Organisation, number: string): FormerLocation | undefined {
  if (organisation.numbers.has(number)) return undefined;
  return [...(organisation.former?.values() ?? [])]
    .filter(({ config }) => config.numbers.some((each) => each.number === number))
    .sort((a, b) => (b.removedAt ?? '').localeCompare(a.removedAt ?? ''))[0];
}

/** What the location may really do now: one switch stops a location, a banner, a tenant, everything. */
export function effectiveMode(
  organisation: Organisation,
  location: LocationRecord,
): 'live' | 'shadow' | 'off' {
  if (organisation.tenant.paused || location.banner.paused || location.paused) return 'off';
  return location.mode;
}
